"""Each condition below, at and above its threshold, with the gap in words that an agency can act on."""

import datetime as dt
from fractions import Fraction

import pytest

from incentives.awards.rules import (
    AbnormalPart,
    Figures,
    RouteFigures,
    StandingFact,
    StateSince,
    award_list,
)
from incentives.awards.rules.counting import AbnormalPartTooCoarse
from tests.factories.incentives import award_facts, award_parameters, award_terms


def finding(code: str, *facts, of: str = "甲", parameters=None, terms=None):
    """The finding ``code`` of agency ``of``; by default the field is that agency alone."""
    evaluations = award_list(facts, parameters or award_parameters(), terms=terms or award_terms())
    (found,) = [each for each in evaluations if each.result.code == of]
    return next(each for each in found.findings if each.code == code)


@pytest.mark.parametrize(
    ("granted", "comparison", "met", "gap"),
    [
        pytest.param(109, "at_least", False, "相差 0.50 个百分点，还差 1 件授权", id="one grant below the average"),
        pytest.param(110, "at_least", True, "恰好达到", id="exactly at the average"),
        pytest.param(111, "at_least", True, "高出 0.50 个百分点，多出 1 件授权", id="one grant above the average"),
        pytest.param(110, "above", False, "相差 0.00 个百分点，还差 1 件授权", id="exactly at it where more is asked"),
        pytest.param(111, "above", True, "高出 0.50 个百分点", id="one above it where more is asked"),
    ],
)
def test_reaching_the_national_average_exactly_is_enough_unless_the_rule_asks_for_more(granted, comparison, met, gap):
    parameters = award_parameters(rate_comparison=comparison)

    found = finding("rate", award_facts("甲", 400, 200, granted), parameters=parameters)

    assert (found.met, found.gap) == (met, gap)
    assert found.actual == f"{granted} 件授权÷200 件结案＝{granted / 2:.2f}%"


def test_a_rate_that_rounds_to_the_average_but_lies_below_it_fails_and_shows_the_decimals_it_takes():
    found = finding("rate", award_facts("甲", 100, 99_999, 54_999))

    assert found.actual.endswith("＝55.00%")
    assert (found.met, found.gap) == (False, "相差 0.0005 个百分点，还差 1 件授权")


@pytest.mark.parametrize(
    ("concluded", "granted", "gap"),
    [
        pytest.param(10**7, 5_499_999, "相差 0.000010 个百分点，还差 1 件授权", id="six decimals"),
        pytest.param(
            10**9, 549_999_999, "相差 不足 0.000001 个百分点，还差 1 件授权", id="less than six decimals show"
        ),
    ],
)
def test_a_distance_never_reads_as_nothing(concluded, granted, gap):
    assert finding("rate", award_facts("甲", 100, concluded, granted)).gap == gap


@pytest.mark.parametrize(
    ("filed", "comparison", "met", "gap"),
    [
        pytest.param(99, "at_least", False, "还差 1 件（自身增加也抬高平均数，实际须多 2 件）", id="below the mean"),
        pytest.param(100, "at_least", True, "恰好达到", id="exactly at the mean"),
        pytest.param(101, "at_least", True, "多出 1 件", id="above the mean"),
        pytest.param(100, "above", False, "还差 1 件", id="at the mean where more is asked"),
    ],
)
def test_reaching_the_city_mean_exactly_is_enough_unless_the_rule_asks_for_more(filed, comparison, met, gap):
    field = [award_facts("甲", filed), award_facts("乙", 200 - filed)]

    found = finding("volume", *field, parameters=award_parameters(volume_comparison=comparison))

    assert found.requirement.endswith("100 件（200 件÷2 家）")
    assert (found.met, found.actual, found.gap) == (met, f"{filed} 件", gap)


def test_filings_missing_are_said_without_the_own_weight_where_the_agency_is_not_in_the_mean():
    field = [award_facts("甲", 10, is_branch=True), award_facts("乙", 31), award_facts("丙", 20)]

    assert finding("volume", *field).gap == "还差 16 件"


def test_a_mean_that_is_no_whole_number_shows_two_decimals_and_is_reached_by_the_next_whole_one():
    field = [award_facts("甲", 33), award_facts("乙", 34), award_facts("丙", 33)]

    assert finding("volume", *field).requirement.endswith("33.33 件（100 件÷3 家）")
    assert (finding("volume", *field).met, finding("volume", *field, of="乙").met) == (False, True)


