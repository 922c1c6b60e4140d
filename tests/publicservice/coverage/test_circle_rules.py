"""Who is within half an hour, and how well served: counted by hand, from the literature, and by laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicservice.coverage.rules import parameters as travel_parameters
from publicservice.coverage.rules.access import two_step_access
from publicservice.coverage.rules.circle import DistrictShare, by_district, covered, nearest, only_cover
from publicservice.coverage.rules.geometry import crossings, great_circle_metres, inside
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.rules.spreading import spread
from publicservice.coverage.rules.travel import Travel, Water, estimated_seconds
from tests.publicservice.coverage.worlds import PLAIN, parameters

# Ten points on one meridian, 0.05° (5,560 m) apart; outlets at the ends. By car at 60 km/h 30 minutes are 30 km.
TEN = np.array([[106.0, 29.0 + place * 0.05] for place in range(10)])
ENDS = TEN[[0, 9]]
PEOPLE = np.array([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
DISTRICTS = ["A"] * 5 + ["B"] * 5


def ten_points(mode: Mode, outlets: np.ndarray = ENDS, water: Water | None = None) -> np.ndarray:
    detours = np.full(len(TEN), 100)
    return estimated_seconds(TEN, detours, outlets, travel=Travel.by(mode, parameters(), water or Water()))


def test_by_car_the_ten_points_are_all_covered():
    is_covered = covered(ten_points(Mode.CAR), 1800)

    assert by_district(DISTRICTS, PEOPLE, is_covered) == [
        DistrictShare("A", 1500, 1500),
        DistrictShare("B", 4000, 4000),
    ]


def test_by_transit_only_the_two_next_to_each_outlet_are_covered():
    # 12 km/h for 30 minutes are 6 km: the outlet's own point and its neighbour at 5.56 km.
    is_covered = covered(ten_points(Mode.TRANSIT), 1800)

    assert np.flatnonzero(is_covered).tolist() == [0, 1, 8, 9]
    assert by_district(DISTRICTS, PEOPLE, is_covered) == [DistrictShare("A", 1500, 300), DistrictShare("B", 4000, 1900)]


def test_closing_an_outlet_leaves_out_exactly_whom_it_alone_covered():
    seconds = ten_points(Mode.CAR)

    # The northern outlet reaches points 4 to 9, the southern one 0 to 5; 4 and 5 are covered by both.
    assert np.flatnonzero(only_cover(seconds, 1800, 1)).tolist() == [6, 7, 8, 9]
    assert np.flatnonzero(~covered(seconds[:, :1], 1800)).tolist() == [6, 7, 8, 9]


@pytest.mark.parametrize(("second", "is_in"), [(1799, True), (1800, True), (1801, False)], ids=["below", "at", "above"])
def test_half_an_hour_exactly_is_within(second, is_in):
    assert covered(np.array([[second]], dtype=np.int32), 1800).tolist() == [is_in]


def test_without_any_outlet_nobody_is_covered_and_nobody_has_a_nearest():
    nothing = np.zeros((2, 0), dtype=np.int32)

    assert covered(nothing, 1800).tolist() == [False, False]
    assert nearest(nothing)[0].tolist() == [-1, -1]


def test_a_river_without_a_bridge_takes_ten_minutes_more_and_with_one_nearby_nothing():
    river = np.array([[105.0, 29.225], [107.0, 29.225]])
    dry = ten_points(Mode.CAR)
    wet = ten_points(Mode.CAR, water=Water((river,)))
    bridged = ten_points(Mode.CAR, water=Water((river,), np.array([[106.005, 29.225]])))

    # Points 0 to 4 lie south of it, 5 to 9 north.
    assert (wet - dry).tolist() == [[0, 600]] * 5 + [[600, 0]] * 5
    assert (bridged == dry).all()


def test_looking_only_at_ways_within_the_limit_gives_the_same_cover():
    river = np.array([[105.0, 29.225], [107.0, 29.225]])
    travel = Travel.by(Mode.CAR, parameters(), Water((river,)))
    detours = np.full(len(TEN), 100)
    everything = estimated_seconds(TEN, detours, ENDS, travel=travel)
    near = estimated_seconds(TEN, detours, ENDS, travel=travel, within_seconds=1800)

    assert (covered(everything, 1800) == covered(near, 1800)).all()


def test_the_detour_of_the_origin_makes_its_way_longer():
    travel = Travel.by(Mode.CAR, parameters(), Water())
    plain = estimated_seconds(TEN[:1], np.array([100]), ENDS[1:], travel=travel)
    hills = estimated_seconds(TEN[:1], np.array([150]), ENDS[1:], travel=travel)

    assert int(hills[0, 0]) == pytest.approx(int(plain[0, 0]) * 1.5, abs=2)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert great_circle_metres(np.array([[106.0, 29.0]]), np.array([[106.0, 30.0]]))[0, 0] == pytest.approx(
        111_195, abs=1
    )


def test_points_on_both_sides_of_a_border_with_a_hole_are_told_apart():
    outer = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], dtype=float)
    hole = np.array([[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]], dtype=float)

    assert inside(np.array([[0.5, 0.5], [1.5, 1.5], [5, 5]]), [outer, hole]).tolist() == [True, False, False]


def test_a_way_along_two_bends_of_a_river_crosses_it_twice():
    river = np.array([[0, 1], [1, -1], [2, 1]], dtype=float)
    which, points = crossings(np.array([[0.0, 0.0]]), np.array([[2.0, 0.0]]), river)

    assert which.tolist() == [0, 0]
    assert points.tolist() == [[0.5, 0.0], [1.5, 0.0]]


def test_the_published_example_of_two_step_access_is_reproduced():
    # Luo and Wang (2003), figure 3: eleven tracts of one person, physicians at a and b, thirty minutes.
    near_a = [1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0]
    near_b = [0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1]
    minutes = np.array(
        [[20 if a else 40, 20 if b else 40] for a, b in zip(near_a, near_b, strict=True)], dtype=np.int32
    )

    access = two_step_access(minutes * 60, 1800, np.ones(11, dtype=np.int64), np.array([1.0, 1.0]))

    assert access.tolist() == [0.125, 0.125, 0.125, 0.375, 0.25, 0.125, 0.125, 0.25, 0.125, 0.125, 0.25]


def test_a_covered_district_may_still_be_served_worse():
    # Both outlets have one window; one serves a hundred people, the other a thousand.
    seconds = np.array([[600, 9000], [9000, 600]], dtype=np.int32)
    weights = np.array([100, 1000])

    assert covered(seconds, 1800).all()
    assert two_step_access(seconds, 1800, weights, np.array([1.0, 1.0])).tolist() == [0.01, 0.001]


@given(st.lists(st.lists(st.integers(0, 3600), min_size=3, max_size=3), min_size=1, max_size=8), st.data())
def test_access_hands_out_exactly_the_supply_that_somebody_reaches(times, data):
    seconds = np.array(times, dtype=np.int32)
    weights = np.array(data.draw(st.lists(st.integers(1, 1000), min_size=len(times), max_size=len(times))))
    supply = np.array(data.draw(st.lists(st.integers(0, 9), min_size=3, max_size=3)), dtype=float)

    access = two_step_access(seconds, 1800, weights, supply)

    assert access @ weights == pytest.approx(supply[(seconds <= 1800).any(axis=0)].sum())


@given(st.lists(st.lists(st.integers(0, 3600), min_size=3, max_size=3), min_size=1, max_size=8))
def test_one_more_outlet_never_takes_cover_away(times):
    seconds = np.array(times, dtype=np.int32)

    assert (covered(seconds, 1800) >= covered(seconds[:, :2], 1800)).all()


SQUARE = [np.array([[106.0, 29.0], [106.4, 29.0], [106.4, 29.4], [106.0, 29.4], [106.0, 29.0]])]


@given(st.integers(0, 2_000_000))
def test_spreading_keeps_the_sum_and_stays_inside(residents):
    points = spread(residents, (106.2, 29.2), towns=[(106.35, 29.35)], area=SQUARE)
    places = np.array([(point.longitude, point.latitude) for point in points]).reshape(-1, 2)

    assert sum(point.residents for point in points) == residents
    assert inside(places, SQUARE).all()
    assert max((point.residents for point in points), default=0) - min((p.residents for p in points), default=0) <= 1


def test_spreading_leaves_the_towns_their_own_ground():
    points = spread(400_000, (106.2, 29.2), towns=[(106.35, 29.35)], area=SQUARE)
    places = np.array([(point.longitude, point.latitude) for point in points])
    away = great_circle_metres(places, np.array([[106.2, 29.2], [106.35, 29.35]]))

    assert len(points) >= 40
    assert (away[:, 0] <= away[:, 1]).all()


def test_a_district_point_whose_ground_is_all_its_towns_keeps_its_residents():
    points = spread(7, (110.0, 33.0), towns=[(106.2, 29.2)], area=SQUARE)

    assert [(point.longitude, point.latitude, point.residents) for point in points] == [(110.0, 33.0, 7)]


def test_sound_parameters_have_no_problem():
    assert travel_parameters.problems(PLAIN) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit_minutes", 0),
        ("limit_minutes", True),
        ("detour_percent", {"中心城区": 130}),
        ("detour_percent", {**PLAIN["detour_percent"], "渝东南": 99}),
        ("speed_kmh", {"car": 30, "transit": "12"}),
        ("unknown_staffing_counts", 1),
        ("surprise", 3),
    ],
)
def test_what_is_wrong_with_a_parameter_is_said_by_its_name(name, value):
    assert list(travel_parameters.problems({**PLAIN, name: value})) == [name]


def test_a_missing_parameter_is_said():
    assert list(travel_parameters.problems({k: v for k, v in PLAIN.items() if k != "speed_kmh"})) == ["speed_kmh"]
