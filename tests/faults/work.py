"""Work that has an old and a new state, killed in a process of its own or in a real worker."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ipservice.celery import app
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.relay import reconcile, relay_waiting
from ipservice.jobs.running import is_at_work
from ipservice.local.valkey import EmbeddedValkey
from tests.faults import census
from tests.faults.kills import Attack, Victim
from tests.faults.processes import ForkServer, Worker, until

LATER = timedelta(minutes=10)
BEYOND_THE_END = 1.1
LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """``prepare`` makes the old state; ``content`` tells, without keys and moments, what the work has written.

    Between two turns every row written since ``prepare`` is taken away; work that changes rows as well says how to undo
    that in ``reset``. ``passing`` begins the names of tables whose number of rows may lie between old and new; the
    audit log and the history belong there only with a reason.
    """

    prepare: Callable[[Path], Any]
    content: Callable[[], Any]
    reset: Callable[[], Any] = lambda: None
    passing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Weighing:
    """Old state, new state, and how long the undisturbed work takes."""

    work: Work
    old: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    mark: dict[str, int] = field(default_factory=census.mark)

    def state(self) -> dict[str, Any]:
        return census.state(self.work.content, passing=self.work.passing)

    def measure(self, undisturbed: Callable[[], float], begin_anew: Callable[[], None]) -> None:
        """The undisturbed work says how long it took; afterwards the old state stands again."""
        self.old = self.state()
        self.seconds = undisturbed()
        self.new = self.state()
        assert self.old != self.new, "the work does nothing that could be half done"
        begin_anew()
        astray = census.difference(self.state(), self.old)
        assert not astray, f"reset does not lead back to the old state: {astray}"

    def reset(self) -> None:
        census.forget_since(self.mark)
        self.work.reset()

    def moment(self, chance: random.Random) -> float:
        return chance.uniform(0, BEYOND_THE_END * self.seconds)

    def half(self) -> list[str]:
        found = census.difference(self.state(), self.old, self.new)
        return [found] if found else []

    def lost(self) -> list[str]:
        found = census.difference(self.state(), self.new)
        return [f"undisturbed it ends otherwise: {found}"] if found else []


def by_process(name: str, work: Work, *, act: Callable[[], Any], few: int = 3) -> Victim:
    """``act`` is the work, done by a process forked for it alone."""

    @contextmanager
    def attack(directory: Path) -> Iterator[Attack]:
        with ForkServer(name, directory) as server:
            work.prepare(directory)
            yield _OwnProcess(_Weighing(work), server)

    remember_act(name, act)
    return Victim(name, attack, few)


_acts: dict[str, Callable[[], Any]] = {}


def remember_act(name: str, act: Callable[[], Any]) -> None:
    """What a ``ForkServer`` of this name does."""
    _acts[name] = act


def act_of(name: str) -> Callable[[], Any]:
    """For the process that does it."""
    return _acts[name]


class _OwnProcess:
    def __init__(self, weighing: _Weighing, server: ForkServer) -> None:
        self.weighing, self.server = weighing, server
        weighing.measure(self._undisturbed, weighing.reset)

    def _undisturbed(self) -> float:
        began = time.monotonic()
        assert self.server.begin().wait() == 0, "undisturbed, the work failed"
        return time.monotonic() - began

    def strike(self, chance: random.Random) -> bool:
        child = self.server.begin()
        time.sleep(self.weighing.moment(chance))
        was_under_way = child.kill()
        census.wait_until_rolled_back(census.sessions())
        return was_under_way

    def half(self) -> list[str]:
        found = self.weighing.half()
        if found or self.weighing.state() == self.weighing.new:
            self.weighing.reset()
        return found

    def lost(self) -> list[str]:
        self._undisturbed()
        return self.weighing.lost()


def by_worker(name: str, work: Work, *, ask: Callable[[], Job], few: int = 3, program: str = "ipservice") -> Victim:
    """``ask`` asks for the job that does the work; ``program`` is the application the worker runs."""

    @contextmanager
    def attack(directory: Path) -> Iterator[Attack]:
        queue = EmbeddedValkey(directory / "valkey")
        queue.start()
        before, app.conf.broker_url = app.conf.broker_url, queue.url()
        worker = Worker(program, queue.url(), log=directory / "worker.log")
        try:
            work.prepare(directory)
            yield _RealWorker(_Weighing(work), ask, worker)
        finally:
            worker.stop()
            queue.stop()
            app.conf.broker_url = before

    return Victim(name, attack, few)


class _RealWorker:
    """Kills now the whole worker, as a power cut does, now its working child, as a kernel without memory does."""

    def __init__(self, weighing: _Weighing, ask: Callable[[], Job], worker: Worker) -> None:
        self.weighing, self.ask, self.worker = weighing, ask, worker
        self.job = self._ask()
        self.worker.start()
        weighing.measure(self._undisturbed, self._begin_anew)

    def _ask(self) -> Job:
        job = self.ask()
        Job.objects.filter(pk=job.pk).update(max_attempts=10_000)
        return job

    def _now(self) -> Job:
        return Job.objects.get(pk=self.job.pk)

    def _undisturbed(self) -> float:
        self._send()
        until(self._has_begun_since(0))
        began = time.monotonic()
        until(lambda: self._now().is_finished, seconds=LONGEST_SECONDS)
        assert self._now().state == JobState.DONE, self._now().error_message
        return time.monotonic() - began

    def _send(self) -> None:
        """The clockwork, ten minutes on: what got lost is put back without waiting for it."""
        reconcile(now=timezone.now() + LATER)
        relay_waiting(now=timezone.now())

    def _has_begun_since(self, attempts: int) -> Callable[[], bool]:
        def has_begun() -> bool:
            now = self._now()
            return now.attempts > attempts or now.is_finished or is_at_work(self.job.pk)

        return has_begun

    def strike(self, chance: random.Random) -> bool:
        self.worker.start()
        attempts = self._now().attempts
        self._send()
        until(self._has_begun_since(attempts))
        time.sleep(self.weighing.moment(chance))
        was_under_way = not self._now().is_finished
        (self.worker.kill if chance.random() < 0.5 else self.worker.kill_child)()
        return was_under_way

    def half(self) -> list[str]:
        found = self.weighing.half()
        if self._now().is_finished or found:
            self._begin_anew()
        elif not self.worker.is_alive:
            until(lambda: not is_at_work(self.job.pk))
        return found

    def _begin_anew(self) -> None:
        until(lambda: not is_at_work(self.job.pk))
        self.weighing.reset()
        self.job = self._ask()

    def lost(self) -> list[str]:
        self.worker.start()
        until(lambda: not is_at_work(self.job.pk))
        self._send()
        until(lambda: self._now().is_finished, seconds=LONGEST_SECONDS)
        return self.weighing.lost()


def media_in(directory: Path) -> None:
    """Files kept by a victim lie beside its test."""
    settings.MEDIA_ROOT = str(directory / "media")