@pytest.mark.parametrize(
    ("concluded", "met", "gap"),
    [
        pytest.param(29, False, "还差 1 件", id="one case below the floor"),
        pytest.param(30, True, "多出 0 件", id="at the floor"),
        pytest.param(31, True, "多出 1 件", id="above the floor"),
    ],
)
def test_below_the_floor_of_concluded_cases_nobody_is_ranked(concluded, met, gap):
    parameters = award_parameters(floor_concluded=30)
    facts = award_facts("甲", 100, concluded, concluded)

    found = finding("floor", facts, parameters=parameters)

    assert (found.met, found.gap) == (met, gap)
    assert (award_list([facts], parameters, terms=award_terms())[0].result.rank == 1) is met


@pytest.mark.parametrize(
    ("reading", "rate", "actual"),
    [
        ("concluded", Fraction(60, 80), "60 件授权÷80 件结案＝75.00%"),
        ("filed", Fraction(60, 100), "60 件授权÷100 件申请＝60.00%"),
    ],
)
def test_the_rate_is_read_as_the_rule_set_says(reading, rate, actual):
    parameters = award_parameters(rate_reading=reading)
    facts = award_facts("甲", 100, 80, 60)

    assert finding("rate", facts, parameters=parameters).actual == actual
    assert award_list([facts], parameters, terms=award_terms())[0].result.rate == rate


def test_more_grants_than_filings_under_the_filing_reading_have_a_rank_but_no_interval():
    (only,) = award_list([award_facts("甲", 10, 30, 20)], award_parameters(rate_reading="filed"), terms=award_terms())

    assert (only.result.rank, only.result.rate, only.result.rate_low) == (1, Fraction(2), None)


@pytest.mark.parametrize(
    ("reading", "figures", "gap"),
    [("concluded", (5, 0, 0), "没有结案"), ("filed", (0, 5, 5), "没有申请")],
)
def test_nothing_to_divide_by_is_no_rate_and_fails_by_name(reading, figures, gap):
    parameters = award_parameters(rate_reading=reading)
    facts = award_facts("甲", *figures)

    (only,) = award_list([facts], parameters, terms=award_terms())

    assert (only.result.rate, only.result.rank, only.result.grants_short) == (None, None, None)
    assert finding("rate", facts, parameters=parameters).gap == gap


@pytest.mark.parametrize(
    ("states", "licensed_on", "branch", "actual", "met"),
    [
        ((StateSince("active"),), None, False, "总部机构，正常执业", True),
        ((StateSince("active"), StateSince("suspended", dt.date(2025, 12, 31))), None, False,
         "总部机构，停止承接新业务", False),
        ((StateSince("active"), StateSince("revoked", dt.date(2026, 1, 1))), None, False, "总部机构，正常执业", True),
        ((StateSince("active"),), dt.date(2026, 1, 1), False, "总部机构，当年末尚未设立", False),
        ((StateSince("active", dt.date(2026, 2, 1)),), None, False, "总部机构，当年末尚未设立", False),
        ((StateSince("active"),), None, True, "分支机构，正常执业", False),
    ],
)  # fmt: skip
def test_only_a_head_office_practising_at_the_end_of_the_year_is_rewarded(states, licensed_on, branch, actual, met):
    facts = award_facts("甲", states=states, licensed_on=licensed_on, is_branch=branch)

    found = finding("agency", facts)

    assert (found.actual, found.met) == (actual, met)


def test_a_branch_counts_where_the_rule_set_lets_branches_in():
    facts = award_facts("甲", is_branch=True)

    assert finding("agency", facts, parameters=award_parameters(branches=True)).met is True


@pytest.mark.parametrize(
    ("grade", "met"), [("B", True), ("C", False), ("", True)], ids=["B", "C", "no grade on record"]
)
def test_an_excluded_grade_is_not_rewarded_and_no_grade_excludes_nobody(grade, met):
    assert finding("grade", award_facts("甲", credit_grade=grade)).met is met


def test_without_excluded_grades_the_requirement_says_so():
    found = finding("grade", award_facts("甲", credit_grade="D"), parameters=award_parameters(excluded_grades=[]))

    assert (found.requirement, found.met) == ("不因信用等级排除", True)


