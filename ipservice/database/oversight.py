"""Cuts the line to a server that has been silent for too long.

The limits that PostgreSQL keeps itself (``statement_timeout``) hold while it answers, those of TCP while its machine
is gone. A server that stands still, or a proxy that takes everything and passes nothing on, is noticed by neither: the
driver would wait for ever, and gunicorn would kill the worker after thirty seconds with an empty answer.
"""

import contextlib
import itertools
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator

import psycopg2
from psycopg2.extensions import connection as Line

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.25


class Overseer:
    """Looks four times a second whether somebody waits beyond the limit. One thread a process, begun when needed."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """As new: a forked child has neither the thread nor the waits of its parent."""
        self._lock = threading.Lock()
        self._waits: dict[int, tuple[float, Line]] = {}
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def limit(self, line: Line, seconds: float) -> Iterator[None]:
        """What is asked over ``line`` inside fails with ``OperationalError`` once ``seconds`` are over."""
        with self._lock:
            number = next(self._numbers)
            self._waits[number] = (time.monotonic() + seconds, line)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="database-overseer", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._waits.pop(number, None)

    def _watch(self) -> None:
        while True:
            time.sleep(TICK_SECONDS)
            now = time.monotonic()
            # Under the lock: who has just been answered is not cut.
            with self._lock:
                for number, (until, line) in list(self._waits.items()):
                    if now >= until:
                        del self._waits[number]
                        _cut(line)


def _cut(line: Line) -> None:
    logger.warning("database silent for too long, line cut")
    with contextlib.suppress(psycopg2.Error, OSError), socket.socket(fileno=os.dup(line.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)


OVERSEER = Overseer()
os.register_at_fork(after_in_child=OVERSEER.forget)
