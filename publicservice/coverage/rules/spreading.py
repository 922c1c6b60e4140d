"""Residents who stand on one district point for want of better positions, spread over the part of the district's area
that is theirs.

The rule: an even grid is laid over the district, its corner at the lowest longitude and latitude of the border. Of its
points those count that lie inside the border and nearer to the district point than to any town of the district with a
position of its own (those towns keep their own residents). The grid is made finer, halving its step, until there are
at least as many points as ``residents`` ÷ ``per_point``, rounded up, or the step is below 250 m. Every point gets the
same number; what is left over goes to the first points in order of latitude, then longitude (largest remainder). The
sum is kept exactly. A district without such a point keeps its district point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from publicservice.coverage.rules.geometry import Floats, Ring, great_circle_metres, inside

PER_POINT = 10_000
FIRST_STEP = 0.16
LAST_STEP = 0.0025
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class SpreadPoint:
    longitude: float
    latitude: float
    residents: int


def spread(
    residents: int, seat: tuple[float, float], *, towns: Sequence[tuple[float, float]], area: Sequence[Ring]
) -> list[SpreadPoint]:
    """The points that stand for ``residents``, from south to north; their sum is exactly ``residents``."""
    wanted = max(1, -(-residents // PER_POINT))
    step, points = FIRST_STEP, np.zeros((0, 2))
    while len(points) < wanted and step >= LAST_STEP:
        points = _own_grid(step, seat, towns, area)
        step /= 2
    if not len(points):
        points = np.array([seat])
    share, left = divmod(residents, len(points))
    return [
        SpreadPoint(float(lon), float(lat), share + (1 if place < left else 0))
        for place, (lon, lat) in enumerate(points)
        if share or place < left
    ]


def _own_grid(
    step: float, seat: tuple[float, float], towns: Sequence[tuple[float, float]], area: Sequence[Ring]
) -> Floats:
    corners = np.concatenate([np.asarray(ring) for ring in area])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    lons, lats = np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    grid = np.array([(lon, lat) for lat in lats for lon in lons]).reshape(-1, 2).round(DECIMALS)
    grid = grid[inside(grid, area)] if len(grid) else grid
    if not len(grid) or not towns:
        return grid
    metres = great_circle_metres(grid, np.array([seat, *towns]))
    own: Floats = grid[metres.argmin(axis=1) == 0]
    return own
