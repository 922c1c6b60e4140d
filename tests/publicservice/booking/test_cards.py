"""What outlet staff see first: who comes today, at their own outlets only."""

import pytest

from ipservice.accounts.models import Role
from publicservice.booking import cards
from publicservice.booking.rules.states import BookingState
from tests.factories.accounts import make_user
from tests.factories.booking import DAY, TUESDAY, at, make_booking, make_schedule
from tests.factories.publicservice import make_outlet, make_staff

pytestmark = pytest.mark.django_db


def test_the_day_counts_todays_places_of_ones_own_outlets():
    serving = make_user(role=Role.OUTLET_STAFF)
    mine = make_outlet(name="演示甲站")
    make_staff(mine, user=serving)
    schedule = make_schedule(mine)
    make_booking(schedule, starts_at=at(9))
    make_booking(schedule, starts_at=at(10))
    make_booking(schedule, starts_at=at(9, day=TUESDAY))
    make_booking(schedule, starts_at=at(11), state=BookingState.CANCELLED)
    make_booking(make_schedule(make_outlet()), starts_at=at(9))

    shown = cards.day_at_my_outlets(serving, DAY)

    assert [(number.label, number.value) for number in shown.numbers] == [
        ("演示甲站：今日预约", 2),
        ("差评逾期未回访", 0),
    ]


def test_who_serves_nowhere_has_no_such_card():
    assert cards.day_at_my_outlets(make_user(role=Role.AGENCY_STAFF), DAY) is None
