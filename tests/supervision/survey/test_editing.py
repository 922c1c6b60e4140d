"""The edits of skewed data, held against worked examples and against what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.survey.rules.editing import (
    EditParameters,
    expected_values,
    influences,
    log_z,
    peer_ratio,
    ratio_edit,
    robust_z,
    unit_slips,
)

SHIPPED = EditParameters(7, 0.5, 0.05, 3.5, 5, 5, 95, 100)
amounts = st.floats(1, 1e9, allow_nan=False)


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_the_ratio_edit_gives_what_pencil_and_paper_give():
    """Seven units with round roots: the median ratio is 1, so E = (r - 1) √max above and (1 - 1/r) √max below."""
    before = numbers(100, 100, 100, 400, 100, 400, 900)
    now = numbers(100, 100, 121, 441, 81, 361, 8100)

    edit = ratio_edit(now, before, SHIPPED)

    assert edit.median_ratio == 1
    assert edit.effects == pytest.approx([0, 0, 2.31, 2.1525, 10 * (1 - 1 / 0.81), 20 * (1 - 1 / 0.9025), 720])
    assert edit.lower == pytest.approx(-7 * -(20 * (1 - 1 / 0.9025)) / 2)
    assert edit.upper == pytest.approx(7 * (2.1525 + 2.31) / 2)
    assert edit.is_out.tolist() == [False] * 6 + [True]


def test_the_same_growth_weighs_more_in_a_large_unit():
    """U = 0.5: an effect grows with the root of the size, so four times the size is twice the effect."""
    before = numbers(100, 100, 100, 100, 100, 10_000, 40_000)
    now = numbers(100, 100, 100, 100, 100, 20_000, 80_000)

    effects = ratio_edit(now, before, SHIPPED).effects

    assert effects[6] == pytest.approx(2 * effects[5])


def test_where_all_grew_alike_the_floor_keeps_small_departures_unflagged():
    before = numbers(*[1000] * 20)
    now = numbers(*[1100] * 18, 1099, 1101)

    edit = ratio_edit(now, before, SHIPPED)

    assert (edit.lower, edit.upper) == (0, 0)
    assert edit.is_out.tolist() == [False] * 18 + [True, True]


def test_a_unit_without_a_value_in_both_years_is_not_edited():
    edit = ratio_edit(numbers(0, 5, np.nan, 9, 9, 9, 9, 9), numbers(5, 0, 5, 9, 9, 9, 9, 9), SHIPPED)

    assert np.isnan(edit.effects[:3]).all()
    assert not edit.is_out.any()


def test_too_few_units_flag_nobody_but_still_have_a_median():
    edit = ratio_edit(numbers(10, 20, 9_000), numbers(10, 10, 10), SHIPPED)

    assert not edit.is_out.any()
    assert edit.median_ratio == 2


def test_the_published_example_of_the_modified_z_score_finds_its_three_values():
    """spatialEco, reference of ``outliers``: 0.1 to 5 in 100 steps, the last three replaced; three scores above 9.9."""
    values = np.linspace(0.1, 5, 100)
    values[97:] = (100, 55, 250)

    scores = robust_z(values)

    assert int((np.abs(scores) > 9.9).sum()) == 3
    assert (np.abs(scores[:97]) < 3.5).all()


def test_robust_z_of_half_equal_values_says_nothing():
    assert np.isnan(robust_z(numbers(3, 3, 3, 9))).all()


def test_log_z_flags_a_thousandfold_value_and_names_the_middle():
    edit = log_z(numbers(80, 90, 100, 110, 120, 100_000), SHIPPED)

    assert edit.is_out.tolist() == [False] * 5 + [True]
    assert edit.middle == pytest.approx(np.sqrt(100 * 110))


def test_log_z_of_nothing_positive_is_empty():
    edit = log_z(numbers(0, 0), SHIPPED)

    assert np.isnan(edit.middle)
    assert not edit.is_out.any()


def test_log_z_of_too_few_units_flags_nobody():
    assert not log_z(numbers(1, 2, 1_000_000), SHIPPED).is_out.any()


def test_peer_ratio_flags_both_ends_of_the_group():
    heads = numbers(*[10] * 40)
    revenue = numbers(*(1000 + step for step in range(38)), 20, 90_000)

    edit = peer_ratio(revenue, heads, SHIPPED)

    assert edit.is_out[38]
    assert edit.is_out[39]
    assert int(edit.is_out.sum()) <= 4


@pytest.mark.parametrize("heads", [(1, 1, 0), (0, 0, 0)], ids=["two", "nobody"])
def test_peer_ratio_of_too_few_units_flags_nobody(heads):
    assert not peer_ratio(numbers(5, 6, 7), numbers(*heads), SHIPPED).is_out.any()


@pytest.mark.parametrize(
    ("now", "slipped"),
    [(10_001, True), (10_000, False), (1, False), (0.99, True), (0, False)],
    ids=["over a hundredfold", "exactly a hundredfold", "a hundredth", "under a hundredth", "zero"],
)
def test_a_unit_slip_is_more_than_a_hundredfold_either_way(now, slipped):
    assert unit_slips(numbers(now), numbers(100), SHIPPED).tolist() == [slipped]


def test_influence_is_the_departure_over_the_expected_total():
    """Two units of 100 grown by the median 1.5 are expected at 150 each: one of 450 departs by 300 of 300."""
    expected = expected_values(numbers(100, 100), 1.5, numbers(7, 7))

    assert influences(numbers(450, 150), expected).tolist() == [1_000_000, 0]


def test_a_unit_without_a_last_year_is_expected_in_the_middle_of_its_group():
    assert expected_values(numbers(np.nan, 100), 2, numbers(7, 7)).tolist() == [7, 200]


def test_where_nothing_is_expected_nothing_has_influence():
    assert influences(numbers(5), numbers(np.nan)).tolist() == [0]


@given(st.lists(st.tuples(amounts, amounts), min_size=6, max_size=40), st.floats(0.01, 1000))
def test_influence_does_not_depend_on_the_unit_of_measurement(pairs, factor):
    now, before = np.array(pairs).T
    expected = expected_values(before, 1.1, now)

    ours, scaled = influences(now, expected), influences(now * factor, expected * factor)

    assert np.abs(ours - scaled).max() <= np.maximum(1, ours * 1e-9).max()


@given(st.lists(st.tuples(amounts, amounts), min_size=6, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_no_flag(pairs, chance):
    order = list(range(len(pairs)))
    chance.shuffle(order)
    now, before = np.array(pairs).T

    straight, shuffled = ratio_edit(now, before, SHIPPED), ratio_edit(now[order], before[order], SHIPPED)

    assert straight.is_out[order].tolist() == shuffled.is_out.tolist()


@given(st.lists(amounts, min_size=6, max_size=40), st.floats(1.01, 1000))
def test_a_field_that_grew_alike_flags_nobody_in_either_direction(values, growth):
    now = np.array(values)
    flagged = ratio_edit(now * growth, now, SHIPPED).effects

    assert np.nanmax(np.abs(flagged)) == pytest.approx(0, abs=1e-6)
