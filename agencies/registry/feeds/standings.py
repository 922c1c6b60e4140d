"""Standing as others found it: national credit grades, abnormal and dishonesty lists, sanctions, with their source."""

from typing import Any

import numpy as np
import polars as pl
from django.db import connection

from agencies.registry.lookups import agency_by_code, agency_by_name, agency_lookups
from agencies.registry.models import Standing, StandingKind
from agencies.registry.services import imported
from agencies.registry.services.standing import CREDIT_GRADES
from ipservice.foundation.reading import Action
from ipservice.intake.cleaning import readers
from ipservice.intake.cleaning.places import as_of
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Target

KINDS = {member.label: member.value for member in StandingKind} | {
    "信用等级": StandingKind.CREDIT_GRADE.value,
    "异常名录": StandingKind.ABNORMAL_LIST.value,
    "严重违法": StandingKind.SERIOUS_LIST.value,
    "处罚": StandingKind.SANCTION.value,
}


def complete(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Agency, kind, first day and source; what the file leaves out is what was chosen with the upload."""
    found = pl.select(pl.coalesce(frame["agency_by_code"], frame["agency_by_name"])).to_series().alias("agency_id")
    options: Any = context.options
    frame = frame.with_columns(
        found,
        pl.col("kind").fill_null(options.get("kind") or StandingKind.CREDIT_GRADE.value),
        pl.col("valid_from").fill_null(as_of(context)),
        pl.col("source").fill_null(str(options.get("source") or "")[:200]),
    )
    both = ("agency_by_code", "agency_by_name")
    missing = np.flatnonzero(frame["agency_id"].is_null().to_numpy())
    graded = (frame["kind"] == StandingKind.CREDIT_GRADE.value) & ~frame["value"].is_in(list(CREDIT_GRADES))
    ends = (frame["valid_until"] <= frame["valid_from"]).fill_null(False)
    no_source = np.flatnonzero((frame["source"] == "").to_numpy())
    return frame, [
        Note(Action.REJECT, "row.agency_missing", missing, "机构未填写，应填机构代码或全称。", both),
        Note(
            Action.REJECT,
            "row.grade",
            np.flatnonzero(graded.fill_null(False).to_numpy()),
            f"信用等级应为 {'、'.join(CREDIT_GRADES)} 之一。",
            ("value",),
        ),
        Note(
            Action.REJECT, "row.ends", np.flatnonzero(ends.to_numpy()), "截止日不晚于起始日，请核对。", ("valid_until",)
        ),
        Note(Action.REJECT, "row.source", no_source, "请填写依据文件（名称或文号）。", ("source",)),
    ]


def contradicts(stage: str) -> list[tuple[int, str, Action, str]]:
    """A credit grade that is registered otherwise from the same day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT s.line, g.value, s.value, g.source FROM "{stage}" s JOIN agencies_standing g'
            " ON g.agency_id = s.agency_id AND g.kind = s.kind AND g.valid_from = s.valid_from"
            " WHERE s.kind = 'credit_grade' AND g.value <> s.value ORDER BY s.line"
        )
        found = cursor.fetchall()
    return [
        (line, "value", Action.REJECT, f"同一起始日已登记为“{known}”（{source}），本表为“{said}”；请先终止有误的记录。")
        for line, known, said, source in found
    ]


STANDINGS = Feed(
    code="standings",
    label="信用与监管状况",
    columns=(
        Column("agency_by_code", "机构代码", agency_by_code(), ("代理机构代码", "统一社会信用代码")),
        Column("agency_by_name", "机构名称", agency_by_name(), ("代理机构", "代理机构名称")),
        Column("kind", "种类", readers.term(KINDS), ("类别",)),
        Column(
            "value",
            "内容",
            readers.text(64),
            ("信用等级", "等级", "名录名称", "处罚名称"),
            is_required=True,
            may_be_empty=False,
        ),
        Column("valid_from", "自", readers.day(), ("起始日", "生效日期", "列入日期", "评定日期")),
        Column("valid_until", "至", readers.day(may_be_future=True), ("截止日", "移出日期")),
        Column("source", "依据文件", readers.text(200), ("依据", "来源", "文号")),
    ),
    one_of=(("agency_by_code", "agency_by_name"),),
    key=("agency_id", "kind", "value", "valid_from"),
    key_shown=("agency_by_code", "agency_by_name"),
    checks=(complete,),
    options=(
        Option("kind", "种类", "choice", tuple(StandingKind.choices()), help_text="表中没有“种类”列时采用"),
        Option("as_of", "起始日", "date", help_text="表中没有起始日时采用"),
        Option("source", "依据文件", help_text="表中没有依据文件时采用"),
    ),
    lookups=agency_lookups,
    staged_checks=contradicts,
    target=Target(
        model=Standing,
        key=("agency_id", "kind", "value", "valid_from"),
        fields=("agency_id", "kind", "value", "valid_from", "valid_until", "source"),
        keeps_unsaid=frozenset({"valid_until"}),
        uncompared=frozenset({"source"}),
        derived_from={"source": ""},
    ),
    after_load=imported.end_former_grades,
    help_text="国家信用等级、经营异常名录、严重违法失信名单、行政处罚；新的信用等级自动终止上一等级。",
)
