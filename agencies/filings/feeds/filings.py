"""Filings one by one: number, days, agency, first outcome; the yearly totals follow in the same transaction."""

import re
from typing import Any

import numpy as np
import polars as pl
from django.db import connection

from agencies.filings.models import Abnormal, Filing, Outcome, PatentKind, Route
from agencies.filings.services import totals
from agencies.registry.lookups import agency_by_code, agency_by_name, agency_lookups
from ipservice.foundation.characters import code_text
from ipservice.foundation.reading import Action, Reading, fixed, rejected
from ipservice.intake.cleaning import readers
from ipservice.intake.feeds import Column, Context, Feed, Note, Reader, Target, Touched

KINDS = {
    **{member.label: member.value for member in PatentKind},
    "发明专利": PatentKind.INVENTION.value,
    "实用新型专利": PatentKind.UTILITY_MODEL.value,
    "外观设计专利": PatentKind.DESIGN.value,
    "外观": PatentKind.DESIGN.value,
    "新型": PatentKind.UTILITY_MODEL.value,
}
OUTCOMES = {
    **{member.label: member.value for member in Outcome},
    "在审": Outcome.PENDING.value,
    "实质审查": Outcome.PENDING.value,
    "已授权": Outcome.GRANTED.value,
    "驳回失效": Outcome.REFUSED.value,
    "撤回": Outcome.WITHDRAWN.value,
    "视撤": Outcome.DEEMED_WITHDRAWN.value,
    "视为撤回失效": Outcome.DEEMED_WITHDRAWN.value,
}
ABNORMAL = {member.label: member.value for member in Abnormal} | {"否": "", "是": Abnormal.NOTIFIED.value}
_KIND_OF_DIGIT = {"1": "1", "8": "1", "2": "2", "9": "2", "3": "3"}
MANY = 20_000
_CLASS = r"^(?:[A-H]\d{2}[A-Z](?:\d{1,4}(?:/\d{2,6})?)?|\d{2}-\d{2})$"


def _ipc() -> Reader:
    """An IPC symbol down to the main group (G06F, G06F17/30), or a Locarno class of a design (14-02)."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        return cells, cells.str.contains(_CLASS) & (cells.str.len_chars() <= 16)

    def each(raw: Any, context: Context) -> Reading[str]:
        symbol = code_text(raw)
        if re.fullmatch(_CLASS, symbol) and len(symbol) <= 16:
            return fixed(symbol, f"IPC写法已统一为 {symbol}。")
        return rejected(f"“{str(raw).strip()[:20]}”不是IPC分类号，应填如 G06F17/30；外观设计填如 14-02。")

    return Reader("text", pl.String, each, plain)


def check_agency(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Code and name have to mean one agency; one of them has to be there."""
    by_code, by_name = frame["agency_by_code"], frame["agency_by_name"]
    found = pl.select(pl.coalesce(by_code, by_name)).to_series().alias("agency_id")
    differs = np.flatnonzero((by_code != by_name).fill_null(False).to_numpy())
    names = context.lookups["names"]
    messages = [
        f"机构代码是“{names[by_code[place]]}”的，机构名称却是“{names[by_name[place]]}”，请核对。"
        for place in differs.tolist()
    ]
    missing = np.flatnonzero(found.is_null().to_numpy())
    both = ("agency_by_code", "agency_by_name")
    return frame.with_columns(found), [
        Note(Action.REJECT, "row.agency_differs", differs, messages, both),
        Note(Action.REJECT, "row.agency_missing", missing, "代理机构未填写，应填机构代码或全称。", both),
    ]


