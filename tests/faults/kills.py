"""Kill work at random moments and look at what it leaves behind; each slice registers what is to be killed.

A victim is registered in a module of ``tests/faults/victims/`` (found there by itself). Most are work that has an old
and a new state: ``register(work.by_process(...))`` or ``register(work.by_worker(...))``, see ``work``. Anything else
gives an ``Attack`` of its own, as the served portal does. ``test_kills`` runs all of them: a few kills each in the
whole suite, ``KILLS`` of them for ``make kills``.
"""

import importlib
import os
import pkgutil
import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

LONGEST_SECONDS = float(os.environ.get("KILLS_SECONDS", "inf"))
SEED = int(os.environ.get("KILLS_SEED", "20261124"))


class Attack(Protocol):
    """One victim set up and ready to be killed, again and again."""

    def strike(self, chance: random.Random) -> bool:
        """Let it work, kill it at a moment that ``chance`` names; whether it was under way just then."""

    def half(self) -> list[str]:
        """What is neither old nor new in the state left behind; looked at after each kill."""

    def lost(self) -> list[str]:
        """Left in peace to its end: what was acknowledged or asked for and is not there."""


@dataclass(frozen=True, slots=True)
class Victim:
    """``attack(directory)`` sets it up; ``few`` is how often the suite kills it, 0 leaves it to ``make kills``."""

    name: str
    attack: Callable[[Path], AbstractContextManager[Attack]]
    few: int = 3


@dataclass(slots=True)
class Tally:
    """What came of it. Only a kill that struck work under way proves anything."""

    victim: str
    kills: int = 0
    under_way: int = 0
    seconds: float = 0.0
    half: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.victim}: {self.kills} kills, {self.under_way} of them in the middle of the work, "
            f"{len(self.half)} half states, {len(self.lost)} lost, {self.seconds:.0f} s"
        )


_victims: dict[str, Victim] = {}


def register(victim: Victim) -> None:
    assert victim.name not in _victims, f"{victim.name} is registered twice"
    _victims[victim.name] = victim


def victims() -> dict[str, Victim]:
    """Every registered victim by name."""
    package = importlib.import_module("tests.faults.victims")
    for module in pkgutil.iter_modules(package.__path__, "tests.faults.victims."):
        importlib.import_module(module.name)
    return _victims


def run(victim: Victim, directory: Path, *, kills: int, seed: int = SEED) -> Tally:
    """Kill ``victim`` so many times, or as often as ``KILLS_SECONDS`` allow; the same seed draws the same moments."""
    chance, tally, began = random.Random(f"{victim.name}:{seed}"), Tally(victim.name), time.monotonic()
    with victim.attack(directory) as attack:
        end = time.monotonic() + LONGEST_SECONDS
        for number in range(1, kills + 1):
            if time.monotonic() > end:
                break
            tally.kills = number
            tally.under_way += attack.strike(chance)
            tally.half += [f"after kill {number}: {found}" for found in attack.half()]
        tally.lost += attack.lost()
    tally.seconds = time.monotonic() - began
    return tally
