"""A served portal with a fault proxy before its database and another before its queue, all of them its own."""

import contextlib
import http.client
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

from ipservice.database.base import AWAY
from ipservice.local.postgres import THROW_AWAY, EmbeddedPostgres, binaries
from ipservice.local.valkey import EmbeddedValkey
from tests.browser.served import ServedPortal, database_url, serve
from tests.faults.proxy import FaultProxy

CSRF = "x" * 32


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    text: str
    seconds: float
    headers: dict[str, str]


@dataclass(frozen=True)
class Surroundings:
    """The portal and what it leans on; ``database`` and ``queue`` may be stopped, the proxies switched."""

    portal: ServedPortal
    database: EmbeddedPostgres
    queue: EmbeddedValkey
    database_line: FaultProxy
    queue_line: FaultProxy

    def get(self, path: str, *, session: str = "") -> Answer:
        return self._ask("GET", path, session)

    def post(self, path: str, values: dict[str, str], *, session: str = "") -> Answer:
        return self._ask("POST", path, session, urlencode({**values, "csrfmiddlewaretoken": CSRF}))

    def _ask(self, method: str, path: str, session: str, body: str | None = None) -> Answer:
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"} if session else {}
        if body is not None:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}", **headers}
        with contextlib.closing(line):
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        return Answer(answer.status, text, time.monotonic() - began, dict(answer.getheaders()))

    def row(self, statement: str) -> tuple:
        """Straight from the database, past every proxy."""
        return self.rows(statement)[0]

    def rows(self, statement: str) -> list[tuple]:
        with contextlib.closing(psycopg2.connect(self.database.url("portal"))) as line, line.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def at_once(self, paths: list[str]) -> list[Answer]:
        """Several visitors in the same moment, so that each web process has its share of them."""
        with ThreadPoolExecutor(len(paths)) as pool:
            return list(pool.map(self.get, paths))

    def heal(self) -> None:
        """Everything is there again, and no web process remembers that it was not."""
        self.database_line.switch("ok")
        self.queue_line.switch("ok")
        if "blackhole" in self.database_line.past:
            time.sleep(AWAY.open_seconds)
        self.database_line.past.clear()
        within(20, lambda: {answer.status for answer in self.at_once(["/notices/"] * 6)} == {200})


def within(seconds: float, happened: Callable[[], object]) -> float:
    """Wait until something is so; returns how long that took, fails after ``seconds``."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, f"did not happen within {seconds} s"
        time.sleep(0.1)
    return time.monotonic() - began


@contextlib.contextmanager
def stand(directory: Path, *, settings: Mapping[str, str] = THROW_AWAY, **environment: str) -> Iterator[Surroundings]:
    """A copy of the test's database as it is now, on a server that may be stopped; all programs over it.

    ``settings`` are those of the database server: who kills it and asks what is left needs the durable ones.
    """
    directory.chmod(0o711)
    with contextlib.ExitStack() as stack:
        database = EmbeddedPostgres(directory / "postgres", settings=settings)
        database.start()
        stack.callback(database.stop)
        queue = EmbeddedValkey(directory / "valkey")
        queue.start()
        stack.callback(queue.stop)
        _copy(database)
        database_line = stack.enter_context(FaultProxy(database.socket_directory / ".s.PGSQL.5432"))
        queue_line = stack.enter_context(FaultProxy(queue.port))
        portal = stack.enter_context(
            serve(
                directory,
                queue,
                DATABASE_URL=f"postgres://postgres@127.0.0.1:{database_line.port}/portal",
                REDIS_URL=f"redis://127.0.0.1:{queue_line.port}/0",
                **environment,
            )
        )
        for name in ("relay", "beat"):
            portal.programs[name].start()
        yield Surroundings(portal, database, queue, database_line, queue_line)


def _copy(database: EmbeddedPostgres) -> None:
    database.ensure_database("portal")
    dumped = subprocess.run(
        [binaries() / "pg_dump", "--no-owner", database_url().replace("postgres:", "postgresql:")],
        check=True,
        capture_output=True,
    )
    target = database.url("portal").replace("postgres:", "postgresql:", 1)
    subprocess.run(
        [binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", target],
        input=dumped.stdout,
        check=True,
        capture_output=True,
    )