def derive(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Year of filing, and kind and route as the number tells them."""
    digit = pl.col("number").str.slice(4, 1)
    told = digit.replace_strict(_KIND_OF_DIGIT, default=None, return_dtype=pl.String)
    frame = frame.with_columns(
        pl.col("filed_on").dt.year().cast(pl.Int32).alias("filed_year"),
        told.alias("_told"),
        pl.when(digit.is_in(["8", "9"])).then(pl.lit(Route.NATIONAL_PHASE.value)).otherwise(pl.lit("o")).alias("route"),
        pl.coalesce(pl.col("kind").replace("", None), told).alias("kind"),
    )
    wrong = np.flatnonzero((frame["kind"] != frame["_told"]).fill_null(False).to_numpy())
    messages = [
        f"申请号第5位表示{PatentKind.label_of(told)}，专利类型却填{PatentKind.label_of(kind)}，请核对。"
        for kind, told in frame.select("kind", "_told")[wrong].iter_rows()
    ]
    return frame.drop("_told"), [Note(Action.REJECT, "row.kind_differs", wrong, messages, ("kind",))]


def check_years(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """The year in the number is that of filing; only a divisional keeps the earlier day of its parent."""
    number_year = frame["number"].str.slice(0, 4).cast(pl.Int32, strict=False)
    ordinary = frame["route"] == "o"
    early = np.flatnonzero((ordinary & (number_year > frame["filed_year"])).fill_null(False).to_numpy())
    late = np.flatnonzero((number_year < frame["filed_year"]).fill_null(False).to_numpy())
    route = frame["route"].scatter(early, Route.DIVISIONAL.value) if len(early) else frame["route"]
    return frame.with_columns(route), [
        Note(
            Action.ASK,
            "row.divisional",
            early,
            "申请日早于申请号中的年份，是否为分案申请？采纳则按分案申请登记。",
            ("filed_on",),
        ),
        Note(Action.REJECT, "row.filed_after_number", late, "申请日晚于申请号中的年份，请核对。", ("filed_on",)),
    ]


def check_conclusion(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """A conclusion has its day, not before the filing; what is pending has none."""
    pending = frame["outcome"] == Outcome.PENDING.value
    concluded = frame["concluded_on"]
    reversed_ = np.flatnonzero((concluded < frame["filed_on"]).fill_null(False).to_numpy())
    open_ = np.flatnonzero((pending & concluded.is_not_null()).fill_null(False).to_numpy())
    missing = np.flatnonzero((~pending & concluded.is_null()).fill_null(False).to_numpy())
    outcome = frame["outcome"].scatter(missing, Outcome.PENDING.value) if len(missing) else frame["outcome"]
    days = concluded.scatter(open_, [None] * len(open_)) if len(open_) else concluded
    return frame.with_columns(outcome, days), [
        Note(Action.REJECT, "row.concluded_before_filing", reversed_, "结案日早于申请日，请核对。", ("concluded_on",)),
        Note(
            Action.ASK,
            "row.pending_with_day",
            open_,
            "法律状态为审查中，却填了结案日。采纳则不登记结案日，否则请改填法律状态。",
            ("concluded_on",),
        ),
        Note(
            Action.ASK,
            "row.conclusion_without_day",
            missing,
            "已结案而没有结案日，无法计入年度。采纳则暂按“审查中”登记，待补报结案日；不采纳则退回。",
            ("concluded_on",),
        ),
    ]


def registered_in_another_year(stage: str) -> list[tuple[int, str, Action, str]]:
    """A number that is registered already with a filing day of another year."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT s.line, f.filed_on, s.filed_on FROM "{stage}" s JOIN agencies_filing f'
            " ON f.number = s.number AND f.filed_year <> s.filed_year ORDER BY s.line"
        )
        found = cursor.fetchall()
    return [
        (line, "filed_on", Action.REJECT, f"该申请号已按申请日 {known:%Y-%m-%d} 登记，本表填 {said:%Y-%m-%d}，请核对。")
        for line, known, said in found
    ]


