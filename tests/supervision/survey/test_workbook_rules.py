"""Where cells stand in the workbook, and how three states of a cell are held against each other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.survey.rules.comparing import Standing, compare
from supervision.survey.rules.definition import Item, ItemType, Option, Questionnaire, Section
from supervision.survey.rules.layout import (
    Front,
    Look,
    Use,
    cells_of_slot,
    defined_name,
    explanations_by_line,
    layout,
    slots_of,
)

FRONT = Front(
    "2025年度测试调查",
    (("单位名称", "甲所"), ("统一社会信用代码", "91599900MA000001XX")),
    (
        ("表　　号", "渝知统1表"),
        ("制定机关", "甲局"),
        ("批准机关", "乙局"),
        ("文　　号", "1号"),
        ("有效期至", "2027年"),
    ),
)
SEX = (Option("male", "男"), Option("female", "女"))
STAFF = Item(
    "10202", "学历", ItemType.INTEGER, "人", rows=(Option("master", "硕士"), Option("below", "其他")), columns=SEX
)
HEADS = Item("10201", "人员", ItemType.INTEGER, "人", is_required=True)
PLACES = Item("10203", "按区域", ItemType.MONEY, "元", rows=(Option("in", "市内"), Option("out", "市外")))


@pytest.fixture
def questionnaire() -> Questionnaire:
    return Questionnaire(2025, "测试", (Section("102", "从业人员/结构", (HEADS, STAFF, PLACES), "按年末数填。"),))


def _by_use(plan, use: Use) -> dict[str, tuple[int, int, int]]:
    return {
        field.slot: (field.row - plan.head_row, field.column, field.until) for field in plan.fields if field.use == use
    }


def test_every_cell_has_its_place_with_last_year_beside_it(questionnaire):
    (plan,) = layout(questionnaire, FRONT)

    values, last = _by_use(plan, Use.VALUE), _by_use(plan, Use.LAST)

    assert list(values) == list(questionnaire.cells) == list(last)
    assert values == {
        "10201": (1, 4, 5),
        "10202/master/male": (3, 4, 4),
        "10202/master/female": (3, 5, 5),
        "10202/below/male": (4, 4, 4),
        "10202/below/female": (4, 5, 5),
        "10203/in": (6, 4, 5),
        "10203/out": (7, 4, 5),
    }
    assert {slot: (row, column - 2, until - 2) for slot, (row, column, until) in last.items()} == values


def test_every_line_has_room_for_an_explanation(questionnaire):
    (plan,) = layout(questionnaire, FRONT)

    assert _by_use(plan, Use.WHY) == {
        "10201#why": (1, 8, 8),
        "10202/master#why": (3, 8, 8),
        "10202/below#why": (4, 8, 8),
        "10203/in#why": (6, 8, 8),
        "10203/out#why": (7, 8, 8),
    }
    assert sorted(slots_of(questionnaire)) == sorted(field.slot for field in plan.inputs)


def test_the_sheet_carries_title_subject_and_the_five_marks(questionnaire):
    (plan,) = layout(questionnaire, FRONT)

    said = [(printed.look, printed.text) for printed in plan.printed if printed.row < plan.head_row]

    assert said == [
        (Look.TITLE, "2025年度测试调查"),
        (Look.PART, "102　从业人员/结构"),
        (Look.SUBJECT, "单位名称：甲所"),
        (Look.MARK, "表　　号：渝知统1表"),
        (Look.SUBJECT, "统一社会信用代码：91599900MA000001XX"),
        (Look.MARK, "制定机关：甲局"),
        (Look.MARK, "批准机关：乙局"),
        (Look.MARK, "文　　号：1号"),
        (Look.MARK, "有效期至：2027年"),
        (Look.NOTE, "注：按年末数填。"),
    ]
    assert plan.name == "102 从业人员结构"


def test_no_two_things_stand_in_one_cell(questionnaire):
    (plan,) = layout(questionnaire, FRONT)

    taken = [
        (thing.row, column)
        for thing in (*plan.printed, *plan.fields)
        for column in range(thing.column, thing.until + 1)
    ]

    assert len(taken) == len(set(taken))
    assert max(column for _, column in taken) == plan.columns - 1


def test_an_explanation_speaks_of_all_cells_of_its_line(questionnaire):
    assert cells_of_slot(questionnaire, "10202/master#why") == ("10202/master/male", "10202/master/female")
    assert cells_of_slot(questionnaire, "10201#why") == ("10201",)
    assert cells_of_slot(questionnaire, "10201") == ("10201",)
    assert cells_of_slot(questionnaire, "19999#why") == ()


def test_explanations_of_cells_are_shown_at_their_line(questionnaire):
    given_ones = {
        "10202/master/male": "借调",
        "10202/master/female": "借调",
        "10201": "年中合并",
        "10202/below/male": "",
    }

    assert explanations_by_line(questionnaire, given_ones) == {"10202/master#why": "借调", "10201#why": "年中合并"}


def test_different_explanations_of_a_line_stand_one_after_the_other(questionnaire):
    given_ones = {"10202/master/male": "借调", "10202/master/female": "新招"}

    assert explanations_by_line(questionnaire, given_ones) == {"10202/master#why": "借调；新招"}


@pytest.mark.parametrize(
    ("slot", "name"),
    [("10201", "item_10201"), ("10202/master/male", "item_10202.master.male"), ("10202/a-b#why", "why_10202.a_2d_b")],
)
def test_a_name_is_one_that_every_program_takes(slot, name):
    assert defined_name(slot) == name


@given(st.lists(st.text("ab_-.é高/", min_size=1, max_size=6), min_size=2, max_size=6, unique=True))
def test_different_slots_never_share_a_name(slots):
    names = [defined_name(slot) for slot in slots]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"item_[A-Za-z0-9_.]*", name) for name in names)


@pytest.mark.parametrize(
    ("base", "sent", "current", "standing"),
    [
        ("1", "1", "1", Standing.UNTOUCHED),
        ("1", "1", "2", Standing.UNTOUCHED),
        ("1", "2", "1", Standing.CHANGED),
        ("1", "2", "2", Standing.UNTOUCHED),
        ("1", "2", "3", Standing.CONFLICT),
        ("", "2", "", Standing.CHANGED),
        ("1", "", "1", Standing.CHANGED),
        ("1", "", "3", Standing.CONFLICT),
    ],
    ids=[
        "all-same",
        "page-only",
        "file-only",
        "same-on-both",
        "both-differ",
        "filled",
        "emptied",
        "emptied-and-changed",
    ],
)
def test_three_states_decide(base, sent, current, standing):
    (found,) = compare(["c"], base={"c": base}, sent={"c": sent}, current={"c": current})

    assert (found.standing, found.base, found.sent, found.current) == (standing, base, sent, current)


def test_a_slot_that_the_file_does_not_hold_is_untouched():
    (found,) = compare(["c"], base={"c": "1"}, sent={}, current={"c": "2"})

    assert found.standing == Standing.UNTOUCHED


def test_a_locked_slot_is_refused_when_the_file_changed_it_and_silent_otherwise():
    found = compare(
        ["a", "b"],
        base={"a": "1", "b": "1"},
        sent={"a": "2", "b": "1"},
        current={"a": "1", "b": "5"},
        locked={"a", "b"},
    )

    assert [line.standing for line in found] == [Standing.LOCKED, Standing.UNTOUCHED]


@given(st.text("12", max_size=1), st.text("12", max_size=1), st.text("12", max_size=1))
def test_nothing_of_the_page_is_lost_without_being_asked(base, sent, current):
    (found,) = compare(["c"], base={"c": base}, sent={"c": sent}, current={"c": current})

    taken = sent if found.standing == Standing.CHANGED else current
    assert found.standing == Standing.CONFLICT or taken == current or current == base
