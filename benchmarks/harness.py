"""Floor and ours in turn, medians of at least three pairs, one line at the end that says whether the goal is met.

A benchmark is a module ``benchmarks/<name>.py`` (``import_.py`` for ``import``) with a constant ``BENCHMARK``. It runs
in a process of its own, with Django set up on a migrated, empty database that is dropped afterwards.
"""

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from ipservice.local.postgres import EmbeddedPostgres

FEWEST_PAIRS = 3
SERVER_DIRECTORY = Path(__file__).resolve().parent.parent / ".local" / "benchmark-postgres"


@dataclass(frozen=True, slots=True)
class Goal:
    """``Goal(">=", 0.5)``: where the ratio ours ÷ floor has to be."""

    sign: str
    bound: float

    def is_met_by(self, ratio: float) -> bool:
        return ratio >= self.bound if self.sign == ">=" else ratio <= self.bound

    def __str__(self) -> str:
        return f"goal{self.sign}{self.bound:g}"


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: ``ours`` and ``floor`` in the same unit (seconds, rows/s), and the ratio ours ÷ floor."""

    name: str
    ratio: float
    goal: Goal
    ours: float
    floor: float

    @property
    def is_met(self) -> bool:
        return self.goal.is_met_by(self.ratio)

    def __str__(self) -> str:
        return f"{self.name} ratio={self.ratio:.3g} {self.goal} ours={self.ours:.6g} floor={self.floor:.6g}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """``run()`` gives the results in the order they are printed; the headline figure comes last."""

    name: str
    run: Callable[[], list[Result]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The figures of each turn, floor first; the ratio is the median of the ratios of the pairs."""

    floor: tuple[float, ...]
    ours: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return statistics.median(ours / floor for ours, floor in zip(self.ours, self.floor, strict=True))

    def result(self, name: str, goal: Goal) -> Result:
        return Result(name, self.ratio, goal, statistics.median(self.ours), statistics.median(self.floor))


def pairs(floor: Callable[[], float], ours: Callable[[], float], *, n: int = FEWEST_PAIRS) -> Pairs:
    """Calls ``floor`` and ``ours`` in turn ``n`` times; each gives its own figure (a duration or a rate)."""
    floors: list[float] = []
    figures: list[float] = []
    for turn in range(max(n, FEWEST_PAIRS)):
        floors.append(floor())
        figures.append(ours())
        say(f"pair {turn + 1}: floor={floors[-1]:.6g} ours={figures[-1]:.6g} ratio={figures[-1] / floors[-1]:.3g}")
    return Pairs(tuple(floors), tuple(figures))


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def say(line: str) -> None:
    print(line, flush=True)


def peak_memory_mb() -> float:
    """The largest resident size of this process so far, in megabytes (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """One line on where the figures were taken."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


@contextmanager
def temporary_database(name: str = "bench") -> Iterator[str]:
    """The address of an empty database, dropped afterwards: on the server of ``DATABASE_URL``, else on our own.

    Our own server keeps its durable settings: a figure without them would flatter.
    """
    if address := os.environ.get("DATABASE_URL"):
        yield from _database_on(address, name)
        return
    server = EmbeddedPostgres(SERVER_DIRECTORY, settings={"max_wal_size": "4GB", "shared_buffers": "512MB"})
    server.start()
    try:
        yield from _database_on(server.url("postgres"), name)
    finally:
        server.stop()


def _database_on(address: str, name: str) -> Iterator[str]:
    own = f"{name}_{os.getpid()}"
    with _session(address) as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
    try:
        yield _with_database(address, own)
    finally:
        with _session(address) as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))


@contextmanager
def _session(address: str) -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor outside any transaction, on the maintenance database of the server."""
    connection = psycopg2.connect(_with_database(address, "postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _with_database(address: str, name: str) -> str:
    """``urlunsplit`` would drop the empty host of ``postgres:///name?host=...``, hence the second replacement."""
    parts = urlsplit(address)._replace(path=f"/{name}")
    joined = urlunsplit(parts)
    return joined if parts.netloc else joined.replace(f"{parts.scheme}:/{name}", f"{parts.scheme}:///{name}", 1)
