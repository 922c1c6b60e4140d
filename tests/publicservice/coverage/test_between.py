"""Who comes too late is shown places by the travel model of the circle (row 5.24)."""

import pytest

from publicservice.booking.services.alternatives import alternatives
from publicservice.coverage.services.between import between
from tests.factories.accounts import make_district
from tests.factories.booking import NOW, TUESDAY, a_wish, at, make_booking, make_schedule
from tests.factories.coverage import make_counted_outlet, make_travel_model

pytestmark = pytest.mark.django_db
HOME, NEAR, FAR = "29.00000", "29.05000", "29.45000"


@pytest.fixture
def places():
    district = make_district(name="南区", code="590001")
    return [make_counted_outlet(north, name=name, district=district) for north, name in
            ((HOME, "本站"), (NEAR, "近站"), (FAR, "远站"))]  # fmt: skip


def test_minutes_are_those_of_the_model_and_the_nearer_comes_first(places):
    make_travel_model()
    home, near, far = places

    found = between(home, [near, far], TUESDAY)

    assert 0 < found[near.pk] < found[far.pk]


def test_without_a_model_or_a_position_nothing_is_said(places):
    home, near, far = places

    assert between(home, [near, far], TUESDAY) == {}


def test_of_two_places_free_at_the_same_time_the_one_with_the_shorter_way_is_offered_first(places):
    make_travel_model()
    home, near, far = places
    full = make_schedule(home, capacity=1)
    item = full.items.get().item
    there = {make_schedule(far, items={item: 30}).pk: "远站", make_schedule(near, items={item: 30}).pk: "近站"}
    make_booking(full, starts_at=at(9, day=TUESDAY))

    offered = alternatives(a_wish(full), now=NOW)

    same_time = [(there[one.schedule], one.travel_minutes) for _, one in offered if one.starts_at == at(9, day=TUESDAY)]
    assert [name for name, _ in same_time] == ["近站", "远站"]
    assert same_time[0][1] > 0
