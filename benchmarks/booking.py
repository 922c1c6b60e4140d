"""One hot slot and 32 clients in two processes: the service with everything it does, against one bare statement.

The service asks the schedule, the rules and the person's other bookings, takes the place, writes audit entry, matters
and outbox (mail and SMS) in one transaction. The floor takes a place and writes a row in one statement of its own.
"""

import subprocess
import sys
import time
from collections.abc import Callable

from django.db import connection

from benchmarks import _booking_service
from benchmarks.harness import Benchmark, Goal, Result, pairs, say
from publicservice.booking.models import Booking, Slot

PROCESSES = 2
EACH = 300
WARM = 64
PLACES = PROCESSES * (EACH + WARM)

TABLES = f"""
CREATE TABLE bench_slot (id int PRIMARY KEY, remaining int NOT NULL CHECK (remaining >= 0));
CREATE TABLE bench_booking (id bigserial PRIMARY KEY, slot_id int NOT NULL REFERENCES bench_slot, person text NOT NULL,
    UNIQUE (slot_id, person));
INSERT INTO bench_slot VALUES (1, {PLACES});
"""
AGAIN = f"DELETE FROM bench_booking; UPDATE bench_slot SET remaining = {PLACES}"


def run() -> list[Result]:
    schedule = _booking_service.fill(PLACES)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    measured = pairs(_floor, lambda: _service(schedule.pk))
    slot = Slot.objects.get(schedule=schedule)
    live = Booking.objects.occupying().count()
    say(f"last run: {slot.taken} of {slot.capacity} places taken, {live} live bookings")
    if not slot.taken == live == PLACES:
        raise RuntimeError("places were lost or sold twice")
    return [measured.result("booking", Goal(">=", 0.4))]


def _floor() -> float:
    with connection.cursor() as cursor:
        cursor.execute(AGAIN)
    return _rate("floor", 0)


def _service(schedule: int) -> float:
    _booking_service.free_again(schedule, PLACES)
    return _rate("service", schedule)


def _rate(way: str, schedule: int) -> float:
    """Bookings a second of both processes together, from the moment they are released."""
    clients = [_client(way, number * (EACH + WARM), schedule) for number in range(PROCESSES)]
    for client in clients:
        _expect(client.stdout.readline, "ready")
    begun = time.perf_counter()
    for client in clients:
        client.stdin.write("go\n")
        client.stdin.flush()
    booked = [int(client.stdout.readline()) for client in clients]
    elapsed = time.perf_counter() - begun
    for client in clients:
        client.stdin.close()
        client.wait(30)
    if sum(booked) != PROCESSES * EACH:
        raise RuntimeError(f"{way}: {booked} of {EACH} each got a place, though there were enough")
    return sum(booked) / elapsed


def _client(way: str, first: int, schedule: int) -> subprocess.Popen:
    arguments = [way, str(first), str(EACH), str(schedule)]
    command = [sys.executable, "-m", "benchmarks._booking_clients", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _expect(read: Callable[[], str], word: str) -> None:
    if (line := read().strip()) != word:
        raise RuntimeError(f"expected {word}, got {line!r}")


BENCHMARK = Benchmark("booking", run)
