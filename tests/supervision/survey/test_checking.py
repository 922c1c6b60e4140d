"""The checks of one return: what is missing, what does not add up, what asks for an explanation."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.survey.rules.checking import check
from supervision.survey.rules.definition import Check, Severity
from supervision.survey.rules.skipping import hidden_cells
from tests.factories.survey import GOOD_VALUES, small_questionnaire

FORM = small_questionnaire()
GOOD = {cell: Decimal(str(value)) if FORM.cells[cell].item.is_numeric else value for cell, value in GOOD_VALUES.items()}
REASON = "本年并入一家分所，业务量大增。"


def findings(values, *, last_year=None, explanations=None, form=FORM):
    return check(form, values, last_year=last_year or {}, register={"attorneys": 4}, explanations=explanations or {})


def test_good_answers_have_no_finding():
    assert findings(GOOD) == []


def test_a_sum_that_does_not_add_up_says_both_sides_the_rule_and_what_would_be_right():
    (found,) = findings({**GOOD, "10201": Decimal(12)})

    assert (found.code, found.severity, found.anchor, found.stops) == ("H10202", Severity.HARD, "10201", True)
    assert found.message == "10202 从业人员学历、10201 年末从业人员：各学历人数之和与年末从业人员不相等。"
    assert found.value == "10202 从业人员学历（合计）：10；10201 年末从业人员：12"
    assert found.rule == "10202 从业人员学历（合计） ＝ 10201 年末从业人员"
    assert found.cure == "使各学历、性别人数之和等于 [10201]。其他项无误的，10201 年末从业人员 应填 10人。"
    assert found.remedy == {"10201": Decimal(10)}
    assert found.definition == "10201"


def test_what_is_asked_for_must_be_answered_and_the_cure_says_that_none_is_zero():
    (found,) = findings({**GOOD, "10301": None, "10302": None})

    assert (found.code, found.cells, found.message) == ("required", ("10301",), "10301 营业收入：未填写。")
    assert found.cure == "请填写；没有的填 0。"


def test_a_choice_that_is_missing_names_its_options():
    (found,) = findings({**GOOD, "10103": None})

    assert found.cure == "请填写，从中选择：有限责任公司、合伙企业。"


def test_a_part_that_does_not_show_is_not_asked_for():
    shown = {**GOOD, "10104": "yes"}
    required = replace(
        FORM,
        sections=(
            replace(
                FORM.sections[0],
                items=tuple(
                    replace(item, is_required=True) if item.code == "10105" else item for item in FORM.sections[0].items
                ),
            ),
            *FORM.sections[1:],
        ),
    )

    assert hidden_cells(FORM, GOOD) == {"10105"}
    assert hidden_cells(FORM, shown) == frozenset()
    assert hidden_cells(FORM, {}) == {"10105"}
    assert findings(GOOD, form=required) == []
    assert [found.code for found in findings(shown, form=required)] == ["required"]


def test_a_hidden_part_hides_its_items_and_what_depends_on_them():
    last = replace(FORM.sections[2], shown_if="[10201] > 10")
    form = replace(FORM, sections=(*FORM.sections[:2], last))

    assert hidden_cells(form, GOOD) == {"10105", "10301", "10302", "10303"}
    assert hidden_cells(form, {**GOOD, "10201": Decimal(11)}) == {"10105"}


@pytest.mark.parametrize(
    ("now", "explained"),
    [("3000000", None), ("3000001", False)],
    ids=["exactly fifty per cent is within", "a yuan more asks for a reason"],
)
def test_a_change_over_the_limit_asks_for_a_reason(now, explained):
    values = {**GOOD, "10301": Decimal(now)}

    found = [
        finding for finding in findings(values, last_year={"10301": Decimal(2_000_000)}) if finding.code == "S10301"
    ]

    assert [finding.is_explained for finding in found] == ([] if explained is None else [explained])


@pytest.mark.parametrize(
    ("reason", "is_explained"),
    [("", False), ("原因原因原因原因原", False), ("原 因 原 因 原 因 原 因 原", False), ("原因原因原因原因原因", True)],
    ids=["none", "nine characters", "nine with blanks", "ten characters"],
)
def test_a_soft_finding_passes_with_ten_characters_of_explanation(reason, is_explained):
    (found,) = findings({**GOOD, "10203": Decimal(5)}, explanations={"10203": reason})

    assert (found.severity, found.is_explained, found.stops) == (Severity.SOFT, is_explained, not is_explained)


def test_an_explanation_does_not_excuse_a_hard_check():
    (found,) = findings({**GOOD, "10201": Decimal(12)}, explanations={"10201": REASON})

    assert (found.is_explained, found.stops) == (False, True)


@pytest.mark.parametrize(
    ("now", "is_slip"),
    [("20000", False), ("20000.01", True), ("2", False), ("1.99", True), ("0", False)],
    ids=["a hundred times", "more than that", "a hundredth", "less than that", "nothing"],
)
def test_an_amount_in_another_unit_is_caught_by_last_year(now, is_slip):
    form = replace(FORM, checks=())
    found = findings({**GOOD, "10301": Decimal(now)}, last_year={"10301": Decimal(200)}, form=form)

    assert [finding.code for finding in found] == (["unit_slip"] if is_slip else [])


def test_an_amount_written_in_ten_thousands_is_told_what_it_should_be():
    form = replace(FORM, checks=())
    (found,) = findings({**GOOD, "10301": Decimal("350")}, last_year={"10301": Decimal(3_200_000)}, form=form)

    assert found.remedy == {"10301": Decimal(3_500_000)}
    assert found.cure == ("本表金额单位为元。本应填 3,500,000元 的，请更正；确实如此的，请说明原因（不少于 10 个字）。")


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 50))
def test_the_remedy_of_a_linear_rule_always_makes_it_hold(total, part, times):
    rule = Check("H1", Severity.HARD, f"[10302] * {times} + 3 <= [10301]", "{cells}", "{target}")
    form = replace(FORM, checks=(rule,))
    values = {**GOOD, "10301": Decimal(total), "10302": Decimal(part)}

    for found in findings(values, form=form):
        assert findings({**values, **found.remedy}, form=form) == []
