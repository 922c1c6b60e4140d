"""Money in whole fen: what is split adds up to the budget, whatever the weights, caps and floors."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.awards.rules import award_list
from incentives.awards.rules.amounts import shared_out
from tests.factories.incentives import award_facts, award_parameters, award_terms


def paid(field, budget_fen=10**12, **changes) -> dict[str, int]:
    evaluations = award_list(field, award_parameters(**changes), terms=award_terms(budget_fen=budget_fen))
    return {each.result.code: each.result.amount_fen for each in evaluations}


def amount_finding(field, code, **changes):
    evaluations = award_list(field, award_parameters(**changes), terms=award_terms())
    (found,) = [each.findings[-1] for each in evaluations if each.result.code == code]
    return found.requirement, found.actual


def bracket(first, last, value):
    return {"first": first, "last": last, "value": value}


FIVE = [award_facts(name, 100, 100, 90 - place) for place, name in enumerate("甲乙丙丁戊")]
TIED = [
    award_facts("甲", 100, 100, 70),
    award_facts("乙", 100, 100, 60),
    award_facts("丙", 100, 100, 60),
    award_facts("丁", 100, 100, 58),
]
THREE_STEPS = [bracket(1, 1, 301), bracket(2, 2, 200), bracket(3, 3, 101), bracket(4, 4, 50)]


def test_places_beyond_the_last_bracket_receive_nothing():
    assert paid(FIVE) == {"甲": 30_000_00, "乙": 10_000_00, "丙": 10_000_00, "丁": 0, "戊": 0}
    assert amount_finding(FIVE, "丁") == ("第 3 名之后不设奖励", "0.00 元")
    assert amount_finding(FIVE, "甲") == ("按名次定额；超出预算时全部按比例缩减至预算", "30,000.00 元")


def test_those_who_share_a_rank_pool_the_places_they_take_and_split_them_to_the_fen():
    assert paid(TIED, brackets=THREE_STEPS) == {"甲": 301, "丙": 151, "乙": 150, "丁": 50}
    assert amount_finding(TIED, "乙", brackets=THREE_STEPS)[0] == (
        "按名次定额；并列者所占名次的奖金合并均分；超出预算时全部按比例缩减至预算"
    )


def test_a_tie_that_reaches_past_the_last_bracket_splits_what_its_places_bring():
    assert paid(TIED, brackets=[bracket(1, 2, 100)]) == {"甲": 100, "丙": 50, "乙": 50, "丁": 0}


def test_a_rule_set_may_give_each_of_a_tie_the_full_amount_of_the_rank():
    assert paid(TIED, brackets=THREE_STEPS, tie_rule="full") == {"甲": 301, "丙": 200, "乙": 200, "丁": 50}
    assert "并列" not in amount_finding(TIED, "乙", tie_rule="full")[0]


def test_an_amount_stops_at_the_cap():
    assert paid(FIVE, amount_cap_fen=20_000_00)["甲"] == 20_000_00


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        pytest.param(604, {"甲": 301, "丙": 151, "乙": 151, "丁": 0}, id="one fen more than is wanted"),
        pytest.param(603, {"甲": 301, "丙": 151, "乙": 151, "丁": 0}, id="exactly what is wanted"),
        pytest.param(602, {"甲": 300, "丙": 151, "乙": 151, "丁": 0}, id="one fen short"),
        pytest.param(300, {"甲": 150, "丙": 75, "乙": 75, "丁": 0}, id="half of it"),
    ],
)
def test_the_budget_is_a_ceiling_and_above_it_everybody_is_scaled(budget, expected):
    assert paid(TIED, budget, brackets=[bracket(1, 1, 301), bracket(2, 3, 151)]) == expected


def test_above_the_budget_the_rule_set_may_pay_in_rank_order_until_it_is_used_up():
    cut = {"brackets": [bracket(1, 1, 300), bracket(2, 3, 100), bracket(4, 4, 50)], "over_budget": "cut"}

    assert paid(TIED, 550, **cut) == {"甲": 300, "丙": 100, "乙": 100, "丁": 50}
    assert paid(TIED, 430, **cut) == {"甲": 300, "丙": 65, "乙": 65, "丁": 0}
    assert paid(TIED, 299, **cut) == {"甲": 299, "丙": 0, "乙": 0, "丁": 0}
    assert amount_finding(TIED, "甲", over_budget="cut")[0] == ("按名次定额；超出预算时按名次依次足额，预算用尽为止")


def test_shares_split_the_whole_budget_by_weight():
    shares = {"amount_rule": "shares", "brackets": [bracket(1, 1, 3), bracket(2, 4, 1)]}

    assert paid(FIVE, 100, **shares) == {"甲": 50, "乙": 17, "丙": 17, "丁": 16, "戊": 0}
    assert amount_finding(FIVE, "甲", **shares)[0] == "按名次权重分配预算"
    assert paid([], 100, **shares) == {}
    assert paid([award_facts("甲", granted=1)], 100, **shares) == {"甲": 0}


def test_what_a_cap_frees_goes_to_the_others_and_a_floor_lifts_the_last():
    shares = {"amount_rule": "shares", "brackets": [bracket(1, 1, 8), bracket(2, 3, 1)]}
    three = FIVE[:3]

    assert paid(three, 100, **shares) == {"甲": 80, "乙": 10, "丙": 10}
    assert paid(three, 100, **shares, amount_cap_fen=50) == {"甲": 50, "乙": 25, "丙": 25}
    assert paid(three, 100, **shares, amount_floor_fen=20) == {"甲": 60, "乙": 20, "丙": 20}
    assert paid(three, 100, **shares, amount_cap_fen=30) == {"甲": 30, "乙": 30, "丙": 30}
    assert paid(three, 50, **shares, amount_floor_fen=20) == {"甲": 30, "乙": 20, "丙": 0}


def test_tied_weights_are_pooled_too():
    shares = {"amount_rule": "shares", "brackets": [bracket(1, 2, 3), bracket(3, 4, 1)]}

    assert paid(TIED, 800, **shares) == {"甲": 300, "丙": 200, "乙": 200, "丁": 100}


weights = st.lists(st.integers(1, 40).map(Fraction) | st.fractions(Fraction(1, 9), 9, max_denominator=60), max_size=30)


@settings(max_examples=300, deadline=None)
@given(
    budget=st.integers(0, 10**9),
    parts=weights,
    cap=st.none() | st.integers(1, 10**8),
    floor=st.integers(0, 10**7),
)
def test_parts_add_up_to_the_budget_to_the_fen_for_any_weights(budget, parts, cap, floor):
    floor = floor if cap is None else min(floor, cap)

    shares = shared_out(budget, parts, cap=cap, floor=floor)

    payable = len(parts) if not floor else min(len(parts), budget // floor)
    assert sum(shares) == (min(budget, payable * cap) if cap is not None else budget if payable else 0)
    assert all(floor <= share and (cap is None or share <= cap) for share in shares[:payable])
    assert not any(shares[payable:])
