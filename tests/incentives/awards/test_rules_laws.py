"""Laws that hold for any field: order does not matter, one more grant never hurts, nobody gets what is not there."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.awards.rules import AbnormalPart, RouteFigures, StandingFact, StateSince, award_list
from tests.factories.incentives import PLAIN_PARAMETERS, award_facts, award_parameters, award_terms

HISTORIES = (
    (StateSince("active"),),
    (StateSince("active"),),
    (StateSince("active", dt.date(2025, 3, 1)),),
    (StateSince("active"), StateSince("suspended", dt.date(2025, 6, 1))),
    (StateSince("active"), StateSince("suspended", dt.date(2025, 1, 1)), StateSince("active", dt.date(2025, 8, 1))),
)


@st.composite
def routes(draw) -> tuple[RouteFigures, ...]:
    filed, concluded = draw(st.integers(0, 60)), draw(st.integers(0, 30))
    granted = draw(st.integers(0, concluded))
    part = AbnormalPart("uw", draw(st.integers(0, min(filed, 3))), 0, 0)
    extra = RouteFigures(draw(st.sampled_from("dp")), draw(st.integers(0, 9)), draw(st.integers(0, 9)), 0)
    return (RouteFigures("o", filed, concluded, granted, (part,)), extra)


@st.composite
def fields(draw):
    size = draw(st.integers(1, 12))
    return [
        award_facts(
            f"{number:02d}",
            routes=draw(routes()),
            credit_grade=draw(st.sampled_from(["", "A", "B", "D"])),
            licensed_on=draw(st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2026, 1, 1))),
            is_branch=draw(st.sampled_from([False, False, False, True])),
            states=draw(st.sampled_from(HISTORIES)),
            standings=draw(st.sampled_from([(), (), (StandingFact("sanction", "警告", dt.date(2025, 5, 1)),)])),
        )
        for number in range(size)
    ]


@st.composite
def rule_set_values(draw):
    shares = draw(st.booleans())
    first, second = sorted([draw(st.integers(1, 10**6)), draw(st.integers(1, 10**6))], reverse=True)
    edge = draw(st.integers(1, 4))
    return dict(
        rate_reading=draw(st.sampled_from(["concluded", "concluded", "filed"])),
        rate_comparison=draw(st.sampled_from(["at_least", "above"])),
        volume_comparison=draw(st.sampled_from(["at_least", "above"])),
        mean_over=draw(st.sampled_from(["registered", "filed", "whole_year"])),
        exclusion_window=draw(st.sampled_from(["year", "year_to_decision", "decision_day"])),
        branches=draw(st.booleans()),
        divisionals=draw(st.sampled_from(["count", "exclude"])),
        abnormal_subtraction=draw(st.sampled_from(["none", "filings", "all"])),
        floor_concluded=draw(st.sampled_from([0, 5])),
        amount_rule="shares" if shares else "fixed",
        amount_cap_fen=draw(st.none() | st.integers(first, 2 * 10**6)),
        amount_floor_fen=draw(st.none() | st.integers(1, first)) if shares else None,
        brackets=[{"first": 1, "last": edge, "value": first}, {"first": edge + 1, "last": edge + 3, "value": second}],
        over_budget=draw(st.sampled_from(["scale", "cut"])),
        tie_rule=draw(st.sampled_from(["split", "full", "break"])),
        tie_decimals=draw(st.sampled_from([None, None, 0, 2])),
        tie_breakers=draw(st.permutations(["grants", "abnormal", "credit", "licence"])),
    )


def rule_sets():
    return rule_set_values().map(lambda values: award_parameters(**values))


terms = st.builds(
    award_terms,
    national_rate=st.fractions(0, 1, max_denominator=40),
    budget_fen=st.integers(0, 4 * 10**6),
)
laws = settings(max_examples=150, deadline=None)


@laws
@given(field=fields(), parameters=rule_sets(), terms=terms, seed=st.randoms(use_true_random=False))
def test_the_list_does_not_depend_on_the_order_of_the_input(field, parameters, terms, seed):
    shuffled = list(field)
    seed.shuffle(shuffled)

    assert award_list(shuffled, parameters, terms=terms) == award_list(field, parameters, terms=terms)


@laws
@given(field=fields(), parameters=rule_sets(), terms=terms, which=st.integers(0, 11))
def test_one_more_grant_never_lowers_anybody_it_is_given_to(field, parameters, terms, which):
    chosen = field[which % len(field)]
    ordinary = chosen.routes[0]
    one_more = replace(ordinary, granted=ordinary.granted + 1, concluded=max(ordinary.concluded, ordinary.granted + 1))
    better = [replace(each, routes=(one_more, *each.routes[1:])) if each is chosen else each for each in field]

    before = _of(chosen.code, award_list(field, parameters, terms=terms))
    after = _of(chosen.code, award_list(better, parameters, terms=terms))

    assert before.is_qualified <= after.is_qualified
    if before.rank is not None:
        assert after.rank <= before.rank
    assert after.amount_fen >= before.amount_fen - 1


@laws
@given(field=fields(), parameters=rule_sets(), terms=terms)
def test_ranks_follow_the_exact_rates_and_money_stays_within_the_budget(field, parameters, terms):
    awards = [each.result for each in award_list(field, parameters, terms=terms)]
    ranked = [award for award in awards if award.rank is not None]

    assert sum(award.amount_fen for award in awards) <= terms.budget_fen
    assert all(award.amount_fen == 0 for award in awards if award.rank is None)
    if parameters.tie_decimals is None and parameters.tie_rule != "break":
        assert [award.rank for award in ranked] == [
            1 + sum(other.rate > award.rate for other in ranked) for award in ranked
        ]
    assert all(award.rank_low <= award.rank_high for award in ranked)


@laws
@given(field=fields(), terms=terms)
def test_the_short_figures_are_exactly_what_is_missing(field, terms):
    parameters = award_parameters(**{"abnormal_subtraction": PLAIN_PARAMETERS["abnormal_subtraction"]})
    awards = [each.result for each in award_list(field, parameters, terms=terms)]

    for award in awards:
        if award.grants_short is not None:
            reached = Fraction(award.figures.granted + award.grants_short, award.figures.concluded)
            one_less = reached - Fraction(1, award.figures.concluded)
            assert one_less < terms.national_rate <= reached


def _of(code, evaluations):
    return next(each.result for each in evaluations if each.result.code == code)
