"""How long a way takes, without a network of roads: an estimate, and always called one.

Great circle × detour factor of the origin's group of districts ÷ speed of the mode, plus a fixed time for setting out
and arriving; every crossing of a known river with no known bridge near it adds ``crossing_minutes``. Times are whole
seconds, rounded up, so that "within 30 minutes" is an exact comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from publicservice.coverage.rules.geometry import Floats, crossings, great_circle_metres
from publicservice.coverage.rules.parameters import Mode, TravelParameters

Seconds = NDArray[np.int32]
NEVER = int(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True)
class Water:
    """River lines and the bridges over them, as far as they are known."""

    rivers: Sequence[Floats] = ()
    bridges: Floats = field(default_factory=lambda: np.zeros((0, 2)))


def estimated_seconds(
    origins: Floats,
    detours: NDArray[np.int64],
    destinations: Floats,
    *,
    travel: "Travel",
    within_seconds: int | None = None,
) -> Seconds:
    """``seconds[i][j]`` from origin i to destination j; ``detours`` in percent, one an origin.

    With ``within_seconds`` rivers are looked at only where the time without them is at most that; longer ways are
    then too short by what their crossings take, and still longer than that.
    """
    if not len(origins) or not len(destinations):
        return np.zeros((len(origins), len(destinations)), dtype=np.int32)
    road = great_circle_metres(origins, destinations) * (detours[:, None] / 100)
    moving = road * 3.6 / travel.speed_kmh
    seconds: Seconds = np.ceil(moving + travel.fixed_minutes * 60).astype(np.int32)
    if travel.water.rivers and travel.crossing_minutes:
        _add_crossings(seconds, (origins, destinations), travel, within_seconds)
    return seconds


@dataclass(frozen=True, slots=True)
class Travel:
    """One mode of the model with the water in its way."""

    speed_kmh: int
    fixed_minutes: int
    crossing_minutes: int
    bridge_near_metres: int
    water: Water

    @classmethod
    def by(cls, mode: Mode, parameters: TravelParameters, water: Water) -> "Travel":
        return cls(
            parameters.speed_kmh[str(mode)],
            parameters.fixed_minutes[str(mode)],
            parameters.crossing_minutes,
            parameters.bridge_near_metres,
            water,
        )


def _add_crossings(seconds: Seconds, ends: tuple[Floats, Floats], travel: Travel, within_seconds: int | None) -> None:
    origins, destinations = ends
    for river in travel.water.rivers:
        (west, south), (east, north) = river.min(axis=0), river.max(axis=0)
        near = _may_meet(0, west, east, ends) & _may_meet(1, south, north, ends)
        if within_seconds is not None:
            near &= seconds <= within_seconds
        i, j = np.nonzero(near)
        if not len(i):
            continue
        hit, points = crossings(origins[i], destinations[j], river)
        if len(travel.water.bridges) and len(hit):
            far = great_circle_metres(points, travel.water.bridges).min(axis=1) > travel.bridge_near_metres
            hit = hit[far]
        np.add.at(seconds, (i[hit], j[hit]), np.int32(travel.crossing_minutes * 60))


def _may_meet(axis: int, low: float, high: float, ends: tuple[Floats, Floats]) -> NDArray[np.bool_]:
    """Pairs whose way does not pass wholly to one side of the river's box."""
    a, b = ends[0][:, axis][:, None], ends[1][:, axis][None, :]
    both: NDArray[np.bool_] = ~(((a < low) & (b < low)) | ((a > high) & (b > high)))
    return both
