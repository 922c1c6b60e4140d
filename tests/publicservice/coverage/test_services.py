"""The circle of a day, plans and searches over ten points that a person can count."""

import datetime as dt
from decimal import Decimal

import pytest

from ipservice.accounts.models import Role
from ipservice.procedure.errors import NoRuleInForce
from publicservice.coverage.models import CandidateSite, Change, ChangeKind, DemandPoint, SitingGoal
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import lookup, scenarios, siting
from publicservice.coverage.services.circle import circle
from publicservice.coverage.services.errors import (
    ChangeRefused,
    NoCandidates,
    NoDemandPoints,
    NothingToPlan,
    PlaceNotFound,
    PositionOutside,
)
from publicservice.network.models import Park
from tests.factories.accounts import make_district, make_user
from tests.factories.booking import NOW, make_booking, make_schedule
from tests.factories.coverage import make_counted_outlet, make_point, make_ten_points, make_travel_model
from tests.factories.publicservice import make_outlet

pytestmark = pytest.mark.django_db
SOUTH, NORTH = "29.00000", "29.45000"


@pytest.fixture
def official():
    return make_user(role=Role.MUNICIPAL_OFFICIAL)


@pytest.fixture
def world():
    """Ten points, an outlet at each end: by transit each reaches its own point and the next one."""
    make_travel_model()
    south, north = make_district(name="南区", code="590001"), make_district(name="北区", code="590002")
    make_ten_points(south, north)
    return make_counted_outlet(SOUTH, name="南站", district=south), make_counted_outlet(
        NORTH, name="北站", district=north
    )


def shares(found):
    return [(row.district, row.total, row.covered) for row in found.rows if row.total]


def test_cover_by_district_equals_the_count_by_hand(world):
    assert shares(circle(Mode.TRANSIT, now=NOW)) == [("南区", 1500, 300), ("北区", 4000, 1900)]
    assert shares(circle(Mode.CAR, now=NOW)) == [("南区", 1500, 1500), ("北区", 4000, 4000)]


def test_every_place_left_out_is_listed_with_its_nearest_outlet_most_people_first(world):
    found = circle(Mode.TRANSIT, now=NOW).gaps

    assert [(gap.name, gap.people) for gap in found] == [
        ("点7", 800), ("点6", 700), ("点5", 600), ("点4", 500), ("点3", 400), ("点2", 300),
    ]  # fmt: skip
    assert (found[0].nearest, found[0].minutes) == ("北站", 56)


@pytest.mark.parametrize(
    ("half_days", "counts"), [(4, False), (5, True), (6, True), (None, True)], ids=["below", "at", "above", "unknown"]
)
def test_an_outlet_staffed_less_than_five_half_days_does_not_count(half_days, counts):
    make_travel_model()
    make_point(latitude=SOUTH)
    make_counted_outlet(SOUTH, half_days=half_days)

    assert circle(Mode.CAR, now=NOW).total("covered") == (100 if counts else 0)


def test_why_an_outlet_does_not_count_is_said(world):
    make_counted_outlet(SOUTH, half_days=2, name="少值守")
    make_outlet(name="停办", state="suspended")
    make_outlet(name="无坐标", longitude=None, latitude=None, position_source="unknown")

    assert [(stand.name, stand.why_not) for stand in circle(Mode.CAR, now=NOW).left_aside] == [
        ("少值守", "每周值守 2 个半日，少于 5 个"),
        ("停办", "网点暂停服务"),
        ("无坐标", "尚无坐标"),
    ]


def test_without_a_free_slot_in_five_working_days_an_outlet_leaves_the_real_circle(world):
    south, north = world
    make_schedule(south)
    make_schedule(north, valid_from=dt.date(2026, 6, 9))

    found = circle(Mode.TRANSIT, now=NOW)

    assert found.not_bookable == {north.pk}
    assert [(row.covered, row.real) for row in found.rows if row.total] == [(300, 300), (1900, 0)]


