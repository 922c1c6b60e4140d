"""Processes that are there to be killed: one forked for a single piece of work, and a real worker."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from django.conf import settings

from ipservice.local.processes import die_with_parent, end, spawn
from tests.browser.served import database_url

PATIENCE = 90


def until(happened: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait until something is so; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def surroundings(**extra: str) -> dict[str, str]:
    """For a process that works on the database of this test."""
    own = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "ipservice.settings",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PROCESS_ROLE": "worker",
    }
    return {**os.environ, **own, **extra}


class ForkServer:
    """A process with everything loaded that forks another for each piece of work: it begins within milliseconds."""

    def __init__(self, victim: str, directory: Path, **extra: str) -> None:
        self.victim, self.directory, self.extra = victim, directory, extra
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> "ForkServer":
        with (self.directory / "fork.log").open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.faults.forking", self.victim, str(self.directory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=surroundings(**self.extra),
                cwd=settings.BASE_DIR,
                text=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )
        assert self._heard() == "ready"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait(10)

    def begin(self) -> "Forked":
        self.tell("begin")
        return Forked(int(self._heard()), self)

    def tell(self, word: str) -> None:
        self._server.stdin.write(word + "\n")
        self._server.stdin.flush()

    def reap(self) -> int:
        """How the last child ended: its exit code, negative for a signal. Until then its number is nobody else's."""
        self.tell("reap")
        return int(self._heard())

    def _heard(self) -> str:
        line = self._server.stdout.readline().strip()
        assert line, (self.directory / "fork.log").read_text()[-2000:]
        return line


class Forked:
    """One process at one piece of work."""

    def __init__(self, pid: int, server: ForkServer) -> None:
        self.pid, self._server = pid, server

    def wait(self) -> int:
        return self._server.reap()

    def kill(self) -> bool:
        """Whether it still lived."""
        os.kill(self.pid, signal.SIGKILL)
        ended = self._server.reap()
        assert ended in (0, -signal.SIGKILL), f"it failed by itself ({ended}), see {self._server.directory}/fork.log"
        return ended != 0


class Worker:
    """One Celery worker with one process at work, on the database of this test."""

    def __init__(self, program: str, broker: str, *, log: Path) -> None:
        self.program, self.broker, self.log = program, broker, log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        if self.is_alive:
            return
        command = [sys.executable, "-m", "celery", "-A", self.program, "worker", "-c", "1"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
        self.process = spawn(command, log=self.log, env=surroundings(REDIS_URL=self.broker), cwd=settings.BASE_DIR)

    def kill(self) -> None:
        """The whole worker, at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> bool:
        """Only the process that does the work, as the kernel does when memory runs out."""
        children = psutil.Process(self.process.pid).children()
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        return bool(children)

    def stop(self) -> None:
        if self.is_alive:
            end(self.process, patience=5)
