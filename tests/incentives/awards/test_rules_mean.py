"""Over which agencies the city mean runs."""

import datetime as dt

import pytest

from incentives.awards.rules import StateSince, award_outcome
from tests.factories.incentives import award_facts, award_parameters, award_terms

MID_YEAR = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("changes", "agencies"),
    [({"mean_over": "registered"}, 4), ({"mean_over": "filed"}, 3), ({"mean_over": "whole_year"}, 3),
     ({"mean_over": "registered", "branches": True}, 5)],
)  # fmt: skip
def test_the_mean_runs_over_the_agencies_that_the_rule_set_names(changes, agencies):
    field = [
        award_facts("甲", 100),
        award_facts("乙", 0),
        award_facts("丙", 50, licensed_on=MID_YEAR),
        award_facts("丁", 60),
        award_facts("戊", 70, is_branch=True),
    ]

    outcome = award_outcome(field, award_parameters(**changes), terms=award_terms())

    assert outcome.mean.agencies == agencies


@pytest.mark.parametrize(
    ("states", "counts"),
    [
        ((StateSince("active"), StateSince("suspended", MID_YEAR), StateSince("active", dt.date(2025, 9, 1))), False),
        ((StateSince("active"), StateSince("active", MID_YEAR)), True),
        ((StateSince("active"), StateSince("dissolved", dt.date(2026, 1, 1))), True),
    ],
    ids=["suspended in between", "recorded again", "dissolved after the year"],
)
def test_who_practised_the_whole_year_was_in_no_other_state_within_it(states, counts):
    outcome = award_outcome(
        [award_facts("甲", states=states)], award_parameters(mean_over="whole_year"), terms=award_terms()
    )

    assert outcome.mean.agencies == int(counts)


def test_where_nobody_counts_the_mean_is_nothing_and_everyone_reaches_it():
    outcome = award_outcome([award_facts("甲", is_branch=True)], award_parameters(), terms=award_terms())

    assert (outcome.mean.exact, outcome.mean.median) == (0, 0)
    assert award_outcome([], award_parameters(), terms=award_terms()).evaluations == []
