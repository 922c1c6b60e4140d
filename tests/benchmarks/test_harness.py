"""The harness compares fairly: in turn, in pairs, by the median, and says in one line what came out."""

import os

import psycopg2
import pytest

from benchmarks import harness
from benchmarks.harness import Goal, Pairs, Result


def test_floor_and_ours_are_measured_in_turn_and_at_least_three_times():
    order = []

    measured = harness.pairs(lambda: order.append("floor") or 2.0, lambda: order.append("ours") or 1.0, n=1)

    assert order == ["floor", "ours"] * 3
    assert measured == Pairs((2.0, 2.0, 2.0), (1.0, 1.0, 1.0))


def test_the_ratio_is_the_median_of_the_ratios_of_the_pairs():
    assert Pairs(floor=(1.0, 10.0, 2.0), ours=(0.5, 10.0, 1.2)).ratio == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("sign", "ratio", "is_met"),
    [
        (">=", 0.49, False),
        (">=", 0.5, True),
        (">=", 0.51, True),
        ("<=", 0.49, True),
        ("<=", 0.5, True),
        ("<=", 0.51, False),
    ],
)
def test_a_goal_is_met_on_its_bound_and_on_its_better_side(sign, ratio, is_met):
    assert Goal(sign, 0.5).is_met_by(ratio) is is_met


def test_the_line_names_ratio_goal_and_both_figures():
    line = str(Result("import", 0.5701, Goal(">=", 0.5), 57_012.4, 100_000))

    assert line == "import ratio=0.57 goal>=0.5 ours=57012.4 floor=100000"


def test_a_temporary_database_is_empty_and_gone_afterwards():
    assert "DATABASE_URL" in os.environ

    with harness.temporary_database("bench_test") as address:
        connection = psycopg2.connect(address)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
            assert cursor.fetchone() == (0,)
        connection.close()

    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        psycopg2.connect(address)