def make_partitions(stage: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT filings_partition_for(y) FROM (SELECT DISTINCT filed_year AS y FROM "{stage}") years')


def touched_totals(run_id: int) -> tuple[set[int], set[int]]:
    """Agencies and years of the filings that a run has written, with those that a changed one has left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT agency_id, filed_year, extract(year FROM concluded_on)::int"
            " FROM agencies_filing WHERE source_run_id = %s"
            " UNION SELECT (before->>'agency_id')::bigint, (before->>'filed_year')::int,"
            " extract(year FROM (before->>'concluded_on')::date)::int FROM intake_importchange"
            " WHERE run_id = %s AND table_name = 'agencies_filing'",
            [run_id, run_id],
        )
        rows = cursor.fetchall()
    return {agency for agency, *_ in rows}, {year for _, *both in rows for year in both if year}


def refresh_totals(touched: Touched) -> None:
    """Count the touched agencies and years afresh; after a large load, all agencies of those years at once."""
    if touched.new + touched.changed < MANY:
        totals.refresh(*touched_totals(touched.run_id))
        return
    brought = " UNION ".join(
        f'SELECT filed_year FROM "{table}" GROUP BY 1 UNION'
        f' SELECT extract(year FROM concluded_on)::int FROM "{table}" GROUP BY 1'
        for table in (touched.stage, *touched.whole_tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{brought} UNION"
            " SELECT extract(year FROM (before->>day)::date)::int FROM intake_importchange,"
            " LATERAL (VALUES ('filed_on'), ('concluded_on')) AS days(day)"
            " WHERE run_id = %s AND table_name = 'agencies_filing' AND before IS NOT NULL",
            [touched.run_id],
        )
        years = {year for (year,) in cursor.fetchall() if year}
    totals.refresh_years(years)


def refresh_totals_again(run_id: int, seen: tuple[set[int], set[int]]) -> None:
    totals.refresh(*seen)


FILINGS = Feed(
    code="filings",
    label="专利申请明细",
    columns=(
        Column(
            "number",
            "申请号",
            readers.filing_number(),
            ("专利申请号", "申请号码", "申请(专利)号", "专利号"),
            is_required=True,
            may_be_empty=False,
        ),
        Column("filed_on", "申请日", readers.day(), ("申请日期", "递交日"), is_required=True, may_be_empty=False),
        Column("kind", "专利类型", readers.term(KINDS), ("专利种类", "申请类型", "类型")),
        Column("agency_by_code", "代理机构代码", agency_by_code(), ("专利代理机构代码", "机构代码"), may_be_empty=True),
        Column("agency_by_name", "代理机构名称", agency_by_name(), ("代理机构", "机构名称", "专利代理机构")),
        Column("applicant_name", "申请人", readers.text(200), ("申请人名称", "第一申请人")),
        Column("applicant_district_code", "申请人区县代码", readers.text(12), ("区县代码", "申请人区划代码")),
        Column("applicant_kind", "申请人类型", readers.text(16), ("申请人种类",)),
        Column("ipc_main_group", "IPC主分类", _ipc(), ("主分类号", "IPC", "IPC主分类号", "分类号")),
        Column("claims", "权利要求数", readers.count("项"), ("权利要求项数", "权项数")),
        Column(
            "outcome",
            "法律状态",
            readers.term(OUTCOMES),
            ("首次结论", "审查结论", "案件状态", "状态", "结果"),
            is_required=True,
            may_be_empty=False,
        ),
        Column("concluded_on", "结案日", readers.day(), ("结案日期", "授权公告日", "结论日")),
        Column("abnormal", "非正常申请", readers.term(ABNORMAL), ("是否非正常", "非正常")),
    ),
    one_of=(("agency_by_code", "agency_by_name"),),
    key=("number",),
    checks=(check_agency, derive, check_years, check_conclusion),
    lookups=agency_lookups,
    staged_checks=registered_in_another_year,
    target=Target(
        model=Filing,
        key=("number", "filed_year"),
        fields=(
            "number",
            "filed_year",
            "kind",
            "route",
            "agency_id",
            "applicant_name",
            "applicant_kind",
            "applicant_district_code",
            "filed_on",
            "outcome",
            "concluded_on",
            "ipc_main_group",
            "claims",
            "abnormal",
        ),
        run_field="source_run_id",
        row_field="source_row",
        derived_from={"kind": ""},
        prepare=make_partitions,
        partition_field="filed_year",
    ),
    after_load=refresh_totals,
    before_undo=touched_totals,
    after_undo=refresh_totals_again,
    help_text="逐件的申请与首次结论。申请号须带校验位；代理机构可填代码或全称。",
)
