"""One answer, read as people write it, and written back."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.survey.rules.definition import Item, ItemType, Option
from supervision.survey.rules.values import ValueFault, as_text, parse

PEOPLE = Item("10201", "年末从业人员", ItemType.INTEGER, "人", minimum=0, maximum=100_000)
MONEY = Item("10301", "营业收入", ItemType.MONEY, "元")
SHARE = Item("10303", "线上业务占比", ItemType.PERCENT, "%", minimum=0, maximum=100)
HOURS = Item("10604", "平均时长", ItemType.DECIMAL, "小时")
FORM = Item(
    "10103", "组织形式", ItemType.CHOICE, options=(Option("company", "有限公司（含股份）"), Option("other", "其他"))
)
TOOLS = Item("10106", "工具", ItemType.CHOICES, options=(Option("ai", "人工智能"), Option("search", "检索、分析")))
YES = Item("10104", "是否涉外", ItemType.YES_NO)
DAY = Item("10102", "设立日期", ItemType.DATE)
NAME = Item("10105", "名称", ItemType.TEXT)


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        (PEOPLE, "12", Decimal(12)),
        (PEOPLE, " １２ 人", Decimal(12)),
        (PEOPLE, "1,200", Decimal(1200)),
        (PEOPLE, 12.0, Decimal(12)),
        (PEOPLE, "", None),
        (PEOPLE, None, None),
        (PEOPLE, "0", Decimal(0)),
        (MONEY, "3,500,000.5", Decimal("3500000.50")),
        (MONEY, "12.5万元", Decimal(125_000)),
        (MONEY, "-300", Decimal(-300)),
        (MONEY, "－300元", Decimal(-300)),
        (SHARE, "35%", Decimal(35)),
        (HOURS, "1.25", Decimal("1.25")),
        (FORM, "有限公司（含股份）", "company"),
        (FORM, "有限公司(含股份)", "company"),
        (FORM, "company", "company"),
        (TOOLS, "检索、分析；人工智能", "ai,search"),
        (TOOLS, "search", "search"),
        (YES, "是", "yes"),
        (YES, "没有", "no"),
        (DAY, "2015年3月2日", "2015-03-02"),
        (DAY, dt.date(2015, 3, 2), "2015-03-02"),
        (NAME, "  甲所 ", "甲所"),
    ],
)
def test_an_answer_is_read_as_it_is_meant(item, text, value):
    assert parse(item, text) == value


@pytest.mark.parametrize(
    ("item", "text", "problem"),
    [
        (PEOPLE, "十二", "“十二”不是数字，应填整数，如 12（单位：人）。"),
        (PEOPLE, "12.5", "“12.5”应为整数，应填整数，如 12（单位：人）。"),
        (PEOPLE, "12家", "“12家”的单位不对，应填整数，如 12（单位：人）。"),
        (PEOPLE, "-1", "“-1”小于下限，应不小于 0。"),
        (PEOPLE, "100001", "“100001”大于上限，应不大于 100,000。"),
        (PEOPLE, "1,20", "“1,20”不是数字，应填整数，如 12（单位：人）。"),
        (MONEY, "1.005", "“1.005”最多 2 位小数，应填金额，如 1250000 或 125万元（单位：元）。"),
        (MONEY, "1e9", "“1e9”不是数字，应填金额，如 1250000 或 125万元（单位：元）。"),
        (MONEY, "9" * 16, "“9999999999999999”位数过多，请核对单位（元）。"),
        (SHARE, "101", "“101”大于上限，应不大于 100。"),
        (FORM, "合伙", "没有选项“合伙”，应从中选择：有限公司（含股份）、其他。"),
        (YES, "也许", "没有选项“也许”，应从中选择：是、否。"),
        (DAY, "2015年13月2日", None),
        (NAME, "字" * 1001, "文字过长（1001 字），最多 1000 字。"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_would_be_right(item, text, problem):
    with pytest.raises(ValueFault) as refused:
        parse(item, text)

    assert refused.value.typed == text
    assert refused.value.message.startswith(f"{item.code} {item.label}：")
    assert problem is None or refused.value.problem == problem


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_is_read_back_as_it_was_written(value):
    assert parse(MONEY, as_text(MONEY, value)) == value


@given(st.integers(0, 100_000))
def test_numbers_with_separators_are_the_same_numbers(value):
    assert parse(PEOPLE, f"{value:,}") == parse(PEOPLE, as_text(PEOPLE, Decimal(value))) == value


@given(st.sets(st.sampled_from(["ai", "search"])))
def test_choices_are_read_back_as_they_were_written(chosen):
    value = ",".join(option.code for option in TOOLS.options if option.code in chosen) or None

    assert parse(TOOLS, as_text(TOOLS, value)) == value


@given(st.sampled_from([PEOPLE, MONEY, SHARE, HOURS, FORM, TOOLS, YES, DAY, NAME]), st.text(max_size=30))
def test_any_text_is_read_or_refused_and_what_is_read_is_stable(item, text):
    try:
        value = parse(item, text)
    except ValueFault:
        return

    assert parse(item, as_text(item, value)) == value
