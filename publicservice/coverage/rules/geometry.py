"""Points, lines and areas on the ground, in plain numpy. Coordinates are WGS84: longitude first, in degrees."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

EARTH_METRES = 6_371_008.8
CHUNK = 8_192
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ring = Floats


def great_circle_metres(origins: Floats, destinations: Floats) -> Floats:
    """``metres[i][j]`` from origin i to destination j along the great circle; both are n × 2."""
    lon_a, lat_a = np.radians(origins[:, 0])[:, None], np.radians(origins[:, 1])[:, None]
    lon_b, lat_b = np.radians(destinations[:, 0])[None, :], np.radians(destinations[:, 1])[None, :]
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half = half + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    metres: Floats = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return metres


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """Every ring of a GeoJSON polygon or multipolygon, holes too: with the even-odd rule they count alike."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [np.asarray(ring, dtype=np.float64) for polygon in polygons for ring in polygon]


def inside(points: Floats, rings: Sequence[Ring]) -> Flags:
    """Which points lie in the area by the even-odd rule; a point on the border falls to one side, always the same."""
    upward = np.argsort(points[:, 1], kind="stable")
    x, y = points[upward, 0], points[upward, 1]
    odd = np.zeros(len(points), dtype=np.bool_)
    for ring in rings:
        low, high = np.minimum(ring[:-1, 1], ring[1:, 1]), np.maximum(ring[:-1, 1], ring[1:, 1])
        firsts, lasts = np.searchsorted(y, low, side="left"), np.searchsorted(y, high, side="left")
        for edge in np.flatnonzero(firsts < lasts):
            (x_1, y_1), (x_2, y_2), span = ring[edge], ring[edge + 1], slice(firsts[edge], lasts[edge])
            odd[span] ^= x[span] < (x_2 - x_1) * (y[span] - y_1) / (y_2 - y_1) + x_1
    found = np.empty_like(odd)
    found[upward] = odd
    return found


def crossings(starts: Floats, ends: Floats, line: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Where the segments ``starts[i]`` to ``ends[i]`` cross a line of many corners: (i, point), one row a crossing."""
    parts = [_crossings(starts[at : at + CHUNK], ends[at : at + CHUNK], line) for at in range(0, len(starts), CHUNK)]
    which = [found + place * CHUNK for place, (found, _) in enumerate(parts)]
    none = (np.zeros(0, dtype=np.int64), np.zeros((0, 2)))
    return (np.concatenate(which), np.concatenate([points for _, points in parts])) if parts else none


def _crossings(starts: Floats, ends: Floats, line: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Only the pieces whose corners lie on different sides of a segment's line are looked at closely."""
    along = ends - starts
    side = (
        along @ np.array([line[:, 1], -line[:, 0]]) - (along[:, 0] * starts[:, 1] - along[:, 1] * starts[:, 0])[:, None]
    )
    left = side > 0
    found, piece = np.nonzero(left[:, :-1] != left[:, 1:])
    bend, offset = line[piece + 1] - line[piece], line[piece] - starts[found]
    cross = along[found, 0] * bend[:, 1] - along[found, 1] * bend[:, 0]
    share = (offset[:, 0] * bend[:, 1] - offset[:, 1] * bend[:, 0]) / np.where(cross == 0, np.inf, cross)
    hit = (cross != 0) & (share >= 0) & (share < 1)
    points: Floats = starts[found[hit]] + share[hit, None] * along[found[hit]]
    return found[hit].astype(np.int64), points
