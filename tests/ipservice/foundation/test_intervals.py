"""Published intervals, and rank ranges against a plain Holm procedure."""

import csv
import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipservice.foundation.intervals import newcombe_difference, rank_ranges, wilson, z_for

GOLDEN = Path(__file__).parents[2] / "golden" / "ranks"


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_newcombe_1998_table_1(successes, n, low, high):
    found = wilson(successes, n)

    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_method_10_agrees_with_newcombe_1998_table_2(first, second, low, high):
    found = newcombe_difference(first, second)

    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_an_empty_sample_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


def test_wilson_takes_arrays():
    low, high = wilson(np.array([81, 0, 0]), np.array([263, 20, 0]))

    assert low == pytest.approx([0.2553, 0, 0], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1611, 1], abs=5e-5)


def _excludes_zero(first: tuple[int, int], second: tuple[int, int], z: float) -> bool:
    low, high = newcombe_difference(first, second, z)
    return low > 0 or high < 0


def _holm_range(comparisons: list[tuple[float, bool]]) -> tuple[int, int]:
    """Holm spelled out: (p-value, whether the other is better), sorted, tested one after the other."""
    better = worse = 0
    for step, (p_value, is_better) in enumerate(sorted(comparisons)):
        if p_value >= 0.05 / (len(comparisons) - step):
            break
        better, worse = better + is_better, worse + (not is_better)
    return 1 + better, len(comparisons) + 1 - worse


def _plain_rank_range(unit: int, cases: list[tuple[int, int]]) -> tuple[int, int]:
    """With p-values by bisection of the interval."""
    rate = [successes / n for successes, n in cases]
    others = [other for other in range(len(cases)) if other != unit]
    return _holm_range([(_p_value(cases[unit], cases[other]), rate[other] > rate[unit]) for other in others])


def test_the_plain_procedure_gives_the_published_ranks_of_the_united_kingdom():
    """Mathematics in PISA 2018, 37 countries of the OECD: rank 13, true rank anywhere between 7 and 23 at 95 %.

    Said so in "Inference for Ranks", the article of the R package csranks (after Mogstad, Romano, Shaikh, Wilhelm,
    Review of Economic Studies 2024). Its bootstrap draws 7 or 8 as the lower end; Holm's procedure draws nothing.
    """
    with (GOLDEN / "pisa_2018_math.csv").open(newline="") as file:
        field = {row["country"]: (float(row["score"]), float(row["standard_error"])) for row in csv.DictReader(file)}
    score, error = field.pop("United Kingdom")

    compared = [
        (2 * NormalDist().cdf(-abs(theirs - score) / math.hypot(error, their_error)), theirs > score)
        for theirs, their_error in field.values()
    ]

    assert 1 + sum(is_better for _, is_better in compared) == 13
    assert _holm_range(compared) == (7, 23)


def _p_value(first: tuple[int, int], second: tuple[int, int]) -> float:
    if not _excludes_zero(first, second, 1e-6):
        return 1.0
    low, high = 1e-14, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _excludes_zero(first, second, z_for(1 - middle)):
            high = middle
        else:
            low = middle
    return high


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=9)
)
def test_rank_ranges_are_those_of_holms_procedure(cases):
    successes, totals = zip(*cases, strict=True)

    assert rank_ranges(successes, totals) == [_plain_rank_range(unit, cases) for unit in range(len(cases))]


def test_a_unit_without_cases_may_have_any_rank():
    assert rank_ranges([900, 0, 100], [1000, 0, 1000]) == [(1, 2), (1, 3), (2, 3)]


def test_six_cases_say_little_beside_six_hundred():
    assert rank_ranges([5, 500, 300], [6, 600, 600]) == [(1, 3), (1, 2), (2, 3)]


def test_one_unit_has_one_rank():
    assert rank_ranges([1], [2]) == [(1, 1)]
    assert rank_ranges([], []) == []
