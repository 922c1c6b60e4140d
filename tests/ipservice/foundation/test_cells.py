"""Every form that the messy workbooks showed, read as the policy office says (tests/golden/cells.csv)."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ipservice.foundation.identifiers import agency_code, application_number, credit_code
from ipservice.foundation.reading import Action, Reading
from ipservice.foundation.tabular import contacts, dates, numbers, places, rows, terms, text

TODAY = date(2026, 11, 24)
READERS: dict[str, Callable[[object], Reading]] = {
    "date": lambda raw: dates.read_date(raw, today=TODAY),
    "application_number": application_number.read,
    "credit_code": credit_code.read,
    "agency_code": agency_code.read,
    "money": numbers.read_money,
    "percentage": numbers.read_percentage,
    "count": numbers.read_count,
    "phone": contacts.read_phone,
    "hours": contacts.read_hours,
    "text": text.read_text,
}


def golden() -> list[tuple[str, str, str, str]]:
    path = Path(__file__).parents[2] / "golden" / "cells.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [tuple(row) for row in list(csv.reader(lines))[1:]]


@pytest.mark.parametrize(("reader", "raw", "action", "correct"), golden(), ids=lambda part: str(part)[:24].strip())
def test_a_cell_is_read_as_the_office_says(reader, raw, action, correct):
    reading = READERS[reader](raw)

    found = reading.value if reading.is_accepted else reading.proposal
    assert (reading.action, "" if found is None else str(found)) == (action, correct)
    assert bool(reading.message) == (action != Action.KEEP)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        pytest.param(202219914126.0, "2022199141261", id="the check digit was lost in a numeric cell"),
        pytest.param(202419905594.1, "2024199055941", id="the dot became a decimal point"),
        pytest.param(202419913531.0, "2024199135310", id="a check digit 0 vanished behind the decimal point"),
        pytest.param(202119908986, "202119908986X", id="the lost check digit was X"),
    ],
)
def test_an_application_number_stored_as_a_number_is_read(raw, number):
    reading = application_number.read(raw)

    assert (reading.value, reading.action) == (number, Action.FIX)


def test_an_agency_code_stored_as_a_number_is_read_and_reported():
    assert agency_code.read(99001.0) == Reading("99001", Action.FIX, "数值已转为文本。")
    assert agency_code.read(8001) == Reading("08001", Action.FIX, "机构代码丢失的前导零已补上（8001 → 08001）。")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (date(2021, 1, 19), date(2021, 1, 19)),
        (datetime(2021, 1, 19, 8, 0), date(2021, 1, 19)),
        (45523.0, date(2024, 8, 19)),
        (20240222.0, date(2024, 2, 22)),
        (20240222, date(2024, 2, 22)),
    ],
)
def test_a_date_stored_as_date_or_number_is_read(raw, day):
    assert dates.read_date(raw).value == day


def test_the_refusal_of_a_date_says_what_would_be_right():
    assert dates.read_date("2023-02-30").message == "“2023-02-30”是不存在的日期，应填如 2024-01-10 的日期。"
    assert dates.read_date("2031-01-01", today=TODAY).message == "日期 2031-01-01 晚于今天（2026-11-24），请核对。"


def test_a_day_equal_to_today_is_accepted():
    assert dates.read_date("2026-11-24", today=TODAY).value == TODAY


def test_a_percentage_stored_as_a_number_is_read_exactly():
    assert numbers.read_percentage(0.05).value == Fraction(1, 20)
    assert numbers.read_percentage(5.0).action == Action.ASK


def test_money_takes_the_unit_of_its_column():
    assert numbers.read_money("125.5", unit="万元") == Reading(125_500_000)
    assert numbers.read_money(125.5, unit="万元").value == 125_500_000


def test_text_with_a_null_character_or_too_long_is_refused():
    assert text.read_text("演示\x00空字符").action == Action.REJECT
    assert text.read_text("A" * 5_000).message == "文字过长：最多1000字，填了5000字。"


@pytest.mark.parametrize(
    ("longitude", "latitude", "action", "pair"),
    [
        ("106.5630", "29.5570", Action.KEEP, (Decimal("106.5630"), Decimal("29.5570"))),
        ("29.5500", "106.5700", Action.FIX, (Decimal("106.5700"), Decimal("29.5500"))),
        ("106°34′12″", "29°33′00″", Action.FIX, (Decimal("106.57000"), Decimal("29.55000"))),
        ("106.48", "", Action.REJECT, None),
        ("106.5630", "39.5570", Action.REJECT, None),
    ],
)
def test_coordinates_are_put_right_or_refused(longitude, latitude, action, pair):
    reading = contacts.read_coordinates(longitude, latitude)

    assert (reading.action, reading.value) == (action, pair)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["小计", "", 33.0], "小计行不是数据"),
        (["合\u3000计", "", 100], "合计行不是数据"),
        (["单位负责人：张三    填表人：李四"], "表尾签字行"),
        (["导出时间：2025-01-01"], "尾注行"),
        (["专利代理机构检查结果（第2页 共3页）", "", ""], "每页重复的标题"),
        (["", None, " "], "空行"),
        ([1.0, "渝中区", "重庆演示甲子知识产权代理有限公司"], ""),
        (["合计知识产权代理有限公司", "99001"], ""),
    ],
)
def test_rows_that_are_no_data_are_named(cells, reason):
    assert rows.reason_to_skip(cells) == reason


def test_a_repeated_header_is_recognised():
    assert rows.repeats_header(["序号", "机构 代码", ""], ["序号", "机构代码"])
    assert not rows.repeats_header(["", ""], ["序号", "机构代码"])


def test_a_loose_word_is_proposed_and_an_unknown_one_refused():
    results = {"未发现问题": "clean", "发现问题已责令改正": "ordered"}

    assert terms.read_term("未发现 问题", results).value == "clean"
    assert terms.read_term("合格", results, {"合格": "clean"}).suggestion == "未发现问题"
    assert terms.read_term("其他", results).message == "“其他”不在可选范围内，应为：未发现问题、发现问题已责令改正。"


def test_yes_and_no_are_read_in_the_usual_ways():
    assert [terms.read_yes_no(raw).value for raw in ("是", "√", "Y", "否", "×")] == [True, True, True, False, False]
    assert terms.read_yes_no("也许").action == Action.REJECT


def test_the_name_of_a_place_is_brought_to_one_spelling():
    assert [places.place_key(raw) for raw in ("渝 中 区", "重庆市渝中区", "重庆市")] == ["渝中区", "渝中区", "重庆市"]
