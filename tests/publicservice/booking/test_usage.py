"""How an outlet was used: the days of the drill-down add up to the head figure."""

import datetime as dt

import pytest

from ipservice.accounts.models import Role
from ipservice.figures.registry import figure_of
from publicservice.booking.models import BookingState
from publicservice.booking.services import desk, usage
from tests.factories.accounts import make_user
from tests.factories.booking import DAY, TUESDAY, a_person, at, make_booking, make_rules, make_schedule
from tests.factories.publicservice import make_outlet, make_staff

pytestmark = pytest.mark.django_db
S = BookingState


@pytest.fixture
def schedule(db):
    make_rules()
    return make_schedule()


@pytest.fixture
def outlet(schedule):
    return schedule.outlet


@pytest.fixture
def clerk(outlet):
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=user)
    return user


def test_the_days_of_the_drill_down_add_up_to_the_head_figure(schedule, outlet, clerk):
    for hour, state in ((9, S.SERVED), (10, S.NO_SHOW), (11, S.CANCELLED)):
        facts = (
            {"checked_in_at": at(8, 50), "called_at": at(9, 10), "served_at": at(9, 30)} if state == S.SERVED else {}
        )
        make_booking(schedule, starts_at=at(hour), state=state, **facts)
    make_booking(schedule, starts_at=at(9, day=TUESDAY))
    desk.walk_in(outlet.pk, a_person(5), now=at(15), by=clerk)

    total = usage.total(outlet.pk, DAY, DAY + dt.timedelta(days=6))
    days = usage.by_day(outlet.pk, DAY, DAY + dt.timedelta(days=6))

    assert sum((use for _, use in days), usage.Use()) == total
    assert (total.planned, total.booked) == (5 * 12 * 3, 3)
    assert (total.appointments, total.walk_ins, total.served, total.missed, total.cancelled) == (4, 1, 1, 1, 1)
    assert (total.minutes_waited, total.minutes_served, total.no_show) == (10, 20, usage.Fraction(1, 2))
    assert [use.planned for _, use in days] == [36, 36, 36, 36, 36, 0, 0]


def test_an_outlet_without_anything_has_no_rates(db):
    total = usage.total(make_outlet().pk, DAY, DAY)

    assert total == usage.Use()
    assert (total.use, total.no_show, total.minutes_waited, total.minutes_served) == (None, None, None, None)


def test_the_named_figures_tell_served_and_missed_by_outlet(schedule, outlet):
    make_booking(schedule, starts_at=at(9), state=S.SERVED)
    make_booking(schedule, starts_at=at(10), state=S.NO_SHOW)
    make_booking(schedule, starts_at=at(9) - dt.timedelta(days=28), state=S.SERVED)

    served, missed = (figure_of(key).read(DAY).values for key in ("booking.served", "booking.no_show"))

    assert [(one.labels, one.count) for one in served] == [((outlet.name,), 1)]
    assert [(one.labels, one.numerator, one.denominator) for one in missed] == [((outlet.name,), 1, 2)]
