"""What a person is shown whose slot has just gone: the nearest free ones by time, then by travel (row 5.24)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

OFFERED = 3
WITHIN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Alternative:
    """One free slot elsewhere or at another time. ``travel_minutes`` from the place first wanted; None unknown."""

    schedule: int
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int | None = 0


def nearest(wanted: datetime, candidates: Iterable[Alternative], *, count: int = OFFERED) -> list[Alternative]:
    """The ``count`` nearest: by distance in time, then travel with the unknown last, then the earlier, then by key."""
    return sorted(
        candidates,
        key=lambda slot: (
            abs(slot.starts_at - wanted),
            slot.travel_minutes is None,
            slot.travel_minutes or 0,
            slot.starts_at,
            slot.schedule,
        ),
    )[:count]
