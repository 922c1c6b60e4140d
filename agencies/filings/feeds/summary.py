"""The yearly summary per agency as the national office hands it down."""

from typing import Any

import numpy as np
import polars as pl

from agencies.filings.feeds.filings import KINDS, check_agency
from agencies.filings.models import PatentKind, Route, TotalSource, YearlyTotal
from agencies.registry.lookups import agency_by_code, agency_by_name, agency_lookups
from ipservice.foundation.reading import Action
from ipservice.intake.cleaning import readers
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Target, Touched
from ipservice.pagecache.versions import bump


def complete_summary(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Year and kind from the options where the table has no column for them; grants within conclusions."""
    options: Any = context.options
    year, kind = options.get("year"), options.get("kind") or PatentKind.INVENTION.value
    frame = frame.with_columns(
        pl.col("year").fill_null(pl.lit(int(year) if year else None)),
        pl.col("kind").fill_null(kind),
        pl.lit(Route.ORDINARY.value).alias("route"),
        pl.lit(TotalSource.SUMMARY.value).alias("source"),
    )
    no_year = np.flatnonzero(frame["year"].is_null().to_numpy())
    more = np.flatnonzero((frame["granted"] > frame["concluded"]).fill_null(False).to_numpy())
    messages = [
        f"授权量 {granted} 大于结案量 {concluded}，请核对。"
        for concluded, granted in frame.select("concluded", "granted")[more].iter_rows()
    ]
    return frame, [
        Note(Action.REJECT, "row.no_year", no_year, "年度未填写：表中没有年度列时，请在上传时选择年度。", ("year",)),
        Note(Action.REJECT, "row.grants", more, messages, ("granted",)),
    ]


def totals_have_changed(touched: Touched) -> None:
    """Pages and figures that show totals are made afresh."""
    bump("figures")


def totals_are_back(run_id: int, seen: object) -> None:
    bump("figures")


SUMMARY = Feed(
    code="yearly_summary",
    label="年度汇总表",
    columns=(
        Column("agency_by_code", "代理机构代码", agency_by_code(), ("专利代理机构代码", "机构代码")),
        Column("agency_by_name", "代理机构名称", agency_by_name(), ("代理机构", "机构名称")),
        Column("year", "年度", readers.year(), ("年份",)),
        Column("kind", "专利类型", readers.term(KINDS), ("类型",)),
        Column(
            "filed",
            "申请量",
            readers.count(),
            ("代理量", "发明专利申请量", "发明专利代理量"),
            is_required=True,
            may_be_empty=False,
            is_summed=True,
        ),
        Column(
            "concluded",
            "结案量",
            readers.count(),
            ("发明专利结案量",),
            is_required=True,
            may_be_empty=False,
            is_summed=True,
        ),
        Column(
            "granted",
            "授权量",
            readers.count(),
            ("发明专利授权量",),
            is_required=True,
            may_be_empty=False,
            is_summed=True,
        ),
        Column("filed_abnormal", "其中非正常申请量", readers.count(), ("非正常申请量",), is_summed=True),
    ),
    one_of=(("agency_by_code", "agency_by_name"),),
    key=("agency_id", "year", "kind"),
    key_shown=("agency_by_code", "agency_by_name"),
    checks=(check_agency, complete_summary),
    options=(
        Option("year", "年度", "year", help_text="表中没有“年度”列时采用"),
        Option("kind", "专利类型", "choice", tuple(PatentKind.choices()), help_text="表中没有“专利类型”列时采用"),
    ),
    lookups=agency_lookups,
    target=Target(
        model=YearlyTotal,
        key=("agency_id", "year", "kind", "route", "source"),
        fields=("agency_id", "year", "kind", "route", "source", "filed", "concluded", "granted", "filed_abnormal"),
    ),
    after_load=totals_have_changed,
    after_undo=totals_are_back,
    help_text="国家局下发的年度汇总，每机构每年一行。与逐件数据并存，以官员选定的来源为准。",
)
