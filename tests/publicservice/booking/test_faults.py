"""What was promised about a booking outlives the mail server and the worker that should have told of it."""

import datetime as dt

import pytest
from django.core import mail

from ipservice.notices import sending
from ipservice.notices.models import Delivery, DeliveryState
from publicservice.booking.models import Booking, BookingState
from publicservice.booking.services import bookings
from publicservice.booking.services.people import code_for
from tests.factories.booking import NOW, TUESDAY, a_person, a_wish, at, make_schedule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
NOBODY_ANSWERS = "tests.ipservice.notices.test_sending.NotReachable"
MINUTE = dt.timedelta(minutes=1)


def booked(number: int = 1) -> Booking:
    schedule = make_schedule()
    person = a_person(number, email=f"p{number}@example.cn")
    return bookings.book(a_wish(schedule), person, code=code_for(str(number)), now=NOW)


def mails(*, state: DeliveryState | None = None) -> int:
    letters = Delivery.objects.filter(channel="mail")
    return letters.filter(state=state).count() if state else letters.count()


def test_with_the_mail_server_away_for_an_hour_every_confirmation_leaves_once_when_it_is_back(settings):
    settings.EMAIL_BACKEND = NOBODY_ANSWERS
    for number in range(1, 6):
        booked(number)
    began = Delivery.objects.order_by("-id").first().message.created_at
    for minute in range(60):
        sending.send_waiting(now=began + minute * MINUTE)
    assert (mails(state=DeliveryState.WAITING), len(mail.outbox)) == (5, 0)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for minute in range(60, 240):
        sending.send_waiting(now=began + minute * MINUTE)

    assert sorted(letter.to[0] for letter in mail.outbox) == [f"p{number}@example.cn" for number in range(1, 6)]
    assert mails(state=DeliveryState.SENT) == 5


def test_a_worker_that_died_after_the_booking_leaves_its_message_to_the_next():
    booking = booked()
    assert (mails(state=DeliveryState.WAITING), len(mail.outbox)) == (1, 0)

    later = Delivery.objects.first().message.created_at + dt.timedelta(hours=3)
    sending.send_waiting(now=later)
    sending.send_waiting(now=later + MINUTE)

    assert [letter.to for letter in mail.outbox] == [["p1@example.cn"]]
    assert Booking.objects.get(pk=booking.pk).state == BookingState.BOOKED


def test_a_worker_that_died_while_sending_sends_nothing_twice_by_itself():
    booked()
    letter = Delivery.objects.get(channel="mail")
    claimed = letter.message.created_at
    Delivery.objects.filter(pk=letter.pk).update(state=DeliveryState.SENDING, claimed_at=claimed)

    sending.give_up_on_silent(now=claimed + 11 * MINUTE)
    sending.send_waiting(now=claimed + dt.timedelta(hours=3))

    letter.refresh_from_db()
    assert (letter.state, len(mail.outbox)) == (DeliveryState.UNKNOWN, 0)


def test_a_clock_set_back_neither_frees_nor_doubles_a_held_place():
    schedule = make_schedule(capacity=1)
    held = bookings.hold(a_wish(schedule), now=NOW)

    earlier = NOW - dt.timedelta(minutes=30)
    confirmed = bookings.confirm(held.pk, a_person(1), code=code_for("1"), now=earlier)

    assert (confirmed.pk, confirmed.state) == (held.pk, BookingState.BOOKED)
    assert list(Booking.objects.occupying().values_list("starts_at", flat=True)) == [at(9, day=TUESDAY)]
