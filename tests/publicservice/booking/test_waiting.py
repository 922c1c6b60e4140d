"""A freed place goes to one waiting person at a time, in order, for half an hour."""

import datetime as dt

import pytest

from ipservice.notices.models import Message
from publicservice.booking.models import Booking, BookingState, Offer, Slot, WaitingEntry, WaitingState
from publicservice.booking.rules.states import OfferOutcome
from publicservice.booking.services import bookings, waiting
from publicservice.booking.services.refusals import AlreadyBooked, OfferOver, SlotFull, StillFree
from tests.factories.booking import NOW, TUESDAY, a_person, a_wish, at, make_schedule
from tests.factories.publicservice import make_outlet, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
HALF_HOUR = dt.timedelta(minutes=30)


@pytest.fixture
def schedule():
    return make_schedule(capacity=1)


@pytest.fixture
def booked(schedule) -> Booking:
    return bookings.book(a_wish(schedule), a_person(1), code="C1", now=NOW)


def join(schedule, number: int) -> WaitingEntry:
    return waiting.join(a_wish(schedule), a_person(number), code=f"W{number}", now=NOW)


def states() -> list[str]:
    return list(WaitingEntry.objects.order_by("pk").values_list("state", flat=True))


def test_nobody_waits_for_a_slot_that_has_a_place(schedule):
    with pytest.raises(StillFree):
        join(schedule, 2)


def test_one_person_waits_once(schedule, booked):
    join(schedule, 2)

    with pytest.raises(AlreadyBooked):
        waiting.join(a_wish(schedule), a_person(2), code="other", now=NOW)


def test_a_freed_place_is_held_for_the_first_in_line_and_for_nobody_else(schedule, booked):
    join(schedule, 2), join(schedule, 3)

    bookings.cancel(booked.pk, now=NOW)

    offer = Offer.objects.get()
    assert (offer.booking.phone, offer.expires_at) == ("13900000002", NOW + HALF_HOUR)
    assert states() == [WaitingState.OFFERED, WaitingState.WAITING]
    assert Slot.objects.get().taken == 1
    with pytest.raises(SlotFull):
        bookings.book(a_wish(schedule), a_person(4), code="C4", now=NOW)


def test_an_accepted_offer_is_a_booking_under_the_code_of_the_entry(schedule, booked):
    entry = join(schedule, 2)
    bookings.cancel(booked.pk, now=NOW)

    booking = waiting.accept(Offer.objects.get().pk, now=NOW + HALF_HOUR - dt.timedelta(seconds=1))

    assert (booking.state, booking.code_digest) == (BookingState.BOOKED, entry.code_digest)
    assert states() == [WaitingState.SERVED]
    with pytest.raises(OfferOver):
        waiting.decline(Offer.objects.get().pk, now=NOW)


def test_an_offer_that_runs_out_passes_to_the_next_and_the_first_is_told(schedule, booked):
    join(schedule, 2), join(schedule, 3)
    bookings.cancel(booked.pk, now=NOW)
    first = Offer.objects.get()

    with pytest.raises(OfferOver):
        waiting.accept(first.pk, now=first.expires_at)
    freed = waiting.expire_due(now=first.expires_at)

    assert freed == 1
    assert states() == [WaitingState.LAPSED, WaitingState.OFFERED]
    assert Offer.objects.get(outcome=OfferOutcome.OPEN).booking.phone == "13900000003"
    assert Message.objects.filter(event__startswith="booking.lapsed").count() == 1
    assert Slot.objects.get().taken == 1


def test_a_declined_offer_passes_on_at_once_and_the_last_frees_the_place(schedule, booked):
    join(schedule, 2), join(schedule, 3)
    bookings.cancel(booked.pk, now=NOW)

    waiting.decline(Offer.objects.get().pk, now=NOW)
    waiting.leave(WaitingEntry.objects.last().pk, now=NOW)

    assert states() == [WaitingState.DECLINED, WaitingState.DECLINED]
    assert Slot.objects.get().taken == 0


def test_who_leaves_is_not_offered_anything(schedule, booked):
    first = join(schedule, 2)
    join(schedule, 3)

    waiting.leave(first.pk, now=NOW)
    bookings.cancel(booked.pk, now=NOW)

    assert states() == [WaitingState.LEFT, WaitingState.OFFERED]


def test_a_place_freed_by_plain_sql_is_offered_by_the_clock(schedule, booked):
    join(schedule, 2)
    Booking.objects.filter(pk=booked.pk).update(state=BookingState.CANCELLED)

    served = waiting.serve_waiting(now=NOW)

    assert (served, states()) == (1, [WaitingState.OFFERED])


def test_a_place_freed_by_a_move_is_offered_too(schedule, booked):
    join(schedule, 2)

    bookings.reschedule(booked.pk, a_wish(schedule, at(10, day=TUESDAY)), now=NOW)

    assert states() == [WaitingState.OFFERED]


def test_the_clock_offers_a_consultants_place_once():
    outlet = make_outlet()
    schedule = make_schedule(outlet, consultant=make_staff(outlet))
    booked = bookings.book(a_wish(schedule), a_person(1), code="C1", now=NOW)
    join(schedule, 2), join(schedule, 3)
    Booking.objects.filter(pk=booked.pk).update(state=BookingState.CANCELLED)

    assert (waiting.serve_waiting(now=NOW), waiting.serve_waiting(now=NOW)) == (1, 0)


def test_what_is_past_is_waited_for_no_longer(schedule, booked):
    join(schedule, 2)

    waiting.serve_waiting(now=booked.starts_at)

    assert states() == [WaitingState.PAST]


def test_an_offer_ends_with_the_beginning_of_its_slot(schedule, booked):
    join(schedule, 2)
    late = booked.starts_at - dt.timedelta(minutes=10)

    bookings.cancel(booked.pk, now=late)

    assert Offer.objects.get().expires_at == booked.starts_at
