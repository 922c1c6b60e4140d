"""Free slots of a month for one outlet, with 20,000 bookings in it, against a bare view that reads one row."""

from datetime import datetime, timedelta
from statistics import median
from uuid import uuid4

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks import _booking_service
from benchmarks.harness import Benchmark, Goal, Result, pairs, say, seconds
from publicservice.booking.models import Booking, Schedule, ScheduleItem
from publicservice.booking.services.facts import choices

CAPACITY = 60
DAYS = 31
REQUESTS = 60
MOST_QUERIES = 5


def run() -> list[Result]:
    schedule = _booking_service.fill(CAPACITY)
    item = ScheduleItem.objects.get(schedule=schedule).item_id
    # The first look of a process also reads the calendar into memory.
    _queries(schedule.pk, item)
    few = _queries(schedule.pk, item)
    _take(schedule)
    many = _queries(schedule.pk, item)
    say(f"{few} queries without bookings, {many} with {Booking.objects.count()}")
    if many > MOST_QUERIES or few != many:
        raise RuntimeError(f"{few} and {many} queries, at most {MOST_QUERIES} are allowed")
    request = RequestFactory().get("/")
    measured = pairs(
        lambda: _time(lambda: _one_row(request)), lambda: _time(lambda: _month(request, schedule.pk, item))
    )
    return [measured.result("slots", Goal("<=", 5))]


def _take(schedule: Schedule) -> None:
    starts = [
        datetime(2026, 6, 1, 9, 0, tzinfo=_booking_service.ZONE) + timedelta(days=day, minutes=30 * step)
        for day in range(DAYS)
        for step in range(16)
    ]
    Booking.objects.bulk_create(
        (
            Booking(
                outlet=schedule.outlet,
                schedule=schedule,
                starts_at=at,
                ends_at=at + timedelta(minutes=30),
                uid=uuid4(),
                created_at=_booking_service.NOW,
            )
            for at in starts
            for _ in range(40)
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _queries(schedule: int, item: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        _month(RequestFactory().get("/"), schedule, item)
    return len(asked)


def _one_row(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"name": Schedule.objects.select_related("outlet").first().name})


def _month(request: HttpRequest, schedule: int, item: int) -> HttpResponse:
    now = _booking_service.NOW
    (choice,) = choices([schedule], [item], (now.date(), DAYS), now=now)
    return JsonResponse({"free": [[slot.starts_at.isoformat(), slot.free] for slot in choice.slots if slot.free]})


def _time(view) -> float:
    """Server time of one answer, the middle of many."""
    view()
    return median(seconds(view) for _ in range(REQUESTS))


BENCHMARK = Benchmark("slots", run)
