"""Booking for machines: the same slots, guards and refusals as the pages."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ipservice.privacy.models import Consent
from publicservice.booking.models import Booking, BookingState
from tests.factories.booking import at, make_booking, make_rules, make_schedule
from tests.factories.publicservice import make_item

pytestmark = pytest.mark.django_db

BOOKINGS = "/api/v1/booking/bookings/"
EVERY_DAY = [[["00:00", "23:30"]]] * 7


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    make_rules()


def next_day():
    """A weekday a week from now: no holiday moves the hours of the schedules of these tests, they have their own."""
    day = timezone.localdate() + timezone.timedelta(days=7)
    while day.weekday() > 4:
        day += timezone.timedelta(days=1)
    return day


def order(schedule, **facts):
    plain = {
        "schedule": schedule.pk,
        "starts_at": at(9, day=next_day()).isoformat(),
        "items": [row.item.code for row in schedule.items.all()],
        "name": "演示人甲",
        "phone": "139 0000 0001",
        "subject": "专利申请前检索",
        "consent": True,
    }
    return {**plain, **facts}


def post(body, *, key="k1", path=BOOKINGS):
    headers = {"Idempotency-Key": key} if key else {}
    return Client().post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_free_slots_are_listed_by_matter_and_a_full_one_is_not_among_them():
    schedule = make_schedule(capacity=1, week=EVERY_DAY)
    make_booking(schedule, starts_at=at(9, day=next_day()))
    asked = {"items": schedule.items.get().item.code, "first_day": next_day().isoformat(), "days": 1}

    answer = Client().get("/api/v1/booking/slots/", asked).json()

    starts = [slot["starts_at"] for slot in answer["schedules"][0]["slots"]]
    assert at(10, day=next_day()).isoformat() in starts
    assert at(9, day=next_day()).isoformat() not in starts


def test_a_booking_is_made_with_consent_and_its_code_cancels_it():
    schedule = make_schedule(week=EVERY_DAY)

    made = post(order(schedule))

    assert made.status_code == 201, made.content
    booking = Booking.objects.get()
    assert (booking.state, booking.phone, booking.name) == (BookingState.BOOKED, "13900000001", "演示人甲")
    assert Consent.objects.filter(subject_key=str(booking.pk)).exists()
    cancelled = post({"code": made.json()["code"], "phone_tail": "0001"}, path="/api/v1/booking/cancellations/")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")


def test_the_same_key_twice_is_one_booking_and_one_answer():
    schedule = make_schedule(week=EVERY_DAY)

    first, second = post(order(schedule)), post(order(schedule))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Booking.objects.count() == 1


def test_a_full_slot_is_refused_with_the_nearest_free_ones():
    schedule = make_schedule(capacity=1, week=EVERY_DAY)
    make_booking(schedule, starts_at=at(9, day=next_day()))

    answer = post(order(schedule))

    said = answer.json()
    assert (answer.status_code, answer["Content-Type"], said["code"]) == (409, "application/problem+json", "slot_full")
    assert len(said["alternatives"]) == 3
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"phone": "123"}, "手机号不正确"),
        ({"items": ["no-such"]}, "没有代码为“no-such”的事项"),
        ({"items": []}, "items"),
        ({"credit_code": "91500000"}, "credit_code"),
        ({"starts_at": "明天"}, "starts_at"),
    ],
)
def test_what_cannot_be_read_is_told_by_field_and_nothing_is_booked(facts, word):
    answer = post(order(make_schedule(week=EVERY_DAY), **facts))

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert word in answer.json()["detail"]
    assert not Booking.objects.exists()


def test_without_consent_or_without_a_key_nothing_is_booked():
    schedule = make_schedule(week=EVERY_DAY)

    assert post(order(schedule, consent=False)).status_code in (409, 422)
    assert post(order(schedule), key="").status_code == 422
    assert not Booking.objects.exists()


def test_wrong_codes_are_answered_alike_and_lock_the_address():
    make_booking(make_schedule(), starts_at=at(9, day=next_day()))
    wrong = {"code": "7K3M-Q9XA-2PBD", "phone_tail": "0000"}

    answers = [post(wrong, path="/api/v1/booking/cancellations/") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [404] * 5 + [429]


def test_a_matter_nobody_takes_has_no_slots_and_the_list_of_matters_names_what_can_be_booked():
    schedule = make_schedule()
    idle = make_item()

    found = Client().get("/api/v1/booking/slots/", {"items": idle.code}).json()
    listed = Client().get("/api/v1/booking/matters/").json()["items"]

    assert found["schedules"] == []
    assert [row["code"] for row in listed] == [schedule.items.get().item.code]