def test_a_slot_on_the_fifth_working_day_is_in_time_and_the_last_place_taken_is_none(world):
    south, north = world
    schedule = make_schedule(south, valid_from=dt.date(2026, 6, 8), week=[[["09:00", "09:30"]]] + [[]] * 6, capacity=1)

    assert circle(Mode.CAR, now=NOW).not_bookable == {north.pk}

    make_booking(schedule, starts_at=dt.datetime(2026, 6, 8, 9, tzinfo=NOW.tzinfo))
    assert circle(Mode.CAR, now=NOW).not_bookable == {south.pk, north.pk}


def test_parks_count_once_and_those_without_a_position_are_named(world):
    district = make_district(name="园区区")
    Park.objects.create(name="有坐标园", district=district, longitude="106.00000", latitude=SOUTH)
    Park.objects.create(name="无坐标园", district=district)

    found = circle(Mode.CAR, now=NOW)

    assert (found.total("parks"), found.total("parks_covered"), found.parks_without_position) == (1, 1, 1)


def test_one_outlet_for_each_hundred_and_for_each_thousand_is_told_apart(world):
    rows = {row.district: row.per_window for row in circle(Mode.TRANSIT, now=NOW).rows if row.total}

    assert rows == {"南区": 300, "北区": 1900}


def test_without_points_or_model_the_circle_refuses():
    with pytest.raises(NoRuleInForce):
        circle(Mode.CAR, now=NOW)
    make_travel_model()
    with pytest.raises(NoDemandPoints):
        circle(Mode.CAR, now=NOW)


def test_closing_an_outlet_lists_exactly_the_residents_whose_only_cover_it_was(world, official):
    plan = scenarios.draw_up("关闭北站", Mode.TRANSIT, by=official, now=NOW)
    scenarios.add(plan.pk, ChangeKind.CLOSE, {"outlet": world[1]}, by=official)

    result = scenarios.compute(plan.pk, by=official, now=NOW).result

    assert [(one["name"], one["people"]) for one in result["lost"]] == [("点9", 1000), ("点8", 900)]
    assert result["gained"] == []
    assert [(row["before"], row["after"]) for row in result["districts"]] == [(300, 300), (1900, 0)]


def test_moving_opening_and_longer_hours_change_what_they_should(world, official):
    third = make_counted_outlet("29.20000", half_days=1, name="点4站")
    plan = scenarios.draw_up("三处变动", Mode.TRANSIT, by=official, now=NOW)
    scenarios.add(
        plan.pk, ChangeKind.MOVE, {"outlet": world[0], "place": (Decimal("106"), Decimal("29.05"))}, by=official
    )
    scenarios.add(plan.pk, ChangeKind.OPEN, {"name": "新站", "place": (Decimal("106"), Decimal("29.35"))}, by=official)
    scenarios.add(plan.pk, ChangeKind.HOURS, {"outlet": third, "half_days": 5}, by=official)

    result = scenarios.compute(plan.pk, by=official, now=NOW).result

    # Moved to point 1: 0, 1, 2. Point 4 staffed: 3, 4, 5. New at point 7: 6, 7, 8.
    assert {one["name"] for one in result["gained"]} == {"点2", "点3", "点4", "点5", "点6", "点7"}
    assert (result["lost"], result["outlets_before"], result["outlets_after"]) == ([], 2, 4)


def test_a_plan_without_changes_is_not_computed_and_a_further_change_makes_its_result_void(world, official):
    plan = scenarios.draw_up("空", Mode.CAR, by=official, now=NOW)
    with pytest.raises(NothingToPlan):
        scenarios.compute(plan.pk, by=official, now=NOW)

    scenarios.add(plan.pk, ChangeKind.CLOSE, {"outlet": world[0]}, by=official)
    scenarios.compute(plan.pk, by=official, now=NOW)
    with pytest.raises(ChangeRefused):
        scenarios.add(plan.pk, ChangeKind.HOURS, {"outlet": world[0], "half_days": 3}, by=official)
    scenarios.drop(Change.objects.get().pk, by=official)

    plan.refresh_from_db()
    assert (plan.result, plan.changes.count()) == (None, 0)


