"""The supervisor starts in order, notices a death, waits longer each time, and stops in the opposite order."""

from pathlib import Path

import pytest

from ipservice.foundation.errors import DomainError
from ipservice.local.supervisor import Supervisor


class FakeChild:
    def __init__(self) -> None:
        self.is_dead = False

    def poll(self) -> int | None:
        return 1 if self.is_dead else None


class FakeUnit:
    """A unit whose death is decided by the test."""

    log = Path("/log")

    def __init__(self, label: str, journal: list[str], *, refuses: int = 0) -> None:
        self.label = label
        self.child: FakeChild | None = None
        self._journal = journal
        self._refuses = refuses

    def start(self) -> None:
        self._journal.append(f"start {self.label}")
        if self._refuses:
            self._refuses -= 1
            raise DomainError
        self.child = FakeChild()

    def stop(self) -> None:
        self._journal.append(f"stop {self.label}")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def journal() -> list[str]:
    return []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def supervisor(journal, clock) -> Supervisor:
    return Supervisor(say=lambda sentence: None, clock=clock)


def test_units_stop_in_the_opposite_order_of_their_start(supervisor, journal):
    supervisor.start([FakeUnit("database", journal), FakeUnit("web", journal)])

    supervisor.stop()

    assert journal == ["start database", "start web", "stop web", "stop database"]


def test_what_was_started_is_stopped_when_a_later_unit_refuses(supervisor, journal):
    with pytest.raises(DomainError):
        supervisor.start([FakeUnit("database", journal), FakeUnit("web", journal, refuses=1)])

    supervisor.stop()

    assert journal == ["start database", "start web", "stop web", "stop database"]


def test_a_dead_unit_is_started_again_after_a_pause_that_grows(supervisor, journal, clock):
    unit = FakeUnit("web", journal)
    supervisor.start([unit])
    waited = []

    for _ in range(7):
        unit.child.is_dead = True
        supervisor.glance(unit)
        died_at = clock.now
        while unit.child.is_dead:
            clock.now += 1
            supervisor.glance(unit)
        waited.append(clock.now - died_at)

    assert waited == [1, 2, 4, 8, 16, 30, 30]


def test_a_unit_that_was_steady_is_started_again_at_once_the_next_time(supervisor, journal, clock):
    unit = FakeUnit("web", journal)
    supervisor.start([unit])
    unit.child.is_dead = True
    supervisor.glance(unit)
    clock.now += 1
    supervisor.glance(unit)

    clock.now += 60
    unit.child.is_dead = True
    supervisor.glance(unit)
    clock.now += 1
    supervisor.glance(unit)

    assert unit.child.poll() is None


def test_a_unit_that_refuses_to_start_again_is_tried_again(supervisor, journal, clock):
    unit = FakeUnit("database", journal)
    supervisor.start([unit])
    unit._refuses = 1
    unit.child.is_dead = True

    for _ in range(20):
        clock.now += 1
        supervisor.glance(unit)

    assert journal == ["start database"] * 3
    assert unit.child.poll() is None
