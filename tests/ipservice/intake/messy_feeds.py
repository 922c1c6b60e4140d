"""Feeds for the kinds of messy files that no slice of the product takes in yet, declared with the same machinery."""

from datetime import date
from typing import Any

from ipservice.intake.cleaning import readers
from ipservice.intake.cleaning.places import places
from ipservice.intake.feeds import Column, Feed
from ipservice.reference.gazetteer import Gazetteer

TODAY = date(2026, 6, 1)
RESULTS = {"未发现问题": "clean", "发现问题已责令改正": "corrected", "登记的住所联系不上": "unreachable"}
LOOSE_RESULTS = {"合格": "clean", "正常": "clean"}


def gazetteer() -> dict[str, Any]:
    return {"gazetteer": Gazetteer.load()}


CONTACTS = Feed(
    code="test_contacts",
    label="机构联系表",
    columns=(
        Column("name", "机构名称", readers.text(), is_required=True),
        Column("address", "通讯地址", readers.text(300)),
        Column("phone", "联系电话", readers.phone(), is_required=True),
        Column("fields", "主要领域", readers.text()),
    ),
    key=("name",),
)
RETURNS = Feed(
    code="test_returns",
    label="统计年报",
    columns=(
        Column("credit_code", "统一社会信用代码", readers.code_of_credit(), is_required=True, may_be_empty=False),
        Column("name", "机构名称", readers.text()),
        Column("revenue", "营业收入", readers.money(), is_required=True),
        Column("employees", "从业人员", readers.count("人"), is_summed=True),
        Column("research_share", "研发投入占比", readers.percentage()),
    ),
    key=("name",),
)
CALCULATED = Feed(
    code="test_calculated",
    label="汇总表",
    columns=(
        Column("agency_code", "机构代码", readers.code_of_agency(), is_required=True, may_be_empty=False),
        Column("filed", "代理量", readers.count(), is_required=True, is_summed=True),
        Column("granted", "授权量", readers.count(), is_summed=True),
        Column("rate", "授权率", readers.percentage()),
        Column("growth", "同比", readers.percentage()),
    ),
    key=("agency_code",),
)
INSPECTIONS = Feed(
    code="test_inspections",
    label="检查结果",
    columns=(
        Column("agency_code", "机构代码", readers.code_of_agency(), is_required=True, may_be_empty=False),
        Column("name", "机构名称", readers.text()),
        Column("result", "检查结果", readers.term(RESULTS, LOOSE_RESULTS), is_required=True),
        Column("inspected_on", "检查日期", readers.day()),
    ),
    key=("agency_code",),
)
HOSTILE = Feed(
    code="test_hostile",
    label="说明表",
    columns=(
        Column("name", "机构名称", readers.text(), is_required=True),
        Column("note", "说明", readers.text(1000), is_required=True),
        Column("kind", "类别", readers.text()),
    ),
    key=("line",),
)
OLD_REGISTER = Feed(
    code="test_old_register",
    label="旧格式名册",
    columns=(
        Column("agency_code", "机构代码", readers.code_of_agency(), is_required=True, may_be_empty=False),
        Column("name", "机构名称", readers.text()),
        Column("founded_on", "设立日期", readers.day()),
        Column("attorneys", "代理师", readers.count("人")),
    ),
    key=("agency_code",),
)
PLACES = Feed(
    code="test_places",
    label="区县写法",
    columns=(
        Column("district_name", "区县", readers.text(64), is_required=True),
        Column("district_code", "区划代码", readers.text(12), is_required=True),
        Column("business_on", "业务日期", readers.day(may_be_future=True), is_required=True),
    ),
    key=("line",),
    checks=(places("business_on", is_required=True),),
    lookups=gazetteer,
)