def _solve(run):
    class Job:
        arguments = {"run": run.pk}

    siting.solve(Job(), lambda *told: None)
    run.refresh_from_db()
    return run.result


def test_the_two_best_sites_are_proven_and_existing_outlets_stay(world, official):
    run, job = siting.start(SitingGoal.MOST, 2, Mode.TRANSIT, by=official, now=NOW)

    result = _solve(run)

    # Points 2 to 7 are left out; 6 reaches 5, 6, 7 and 3 reaches 2, 3, 4.
    assert [site["name"] for site in result["sites"]] == ["点3", "点6"]
    assert (result["already"], result["covered"], result["total"]) == (2200, 5500, 5500)
    assert (result["outcome"], result["bound"], result["gap"], result["greedy_covered"]) == ("proven", 5500, 0.0, 5500)
    assert job.kind == siting.JOB_KIND


def test_the_answer_becomes_a_plan_with_the_same_cover(world, official):
    run, _ = siting.start(SitingGoal.FEWEST, 100, Mode.TRANSIT, by=official, now=NOW)
    result = _solve(run)

    plan = siting.as_scenario(run.pk, by=official, now=NOW)

    assert len(result["sites"]) == 2
    assert sum(row["after"] for row in plan.result["districts"]) == result["covered"] == 5500


def test_only_imported_candidates_are_used_when_asked_for(world, official):
    with pytest.raises(NoCandidates):
        siting.start(SitingGoal.MOST, 1, Mode.TRANSIT, by=official, now=NOW, uses_imported=True)
    CandidateSite.objects.create(
        code="H1",
        name="候选甲",
        district=DemandPoint.objects.first().district,
        longitude=106,
        latitude=Decimal("29.15"),
    )
    run, _ = siting.start(SitingGoal.MOST, 5, Mode.TRANSIT, by=official, now=NOW, uses_imported=True)

    assert [site["name"] for site in _solve(run)["sites"]] == ["候选甲"]


def test_a_place_is_found_by_name_pinyin_and_initials(world):
    make_district(name="万州区", code="500101", longitude="108.40407", latitude="30.80993", group="渝东北")

    for words in ("太白街道", "taibai", "tbjd", "万州 太白"):
        spot = lookup.places_named(words, now=NOW)[0]
        assert (spot.name, spot.district, spot.is_exact) == ("太白街道", "万州区", True)
    assert lookup.places_named("高笋塘", now=NOW)[0].is_exact is False
    with pytest.raises(PlaceNotFound):
        lookup.places_named("不存在的地方", now=NOW)


def test_the_nearest_outlets_come_in_order_with_minutes_and_say_that_they_are_estimates(world):
    near = lookup.nearest_outlets(lookup.spot_at(106.0, 29.05), now=NOW)

    assert [(one.stand.name, one.minutes["car"], one.is_within["transit"]) for one in near] == [
        ("南站", 6, True),
        ("北站", 45, False),
    ]
    assert all(one.is_estimate == {"car": True, "transit": True} for one in near)
    with pytest.raises(PositionOutside):
        lookup.spot_at(116.4, 39.9)


def test_a_gap_names_the_district_of_today_where_a_code_was_used_before(world):
    made = make_district(name="万盛区", code="590009", valid_until=dt.date(2011, 10, 22))
    today = make_district(name="綦江区", code="590009", valid_from=dt.date(2011, 10, 22))
    make_point(today, name="古南街道", latitude="30.00000")

    assert [gap.district for gap in circle(Mode.CAR, now=NOW).gaps] == [today.name] != [made.name]
