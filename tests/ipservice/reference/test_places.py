"""What a name means depends on the day of the business."""

import datetime as dt

import pytest

from ipservice.foundation.reading import Action
from ipservice.reference.gazetteer import Gazetteer
from ipservice.reference.loading import load_reference
from ipservice.reference.models import District
from ipservice.reference.places import PlaceUnknown, places_on, resolve, successor_of, successors_of, units_on

LAST_DAY_BEFORE = dt.date(2025, 11, 5)
FIRST_DAY_AFTER = dt.date(2025, 11, 6)
GROUPS = ["中心城区", "主城新区", "渝东北", "渝东南"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference_data(db):
    load_reference()


@pytest.mark.parametrize(
    ("day", "units", "by_group"),
    [(LAST_DAY_BEFORE, 38, [9, 12, 11, 6]), (FIRST_DAY_AFTER, 37, [8, 12, 11, 6])],
    ids=["the last day before the change", "the first day after it"],
)
def test_the_city_had_38_units_and_has_37_since(day, units, by_group):
    found = units_on(day)

    assert found.count() == units
    assert [found.filter(group=group).count() for group in GROUPS] == by_group


def test_two_districts_went_and_one_came():
    before, after = (set(units_on(day).values_list("code", flat=True)) for day in (LAST_DAY_BEFORE, FIRST_DAY_AFTER))

    assert (before - after, after - before) == ({"500105", "500112"}, {"500157"})


def test_the_national_new_area_ended_when_the_offices_opened():
    codes = [
        sorted(places_on(day).filter(kind="functional_area").values_list("code", flat=True))
        for day in (dt.date(2026, 1, 24), dt.date(2026, 1, 25))
    ]

    assert codes == [["CQ-GX", "CQ-LJ", "CQ-WS"], ["CQ-GX", "CQ-WS"]]


@pytest.mark.parametrize(
    ("name", "code", "day", "action", "unit"),
    [
        ("江北区", "500105", "2024-05-01", "fix", "500105"),
        ("江北区", "500105", "2026-05-01", "ask", "500157"),
        ("渝北区", "", "2026-03-01", "ask", ""),
        ("渝北区大湾镇", "", "2026-03-01", "fix", "500109"),
        ("渝北区大湾镇", "", "2025-03-01", "fix", "500112"),
        ("渝北区", "500112", "2025-03-01", "fix", "500112"),
        ("北碚区蔡家岗街道", "", "2026-02-01", "fix", "500157"),
        ("北碚区天生街道", "", "2026-02-01", "fix", "500109"),
        ("两江新区", "", "2024-06-01", "ask", ""),
        ("两江新区", "500157", "2026-06-01", "keep", "500157"),
        ("开县", "", "2025-01-01", "fix", "500154"),
        ("武隆县", "500232", "2025-01-01", "fix", "500156"),
        ("万盛经开区", "", "2025-01-01", "fix", "500110"),
        ("石柱县", "", "2025-01-01", "fix", "500240"),
        ("酉阳", "", "2025-01-01", "fix", "500242"),
        ("重庆市渝中区", "500103", "2025-01-01", "fix", "500103"),
        ("渝 中 区", "", "2025-01-01", "fix", "500103"),
        ("渝中", "", "2025-01-01", "fix", "500103"),
        ("渝中区", "", "2025-01-01", "keep", "500103"),
        ("", "500103", "2025-01-01", "keep", "500103"),
        ("渝中区", "500106", "2025-01-01", "ask", "500103"),
        ("渝中区", "599999", "2025-01-01", "ask", "500103"),
        ("大足县", "", "2025-01-01", "ask", "500111"),
        ("高新区", "", "2025-01-01", "ask", ""),
        ("市级", "", "2025-01-01", "ask", ""),
        ("巴县", "", "2025-01-01", "reject", ""),
        ("朝阳区", "", "2025-01-01", "reject", ""),
        ("", "", "2025-01-01", "reject", ""),
    ],
)
def test_a_name_is_read_on_the_day_of_the_business(name, code, day, action, unit):
    reading = Gazetteer.load().read(name, code=code, on=dt.date.fromisoformat(day))

    place = reading.value or reading.proposal
    assert (reading.action, place.district.code if place else "") == (action, unit)
    assert bool(reading.message) == (action != Action.KEEP)


def test_a_functional_area_is_kept_beside_its_district():
    place = Gazetteer.load().read("万盛经开区", on=dt.date(2025, 1, 1)).value

    assert (place.district.code, place.functional_area.code) == ("500110", "CQ-WS")


def test_resolve_refuses_with_the_suggestion():
    with pytest.raises(PlaceUnknown) as refused:
        resolve("江北区", on=dt.date(2026, 5, 1))

    assert refused.value.suggestion == "两江新区"
    assert refused.value.message == "“江北区”自 2025-11-06 起已撤销，是否为 两江新区 500157？"


def test_a_place_that_was_divided_has_two_successors():
    yubei = District.objects.get(code="500112")

    assert [unit.code for unit in successors_of(yubei, on=FIRST_DAY_AFTER)] == ["500109", "500157"]
    assert successor_of(yubei, on=LAST_DAY_BEFORE) == yubei
    with pytest.raises(PlaceUnknown, match="须按街镇确定"):
        successor_of(yubei, on=FIRST_DAY_AFTER)


def test_a_place_renamed_long_ago_is_followed_to_the_present():
    old = District.objects.get(name="开县")

    assert successor_of(old, on=FIRST_DAY_AFTER).name == "开州区"


def test_reading_a_thousand_names_asks_the_database_three_times(django_assert_num_queries):
    with django_assert_num_queries(3):
        gazetteer = Gazetteer.load()
        for _ in range(1000):
            gazetteer.read("渝中", on=LAST_DAY_BEFORE)
