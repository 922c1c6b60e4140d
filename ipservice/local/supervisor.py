"""Starts units in order, restarts the one that dies, stops all in the opposite order."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ipservice.foundation.errors import DomainError
from ipservice.local.units import Unit, is_alive

SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
GLANCE_SECONDS = 0.3


@dataclass
class _Watch:
    """What is remembered about one unit: when it was started, how long to wait before the next try, and until when."""

    started_at: float
    pause: float = SHORTEST_PAUSE
    due_at: float | None = None


class Supervisor:
    """``say`` tells the person at the console, one Chinese sentence at a time."""

    def __init__(self, *, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._units: list[Unit] = []
        self._watches: dict[str, _Watch] = {}

    def start(self, units: Sequence[Unit]) -> None:
        """Starts ``units`` in order. What has been started is stopped by ``stop``, also when a later one fails."""
        for unit in units:
            self._say(f"正在启动{unit.label}……")
            self._units.append(unit)
            unit.start()
            self._watches[unit.label] = _Watch(self._clock())

    def watch(self, *, until: Callable[[], bool]) -> None:
        """Looks after the units until ``until()``."""
        while not until():
            for unit in self._units:
                self.glance(unit)
            time.sleep(GLANCE_SECONDS)

    def glance(self, unit: Unit) -> None:
        """One look: a dead unit is noticed first and started again when its pause is over."""
        watch = self._watches[unit.label]
        if is_alive(unit):
            return
        if watch.due_at is None:
            self._notice_death(unit, watch)
        elif self._clock() >= watch.due_at:
            self._start_again(unit, watch)

    def _notice_death(self, unit: Unit, watch: _Watch) -> None:
        if self._clock() - watch.started_at >= STEADY_SECONDS:
            watch.pause = SHORTEST_PAUSE
        watch.due_at = self._clock() + watch.pause
        self._say(f"{unit.label}意外停止，{watch.pause:.0f} 秒后重新启动（日志：{unit.log}）。")
        watch.pause = min(watch.pause * 2, LONGEST_PAUSE)

    def _start_again(self, unit: Unit, watch: _Watch) -> None:
        watch.due_at = None
        watch.started_at = self._clock()
        try:
            unit.start()
        except DomainError as refusal:
            self._say(refusal.message)
        else:
            self._say(f"{unit.label}已重新启动。")

    def stop(self) -> None:
        for unit in reversed(self._units):
            self._say(f"正在停止{unit.label}……")
            unit.stop()
        self._units.clear()
