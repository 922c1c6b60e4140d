"""``python -m benchmarks._booking_clients WAY FIRST COUNT SCHEDULE``: one process of 16 clients on one hot slot.

``floor`` runs the bare one-statement UPDATE and INSERT; ``service`` the booking service as the pages call it. Says
``ready``, waits for a line, books COUNT people beginning with FIRST, and says how many got a place.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import local

import psycopg2

from benchmarks import _booking_service

CLIENTS = 16
STATEMENT = """
WITH place AS (UPDATE bench_slot SET remaining = remaining - 1 WHERE id = 1 AND remaining > 0 RETURNING id)
INSERT INTO bench_booking (slot_id, person) SELECT id, %s FROM place RETURNING id
"""


def floor() -> Callable[[int], bool]:
    own = local()

    def act(person: int) -> bool:
        if not hasattr(own, "connection"):
            own.connection = psycopg2.connect(os.environ["DATABASE_URL"])
            own.connection.autocommit = True
        with own.connection.cursor() as cursor:
            cursor.execute(STATEMENT, [f"{person:064d}"])
            return cursor.rowcount == 1

    return act


def main(way: str, first: int, count: int, schedule: int) -> None:
    act = floor() if way == "floor" else _booking_service.booker(schedule)
    with ThreadPoolExecutor(CLIENTS) as pool:
        # Every client has its connection and its code loaded before anything is measured.
        list(pool.map(act, range(first + count, first + count + 4 * CLIENTS)))
        print("ready", flush=True)
        sys.stdin.readline()
        print(sum(pool.map(act, range(first, first + count))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:5]))
