"""The lists of filings and totals, drawn and exported alike for agencies and officials."""

from typing import Any

from django.db.models import F

from agencies.filings.forms import FilingFilter, OfficialFilingFilter, TotalFilter
from agencies.filings.models import Abnormal, Filing, Outcome, PatentKind, Route, TotalSource, YearlyTotal
from ipservice.foundation.identifiers import application_number
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import ListPage

COUNT_CAP = 10_000
TONES = {Outcome.GRANTED: "ok", Outcome.PENDING: "muted"}


def _label(name: str, vocabulary: type[Vocabulary]) -> Any:
    return lambda row: vocabulary.label_of(getattr(row, name))


def _source_of(row: Filing) -> str:
    return f"第 {row.source_run_id} 批 第 {row.source_row} 行" if row.source_run_id else ""


COLUMNS = (
    Column(
        "number",
        "申请号",
        value=lambda row: application_number.pretty(row.number),
        is_head=True,
        sort=("number",),
    ),
    Column("kind", "专利类型", value=_label("kind", PatentKind)),
    Column("route", "途径", value=_label("route", Route)),
    Column("filed_on", "申请日", kind=Kind.DAY, sort=("filed_on", "number")),
    Column(
        "outcome",
        "首次结论",
        value=_label("outcome", Outcome),
        tone=lambda row: TONES.get(row.outcome, "warn"),
    ),
    Column("concluded_on", "结案日", kind=Kind.DAY, sort=(F("concluded_on").asc(nulls_last=True), "number")),
    Column("applicant_name", "申请人"),
    Column("applicant_kind", "申请人类型", on_page=False),
    Column("ipc_main_group", "IPC主分类"),
    Column("claims", "权利要求数", kind=Kind.COUNT, unit="项"),
    Column("abnormal", "非正常申请", value=lambda row: Abnormal.label_of(row.abnormal) if row.abnormal else ""),
    Column("source", "数据来源", value=_source_of),
)
AGENCY = Column("agency", "代理机构", value="agency.name", note=lambda row: row.agency.agency_code or "")

OWN_FILINGS = ListPage(
    name="filings",
    title="代理的专利申请",
    unit="件",
    order="number",
    form=FilingFilter,
    columns=COLUMNS,
    count_cap=COUNT_CAP,
    empty_title="没有符合条件的申请",
    empty_text="可以换一个年度或统计口径；数据由市知识产权局按批次导入。",
)
ALL_FILINGS = ListPage(
    name="filings",
    title="专利申请",
    unit="件",
    order="number",
    form=OfficialFilingFilter,
    columns=(COLUMNS[0], AGENCY, *COLUMNS[1:]),
    count_cap=COUNT_CAP,
    empty_title="没有符合条件的申请",
    empty_text="可以减少筛选条件，或先导入该年度的数据。",
)
COUNTS = ("filed", "concluded", "granted", "filed_abnormal", "concluded_abnormal", "granted_abnormal")
TOTALS = ListPage(
    name="totals",
    title="年度汇总",
    order="-year",
    form=TotalFilter,
    columns=(
        Column("agency", "代理机构", value="agency.name", is_head=True, sort=("agency__name_pinyin", "id")),
        Column("year", "年度", sort=("year", "agency__name_pinyin", "kind", "route", "source")),
        Column("kind", "专利类型", value=_label("kind", PatentKind)),
        Column("route", "途径", value=_label("route", Route)),
        Column("source", "来源", value=_label("source", TotalSource)),
        *(
            Column(name, YearlyTotal._meta.get_field(name).verbose_name, kind=Kind.COUNT, unit="件", sort=(name, "id"))
            for name in COUNTS
        ),
    ),
    empty_title="没有符合条件的汇总",
    empty_text="导入逐件数据后自动汇总；国家局年度汇总表另行导入。",
)
