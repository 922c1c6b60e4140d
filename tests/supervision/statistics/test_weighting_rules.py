"""How silence is weighted: within kind and size, joined where a class is silent, nothing invented where all are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.statistics.rules.weighting import Level, NobodyAnswered, strata

HEAD, BRANCH = "head_office", "branch"
CLASSES = [(kind, size) for kind in (HEAD, BRANCH) for size in ("small", "medium", "large")]
COUNTS = st.fixed_dictionaries(
    {one: st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (max(pair), min(pair))) for one in CLASSES}
)


def test_those_who_answered_stand_for_their_class():
    found = strata({(HEAD, "small"): 10, (HEAD, "large"): 4}, {(HEAD, "small"): 8, (HEAD, "large"): 4})

    assert [(one.size, one.weight, one.level) for one in found] == [
        ("large", Fraction(1), Level.CLASS),
        ("small", Fraction(10, 8), Level.CLASS),
    ]


def test_a_silent_class_is_joined_with_its_kind():
    due = {(HEAD, "small"): 10, (HEAD, "large"): 2, (BRANCH, "small"): 3}

    found = strata(due, {(HEAD, "small"): 6, (BRANCH, "small"): 3})

    assert {(one.kind, one.size): (one.weight, one.level) for one in found} == {
        (HEAD, "small"): (Fraction(12, 6), Level.KIND),
        (HEAD, "large"): (Fraction(12, 6), Level.KIND),
        (BRANCH, "small"): (Fraction(1), Level.CLASS),
    }


def test_a_silent_kind_joins_the_whole_city():
    found = strata({(HEAD, "small"): 10, (BRANCH, "small"): 5}, {(HEAD, "small"): 6})

    assert {one.weight for one in found} == {Fraction(15, 6)}
    assert {one.level for one in found} == {Level.CITY}


def test_without_any_answer_nothing_is_estimated():
    with pytest.raises(NobodyAnswered):
        strata({(HEAD, "small"): 10}, {})


@given(COUNTS)
def test_the_weights_of_all_answers_add_up_to_the_units_asked(counts):
    due = {one: pair[0] for one, pair in counts.items()}
    answered = {one: pair[1] for one, pair in counts.items()}
    if not any(answered.values()):
        return

    found = strata(due, answered)

    assert sum(one.weight * one.answered for one in found) == sum(due.values())
    assert min(one.weight for one in found) >= 1
