"""A real worker on the test's database, to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest
from django.conf import settings
from django.db import connection

from ipservice.celery import app
from ipservice.local.processes import end, spawn
from tests.ipservice.jobs.kinds import register_kinds

PATIENCE = 30


@pytest.fixture(autouse=True)
def _kinds() -> None:
    register_kinds()


class Worker:
    """One worker process with one child."""

    def __init__(self, broker: str, log: Path) -> None:
        self.broker, self.log = broker, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        env = os.environ | {"DATABASE_URL": urlunsplit(address), "REDIS_URL": self.broker, "PROCESS_ROLE": "worker"}
        if not address.netloc:
            env["DATABASE_URL"] = env["DATABASE_URL"].replace("postgres:/", "postgres:///", 1).replace("////", "///")
        command = [sys.executable, "-m", "celery", "-A", "tests.ipservice.jobs.worker", "worker", "-c", "1"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
        self.process = spawn(command, log=self.log, env=env, cwd=settings.BASE_DIR)

    def kill(self) -> None:
        """The whole worker, at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> bool:
        """Only the process that does the work, as the kernel does when memory runs out."""
        children = psutil.Process(self.process.pid).children()
        for child in children:
            child.kill()
        return bool(children)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            end(self.process, patience=5)


@pytest.fixture
def worker(valkey, tmp_path) -> Iterator[Worker]:
    app.conf.broker_url = valkey.url()
    worker = Worker(valkey.url(), tmp_path / "worker.log")
    yield worker
    worker.stop()


def until(happened: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait until something is so; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)
