"""What the supervisor keeps alive: an embedded server or one of the portal's own programs, all handled alike."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ipservice.local import processes


class Unit(Protocol):
    """One thing that runs. ``label`` is its Chinese name; ``start`` returns when it is up."""

    label: str
    log: Path
    child: subprocess.Popen[bytes] | None

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Program:
    """A program of the portal: it counts as up once it has been started."""

    def __init__(self, label: str, command: Sequence[str], *, log: Path, environment: Mapping[str, str]) -> None:
        self.label = label
        self.log = log
        self.child: subprocess.Popen[bytes] | None = None
        self._command = list(command)
        self._environment = dict(environment)

    def start(self) -> None:
        self.child = processes.spawn(self._command, log=self.log, env=self._environment)

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, patience=30)
            self.child = None


def is_alive(unit: Unit) -> bool:
    return unit.child is not None and unit.child.poll() is None
