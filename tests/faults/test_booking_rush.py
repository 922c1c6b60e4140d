"""A rush from several processes: a thousand for ten places, and many requests over many slots.

``RUSH=10000`` sends as many requests over 200 slots; by default it is a tenth of both.
"""

import datetime as dt
import multiprocessing
import os
from collections import Counter
from functools import partial

import pytest
from django.db import connections

from publicservice.booking.models import Booking, Schedule
from publicservice.booking.services import bookings
from tests.factories.booking import NOW, TUESDAY, a_person, a_wish, at, make_rules, make_schedule
from tests.factories.publicservice import make_item
from tests.faults.test_booking_races import all_at_once, require_counts_that_agree

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES = 4
PLACES = 10
REQUESTS = int(os.environ.get("RUSH", "1000"))
WORKDAYS = [TUESDAY + dt.timedelta(days=days) for days in (0, 1, 2, 3, 6, 7, 8, 9, 10)]


def share(schedule_id: int, starts: list[dt.datetime], numbers: range) -> Counter:
    """What one process sees: how many of its requests were booked and how the others were refused."""
    connections.close_all()
    schedule = Schedule.objects.get(pk=schedule_id)
    acts = [
        partial(
            bookings.book, a_wish(schedule, starts[number % len(starts)]), a_person(number), code=f"C{number}", now=NOW
        )
        for number in numbers
    ]
    outcomes = all_at_once(acts, parallel=8)
    return Counter(type(outcome).__name__ for outcome in outcomes)


def rush(schedule: Schedule, starts: list[dt.datetime], requests: int) -> Counter:
    connections.close_all()
    shares = [(schedule.pk, starts, range(first, requests, PROCESSES)) for first in range(PROCESSES)]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        return sum(pool.starmap(share, shares), Counter())


def test_a_thousand_clients_for_ten_places():
    make_rules()
    schedule = make_schedule(capacity=PLACES)

    outcomes = rush(schedule, [at(9, day=TUESDAY)], 1000)

    assert outcomes == {"Booking": PLACES, "SlotFull": 1000 - PLACES}
    assert Booking.objects.count() == PLACES
    require_counts_that_agree()


def test_five_times_as_many_requests_as_places_over_many_slots():
    make_rules()
    schedule = make_schedule(capacity=PLACES, slot_minutes=15, items={make_item(): 15})
    slots = REQUESTS // (5 * PLACES)
    starts = [
        at(hour, minute, day=day) for day in WORKDAYS for hour in (9, 10, 11, 14, 15, 16) for minute in (0, 15, 30, 45)
    ][:slots]
    assert len(starts) == slots

    outcomes = rush(schedule, starts, REQUESTS)

    assert outcomes == {"Booking": slots * PLACES, "SlotFull": REQUESTS - slots * PLACES}
    assert Booking.objects.count() == slots * PLACES
    require_counts_that_agree()
