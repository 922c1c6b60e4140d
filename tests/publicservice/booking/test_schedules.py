"""An outlet publishes what can be booked; what stands is not taken away by a change."""

import datetime as dt

import pytest
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.notices.models import Message
from publicservice.booking.models import BookingState, Schedule, Slot
from publicservice.booking.services import bookings, schedules, touched
from publicservice.booking.services.refusals import SlotNotOffered
from publicservice.booking.services.schedules import DayIsBooked, DayOff, NothingOffered, OneAtATime
from publicservice.booking.services.terms import problems, terms
from publicservice.network.services.access import NotYourOutlet
from publicservice.network.services.touched import Answer, Choice
from tests.factories.accounts import make_user
from tests.factories.booking import DAY, NOW, TUESDAY, a_person, a_wish, at, make_booking, make_hours, make_schedule
from tests.factories.publicservice import make_item, make_outlet, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
FACTS = {"name": "综合咨询", "variants": ["on_site"], "slot_minutes": 30, "capacity": 2, "valid_from": DAY}


@pytest.fixture
def outlet():
    outlet = make_outlet()
    make_hours(outlet)
    return outlet


@pytest.fixture
def clerk(outlet):
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=user)
    return user


def test_an_outlets_people_publish_a_schedule_and_strangers_do_not(outlet, clerk):
    schedule = schedules.publish(outlet.pk, FACTS, {make_item().pk: 30}, by=clerk)

    assert schedule.items.get().minutes == 30
    with pytest.raises(NotYourOutlet):
        schedules.publish(outlet.pk, FACTS, {make_item().pk: 30}, by=make_user(role=Role.OUTLET_STAFF))


def test_a_consultant_sees_one_and_a_schedule_offers_something(outlet):
    item, person = make_item().pk, make_staff(outlet)

    with pytest.raises(OneAtATime):
        schedules.publish(outlet.pk, {**FACTS, "consultant": person}, {item: 30}, by=None)
    with pytest.raises(NothingOffered):
        schedules.publish(outlet.pk, FACTS, {}, by=None)


def test_a_smaller_capacity_leaves_the_places_that_are_taken():
    schedule = make_schedule(capacity=3)
    far = timezone.now() + dt.timedelta(days=30)
    for at_ in (far, far + dt.timedelta(hours=1)):
        make_booking(schedule, starts_at=at_)
    make_booking(schedule, starts_at=far)

    schedules.change(schedule.pk, {"capacity": 1}, {schedule.items.get().item_id: 30}, by=None)

    assert list(Slot.objects.order_by("starts_at").values_list("capacity", "taken")) == [(2, 2), (1, 1)]


def test_a_day_off_is_refused_while_somebody_is_to_come():
    schedule = make_schedule()
    booking = bookings.book(a_wish(schedule), a_person(), code="C", now=NOW)

    with pytest.raises(DayIsBooked):
        schedules.rest(schedule.pk, DayOff(TUESDAY, "培训"), by=None)
    bookings.cancel(booking.pk, now=NOW)
    schedules.rest(schedule.pk, DayOff(TUESDAY, "培训"), by=None)

    with pytest.raises(SlotNotOffered):
        bookings.book(a_wish(schedule), a_person(), code="D", now=NOW)


def test_extra_places_are_proposed_from_the_outlets_own_no_shows_and_never_given():
    schedule = make_schedule(capacity=6)
    for number in range(60):
        state = BookingState.NO_SHOW if number % 2 else BookingState.SERVED
        make_booking(schedule, starts_at=at(9) - dt.timedelta(days=1 + number), state=state)

    found = schedules.extra_places(schedule, terms(DAY), now=NOW)

    assert (found.bookings, found.missed, found.extra) == (60, 30, 1)
    assert Schedule.objects.get().capacity == 6


def test_a_changed_week_moves_keeps_or_cancels_and_tells_everyone(official):
    schedule = make_schedule()
    far = timezone.localdate() + dt.timedelta(days=7)
    while far.weekday() > 3:
        far += dt.timedelta(days=1)
    now = timezone.now()
    made = [
        bookings.book(a_wish(schedule, at(hour, day=far)), a_person(hour), code=f"C{hour}", now=now)
        for hour in (9, 10, 11)
    ]
    keys = [one.key for one in touched.live(schedule.outlet_id, far, far)]
    to = at(14, day=far).isoformat()

    assert to in [value for value, _ in touched.offers(keys[0])]
    touched.settle(keys[0], Answer(Choice.MOVE, to=to), "装修", official)
    touched.settle(keys[1], Answer(Choice.KEEP), "装修", official)
    touched.settle(keys[2], Answer(Choice.CANCEL, message="请另约"), "装修", official)

    for booking in made:
        booking.refresh_from_db()
    assert [(b.state, b.starts_at.astimezone(NOW.tzinfo).hour) for b in made] == [
        ("booked", 14),
        ("booked", 10),
        ("cancelled", 11),
    ]
    told = Message.objects.exclude(event__startswith="booking.booked").values_list("event", flat=True)
    assert {int(event.split(":")[1]) for event in told} == {booking.pk for booking in made}


def test_the_pages_of_the_outlet_write_a_schedule(client_for, clerk, outlet):
    item, mine = make_item(), client_for(clerk)
    base = f"/portal/outlets/{outlet.pk}/schedules/"
    form = {**FACTS, "valid_from": "2026-06-01", "lead_minutes": 60, "horizon_days": 28, f"minutes_{item.pk}": 30}

    wrong = mine.post(f"{base}new/", {**form, "breaks": "13-12"})
    made = mine.post(f"{base}new/", {**form, "breaks": "12:00-13:00、15:00-15:30", "is_published": "on"})
    shown = mine.get(base).content.decode()
    schedule = Schedule.objects.get()
    changed = mine.post(f"{base}{schedule.pk}/", {**form, "name": "专利咨询", "capacity": 3})

    assert (wrong.status_code, made.status_code, changed.status_code) == (422, 302, 302)
    assert schedule.breaks == [["12:00", "13:00"], ["15:00", "15:30"]]
    assert "不建议加号" in shown
    schedule.refresh_from_db()
    assert (schedule.name, schedule.capacity, schedule.is_published) == ("专利咨询", 3, False)


@pytest.mark.parametrize("value", [0, True, "15", 1441], ids=["zero", "boolean", "text", "more than a day"])
def test_a_rule_that_is_no_sensible_number_is_refused(value):
    assert "hold_minutes" in problems({"hold_minutes": value})
