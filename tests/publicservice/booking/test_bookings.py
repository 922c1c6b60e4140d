"""Booking, moving, cancelling: what is taken, what is told, what stands in the history."""

import datetime as dt

import pytest

from ipservice.audit.models import AuditEntry
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Delivery
from publicservice.booking.models import Booking, BookingState, Slot, Source
from publicservice.booking.services import bookings
from publicservice.booking.services.people import code_for
from publicservice.booking.services.refusals import (
    AlreadyBooked,
    BookingPast,
    HoldOver,
    MattersNotOffered,
    SlotFull,
    SlotNotOffered,
    TooManyOpen,
)
from tests.factories.booking import DAY, NOW, TUESDAY, a_person, a_wish, at, make_schedule
from tests.factories.publicservice import make_item, make_outlet, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
MINUTE = dt.timedelta(minutes=1)


def book(schedule, number: int = 1, starts_at=None, **facts) -> Booking:
    wish = a_wish(schedule, starts_at)
    return bookings.book(wish, a_person(number, **facts), code=code_for(f"{number}-{starts_at}"), now=NOW)


def taken(schedule) -> dict:
    return dict(Slot.objects.filter(schedule=schedule).values_list("starts_at", "taken"))


def test_a_booking_takes_its_place_and_is_told_and_noted():
    schedule = make_schedule()

    booking = book(schedule, email="a@example.cn")

    assert (booking.state, booking.source, booking.sequence) == (BookingState.BOOKED, Source.WEB, 0)
    assert taken(schedule) == {at(9, day=TUESDAY): 1}
    assert set(Delivery.objects.values_list("channel", "address")) == {("mail", "a@example.cn"), ("sms", "13900000001")}
    assert AuditEntry.objects.get(verb="booking.book").subject_key == str(booking.pk)


def test_the_code_is_nowhere_in_the_database_nor_in_the_messages():
    booking = book(make_schedule(), email="a@example.cn")
    code = code_for("1-None")

    message = Delivery.objects.first().message
    assert code not in f"{vars(booking)}{message.title}{message.body}"
    assert len(code) == 12


def test_the_one_too_many_is_refused_kindly_and_nothing_is_written():
    schedule = make_schedule(capacity=1)
    book(schedule, 1)

    with pytest.raises(SlotFull) as refused:
        book(schedule, 2)

    assert "6月2日（周二）09:00 的名额刚刚约满" in refused.value.message
    assert Booking.objects.count() == 1


def test_three_matters_occupy_an_hour_of_one_counsellor():
    outlet = make_outlet()
    items = {make_item(): 15, make_item(): 15, make_item(): 30}
    schedule = make_schedule(outlet, consultant=make_staff(outlet), items=items, slot_minutes=15)

    booking = book(schedule)

    assert booking.ends_at - booking.starts_at == 60 * MINUTE
    assert taken(schedule) == {at(9, minute, day=TUESDAY): 1 for minute in (0, 15, 30, 45)}
    with pytest.raises(SlotFull):
        book(schedule, 2, at(9, 45, day=TUESDAY))
    book(schedule, 3, at(10, day=TUESDAY))


def test_one_person_has_a_slot_once():
    schedule = make_schedule()
    book(schedule, 1)

    with pytest.raises(AlreadyBooked):
        bookings.book(a_wish(schedule), a_person(1), code=code_for("again"), now=NOW)


def test_one_phone_number_has_three_open_bookings_and_no_fourth():
    schedule = make_schedule()
    for hour in (9, 10, 11):
        book(schedule, 1, at(hour, day=TUESDAY))

    with pytest.raises(TooManyOpen) as refused:
        book(schedule, 1, at(14, day=TUESDAY))

    assert (refused.value.status, Booking.objects.count()) == (429, 3)


@pytest.mark.parametrize(
    "starts_at",
    [
        at(9, 10, day=TUESDAY),
        at(12, day=TUESDAY),
        at(8, 30),
        at(9, day=dt.date(2026, 6, 6)),
        at(9, day=dt.date(2026, 8, 3)),
    ],
    ids=["beside the grid", "at noon", "within the lead time", "on a Saturday", "beyond the horizon"],
)
def test_what_the_schedule_does_not_offer_is_refused(starts_at):
    with pytest.raises(SlotNotOffered):
        book(make_schedule(), 1, starts_at)


