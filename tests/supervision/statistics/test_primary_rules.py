"""Which cells may not be shown for their own sake: below, at and above each threshold."""

import numpy as np
import pytest

from supervision.statistics.rules.parameters import Parameters, problems
from supervision.statistics.rules.primary import Contributions, is_sensitive, largest_share, protection
from tests.supervision.statistics.cities import PARAMETERS, PLAIN


def contributions(*sizes: float) -> Contributions:
    """One cell with these contributors."""
    ordered = sorted((abs(size) for size in sizes if size), reverse=True)
    largest, second = (ordered + [0, 0])[:2]
    return Contributions(
        np.array([len(ordered)]), np.array([sum(ordered, 0.0)]), np.array([float(largest)]), np.array([float(second)])
    )


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((), False),
        ((5,), True),
        ((5, 5), True),
        ((5, 5, 5), False),
        ((5, 5, 0), True),
        ((79, 10, 11), False),
        ((80, 10, 10), False),
        ((81, 10, 9), True),
        ((50, 45, 4), True),
        ((50, 45, 5), False),
        ((50, 44, 6), False),
        ((-50, 45, 4), True),
    ],
    ids=[
        "an empty cell tells of nobody",
        "one unit",
        "two units",
        "three units",
        "a unit with zero is no contributor",
        "largest below the share",
        "largest exactly at the share",
        "largest above the share",
        "the second could estimate the first within ten percent",
        "exactly ten percent away",
        "more than ten percent away",
        "a loss counts by its size",
    ],
)
def test_a_cell_is_hidden_when_it_would_show_a_unit(sizes, expected):
    assert is_sensitive(contributions(*sizes), PARAMETERS).tolist() == [expected]


def test_the_distance_to_keep_is_a_part_of_the_largest_unit():
    assert protection(contributions(200, 30), PARAMETERS).tolist() == [20.0]


def test_the_share_of_the_largest_is_exact_and_zero_where_there_is_nobody():
    assert largest_share(contributions(30, 10)).tolist() == [0.75]
    assert largest_share(contributions()).tolist() == [0.0]


def test_parameters_are_read_as_they_are_shipped():
    read = Parameters.read(PLAIN)

    assert problems(PLAIN) == {}
    assert (read.fewest_units, read.rates[0].label) == (3, "人均营业收入")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"fewest_units": 1}, "fewest_units"),
        ({"dominance_percent": 49}, "dominance_percent"),
        ({"crossed_items": "10201"}, "crossed_items"),
        ({"rates": [["R01", "只有两项"]]}, "rates"),
        ({"unheard_of": 1}, "unheard_of"),
    ],
)
def test_parameters_that_make_no_sense_are_named(change, wrong):
    assert list(problems(PLAIN | change)) == [wrong]
