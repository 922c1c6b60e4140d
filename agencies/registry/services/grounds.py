"""What every registered change rests on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Grounds:
    """From when a change holds (first day), by which paper, and why."""

    since: date
    source: str
    reason: str = ""