def test_matters_and_ways_of_another_schedule_are_refused():
    schedule = make_schedule()

    for wish in (
        a_wish(schedule, items=(make_item().pk,)),
        a_wish(schedule, items=()),
        a_wish(schedule, variant="online"),
    ):
        with pytest.raises(MattersNotOffered):
            bookings.book(wish, a_person(), code="C", now=NOW)


def test_staff_book_for_a_caller_at_short_notice_and_the_history_says_for_whom(official):
    schedule = make_schedule()
    person = a_person(acting_for="来电：某公司张女士")

    booking = bookings.book(a_wish(schedule, at(9, day=DAY)), person, code="C", now=NOW, by=official)

    assert (booking.source, booking.booked_by) == (Source.STAFF, official)
    entry = AuditEntry.objects.get(verb="booking.book")
    assert (entry.actor, entry.reason) == (official, "来电：某公司张女士")
    assert entry.sentence.startswith("代为预约")


def test_moving_gives_the_old_place_back_and_counts_the_change():
    schedule = make_schedule()
    booking = book(schedule)

    moved = bookings.reschedule(booking.pk, a_wish(schedule, at(10, day=TUESDAY)), now=NOW)

    assert (moved.uid, moved.sequence, moved.starts_at) == (booking.uid, 1, at(10, day=TUESDAY))
    assert taken(schedule) == {at(9, day=TUESDAY): 0, at(10, day=TUESDAY): 1}


def test_a_move_into_a_full_slot_leaves_the_booking_where_it_was():
    schedule = make_schedule(capacity=1)
    booking = book(schedule, 1)
    book(schedule, 2, at(10, day=TUESDAY))

    with pytest.raises(SlotFull):
        bookings.reschedule(booking.pk, a_wish(schedule, at(10, day=TUESDAY)), now=NOW)

    assert taken(schedule) == {at(9, day=TUESDAY): 1, at(10, day=TUESDAY): 1}


def test_cancelling_twice_is_cancelling_once():
    schedule = make_schedule()
    booking = book(schedule)

    bookings.cancel(booking.pk, now=NOW)
    bookings.cancel(booking.pk, now=NOW)

    assert taken(schedule) == {at(9, day=TUESDAY): 0}
    assert AuditEntry.objects.filter(verb="booking.cancel").count() == 1


def test_what_has_begun_is_neither_moved_nor_cancelled_by_the_public():
    schedule = make_schedule()
    booking = book(schedule)
    later = booking.starts_at

    with pytest.raises(BookingPast):
        bookings.cancel(booking.pk, now=later)
    with pytest.raises(BookingPast):
        bookings.reschedule(booking.pk, a_wish(schedule, at(14, day=TUESDAY)), now=later)


def test_a_served_booking_is_not_cancelled():
    booking = book(make_schedule())
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.SERVED)

    with pytest.raises(IllegalStep):
        bookings.cancel(booking.pk, now=NOW)


def test_a_held_place_is_nobody_elses_until_its_time_is_over():
    schedule = make_schedule(capacity=1)
    held = bookings.hold(a_wish(schedule), now=NOW)

    with pytest.raises(SlotFull):
        book(schedule, 2)
    confirmed = bookings.confirm(held.pk, a_person(1), code="C", now=NOW + 14 * MINUTE)

    assert (confirmed.state, confirmed.held_until, confirmed.phone) == (BookingState.BOOKED, None, "13900000001")


def test_after_its_time_a_held_place_goes_to_whoever_asks_and_the_first_is_told_so():
    schedule = make_schedule(capacity=1)
    held = bookings.hold(a_wish(schedule), now=NOW)
    after = NOW + 15 * MINUTE

    booking = bookings.book(a_wish(schedule), a_person(2), code="C", now=after)

    with pytest.raises(HoldOver) as refused:
        bookings.confirm(held.pk, a_person(1), code="D", now=after)
    assert "您填写的内容还在" in refused.value.message
    assert (booking.state, taken(schedule)) == (BookingState.BOOKED, {at(9, day=TUESDAY): 1})


def test_a_place_that_is_given_up_early_is_free_at_once():
    schedule = make_schedule(capacity=1)
    held = bookings.hold(a_wish(schedule), now=NOW)

    bookings.release(held.pk, now=NOW)
    bookings.release(held.pk, now=NOW)

    assert taken(schedule) == {at(9, day=TUESDAY): 0}