YEAR_BEGINS, YEAR_ENDS, AS_OF = dt.date(2025, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("window", "valid_from", "valid_until", "met"),
    [
        pytest.param("year", dt.date(2024, 5, 1), YEAR_BEGINS, True, id="ended as the year begins"),
        pytest.param("year", dt.date(2024, 5, 1), dt.date(2025, 1, 2), False, id="in force on the first day"),
        pytest.param("year", YEAR_ENDS, None, False, id="begun on the last day"),
        pytest.param("year", dt.date(2026, 1, 1), None, True, id="begun after the year"),
        pytest.param("year_to_decision", AS_OF, None, False, id="begun on the day of the decision"),
        pytest.param("year_to_decision", dt.date(2026, 6, 2), None, True, id="begun the day after"),
        pytest.param("decision_day", dt.date(2025, 3, 1), AS_OF, True, id="ended as the decision is taken"),
        pytest.param("decision_day", dt.date(2025, 3, 1), dt.date(2026, 6, 2), False, id="in force that day"),
    ],
)
def test_a_sanction_excludes_only_within_the_window_of_the_rule_set(window, valid_from, valid_until, met):
    facts = award_facts("甲", standings=(StandingFact("sanction", "警告", valid_from, valid_until),))

    found = finding("standing", facts, parameters=award_parameters(exclusion_window=window))

    assert found.met is met
    assert found.actual == ("没有此类记录" if met else f"行政处罚“警告”自 {valid_from}")


def test_a_kind_of_standing_that_is_not_excluded_is_not_looked_at():
    facts = award_facts("甲", standings=(StandingFact("sanction", "警告", YEAR_BEGINS),))

    assert finding("standing", facts, parameters=award_parameters(excluded_standings=["serious_list"])).met is True
    assert finding("standing", facts, parameters=award_parameters(excluded_standings=[])).met is True


ROUTES = (
    RouteFigures("o", 100, 80, 50, (AbnormalPart("u", 7, 5, 3), AbnormalPart("n", 2, 1, 1))),
    RouteFigures("d", 10, 8, 4),
    RouteFigures("p", 20, 16, 8),
)


@pytest.mark.parametrize(
    ("changes", "figures", "abnormal"),
    [
        ({"abnormal_subtraction": "none"}, Figures(130, 104, 62), 0),
        ({"abnormal_subtraction": "filings"}, Figures(123, 104, 62), 7),
        ({"abnormal_subtraction": "all"}, Figures(123, 99, 59), 7),
        ({"abnormal_states": ["u", "n"]}, Figures(121, 98, 58), 9),
        ({"divisionals": "exclude"}, Figures(113, 91, 55), 7),
        ({"national_phase": "exclude"}, Figures(103, 83, 51), 7),
    ],
    ids=["nothing subtracted", "filings only", "from all three", "two states", "no divisionals", "no national phase"],
)
def test_routes_and_abnormal_filings_count_as_the_rule_set_says(changes, figures, abnormal):
    facts = award_facts("甲", routes=ROUTES)

    (only,) = award_list([facts], award_parameters(**changes), terms=award_terms())

    assert only.result.figures == figures
    assert only.findings[0].gap == (f"扣减非正常申请 {abnormal} 件" if abnormal else "")
    assert ("原始 130、104、62 件" in only.findings[0].actual) is (figures != Figures(130, 104, 62))


def test_a_source_that_gives_only_the_sum_of_two_states_is_refused_where_one_is_asked_for():
    facts = award_facts("甲", routes=(RouteFigures("o", 10, 10, 6, (AbnormalPart("uw", 2, 2, 1),)),))

    with pytest.raises(AbnormalPartTooCoarse) as refused:
        award_list([facts], award_parameters(abnormal_states=["u"]), terms=award_terms())

    assert refused.value.message == (
        "机构 甲所 的非正常申请只有“u、w”的合计，规则只扣减“u”，无法分开；请改用逐件数据或改为一并扣减。"
    )


def test_settled_figures_count_instead_of_the_raw_ones_with_the_reason():
    facts = award_facts("甲", 90, 80, 50, settled=Figures(100, 80, 60), settled_reason="漏计 10 件")

    (only,) = award_list([facts], award_parameters(), terms=award_terms())

    assert only.result.figures == Figures(100, 80, 60)
    assert only.findings[0].actual == (
        "申请 100 件，结案 80 件，授权 60 件（经核定；原始 90、80、50 件；理由：漏计 10 件）"
    )
