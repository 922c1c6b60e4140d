"""A served portal for a browser: gunicorn, a Celery worker and the relay on the test database of this process."""

import contextlib
import http.client
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from ipservice.local import processes
from ipservice.local.units import Program
from ipservice.local.valkey import EmbeddedValkey

PATIENCE_SECONDS = 90


@dataclass(frozen=True)
class ServedPortal:
    """``url("/agencies/")`` is the address of a page. Its data are those of this test's own database."""

    port: int
    programs: dict[str, Program]
    clock: Path

    def put_forward(self, days: int) -> None:
        """From now on the pages live ``days`` days after today; the worker and the database do not."""
        self.clock.write_text(str(days))

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def database_url() -> str:
    """The address of the database this process tests on."""
    facts = connection.settings_dict
    options = facts.get("OPTIONS", {})
    host = facts["HOST"] or options.get("host", "")
    user = facts["USER"] or options.get("user", "")
    parts = {"host": host, "user": user, "password": facts["PASSWORD"], "port": str(facts["PORT"] or "")}
    query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in parts.items() if value)
    return f"postgres:///{facts['NAME']}?{query}"


@contextlib.contextmanager
def serve(directory: Path, valkey: EmbeddedValkey, **extra: str) -> Iterator[ServedPortal]:
    """Starts web and worker, waits for the first answer, ends all afterwards. Relay and clock start on demand."""
    port = processes.free_port()
    clock = directory / "clock"
    clock.write_text("0")
    environment = {
        **os.environ,
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": database_url(),
        "REDIS_URL": valkey.url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "TLS": "0",
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "SERVE_STATIC_FROM_SOURCE": "1",
        "TEST_CLOCK": str(clock),
        "DJANGO_SETTINGS_MODULE": "ipservice.settings",
        **extra,
    }
    python = [sys.executable, "-m"]
    gunicorn = [*python, "gunicorn", "tests.browser.shifted:application"]
    gunicorn += ["--bind", f"127.0.0.1:{port}", "--workers", "2"]
    celery = [*python, "celery", "-A", "ipservice", "worker", "--loglevel", "INFO", "--concurrency", "1"]
    beat = [*python, "celery", "-A", "ipservice", "beat", "--loglevel", "INFO", "--pidfile", ""]
    commands = {
        "web": gunicorn,
        "worker": [*celery, "--without-gossip"],
        "relay": [*python, "django", "relay"],
        "beat": beat,
    }
    programs = {
        name: Program(
            name,
            command,
            log=directory / f"{name}.log",
            environment={**environment, "PROCESS_ROLE": "web" if name == "web" else "worker"},
        )
        for name, command in commands.items()
    }
    try:
        for name in ("web", "worker"):
            programs[name].start()
        _wait_for_first_page(port, directory / "web.log")
        yield ServedPortal(port, programs, clock)
    finally:
        for program in programs.values():
            program.stop()


def _wait_for_first_page(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as http_connection:
            try:
                http_connection.request("GET", "/healthz")
                if http_connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
    raise AssertionError(f"the portal did not answer: {log.read_text()[-2000:]}")
