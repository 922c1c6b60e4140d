"""Intervals for rates from small samples, and the range of ranks that the data allow.

Wilson's score interval; Newcombe's method 10 for a difference; rank ranges by Holm's procedure over Newcombe
comparisons of one unit with every other. Floats, for sentences and charts; legal ranks use exact fractions.
"""

from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_ROWS_AT_ONCE = 64


def z_for(level: float) -> float:
    """The two-sided normal quantile: 0.95 gives 1.959964."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(successes: Any, n: Any, z: float = z_for(0.95)) -> tuple[Any, Any]:
    """(low, high), as floats or arrays like the input; the whole of [0, 1] where ``n`` is 0."""
    total = np.asarray(n, dtype=np.float64)
    known = total > 0
    safe = np.where(known, total, 1.0)
    rate = np.asarray(successes, dtype=np.float64) / safe
    centre = (rate + z * z / (2 * safe)) / (1 + z * z / safe)
    half = z / (1 + z * z / safe) * np.sqrt(rate * (1 - rate) / safe + z * z / (4 * safe * safe))
    low = np.where(known, np.where(rate == 0, 0.0, np.clip(centre - half, 0, 1)), 0.0)
    high = np.where(known, np.where(rate == 1, 1.0, np.clip(centre + half, 0, 1)), 1.0)
    if low.ndim == 0:
        return float(low), float(high)
    return low, high


def newcombe_difference(first: tuple[int, int], second: tuple[int, int], z: float = z_for(0.95)) -> tuple[float, float]:
    """The interval of rate one minus rate two, each given as (successes, n), by Newcombe's method 10."""
    rate_1, rate_2 = first[0] / first[1], second[0] / second[1]
    low_1, high_1 = wilson(*first, z)
    low_2, high_2 = wilson(*second, z)
    difference = rate_1 - rate_2
    below = float(np.hypot(rate_1 - low_1, high_2 - rate_2))
    above = float(np.hypot(high_1 - rate_1, rate_2 - low_2))
    return difference - below, difference + above


def rank_ranges(successes: Any, totals: Any, level: float = 0.95) -> list[tuple[int, int]]:
    """(best, worst) possible rank of every unit, the highest rate being rank 1.

    A unit without cases may have any rank. For each unit Holm's step-down runs over its comparisons with all others:
    with R already rejected the next is tested at (1 − level) ÷ (m − R); the fixed point of that is Holm's set.
    """
    n = np.asarray(totals, dtype=np.float64)
    units = len(n)
    if units < 2:
        return [(1, 1)] * units
    rate = np.divide(np.asarray(successes, dtype=np.float64), n, out=np.zeros_like(n), where=n > 0)
    thresholds = _holm_quantiles(units - 1, 1 - level)
    better = np.zeros(units, dtype=np.int64)
    worse = np.zeros(units, dtype=np.int64)
    for start in range(0, units, _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, units))
        better[rows], worse[rows] = _significant(rows, rate, n, thresholds)
    return [(1 + int(above), units - int(below)) for above, below in zip(better, worse, strict=True)]


def _holm_quantiles(comparisons: int, alpha: float) -> Floats:
    """``z[R]`` for the next test when R hypotheses have been rejected; the last entry repeats."""
    normal = NormalDist()
    steps = [normal.inv_cdf(1 - alpha / (2 * (comparisons - rejected))) for rejected in range(comparisons)]
    return np.array([*steps, steps[-1]], dtype=np.float64)


def _significant(rows: Any, rate: Floats, n: Floats, thresholds: Floats) -> tuple[Any, Any]:
    """For each row: how many units are significantly better, and how many significantly worse."""
    difference = rate[None, :] - rate[rows, None]
    sign = np.sign(difference)
    better = np.zeros(len(rows), dtype=np.int64)
    worse = np.zeros(len(rows), dtype=np.int64)
    active = np.arange(len(rows))
    rejected = np.zeros(len(rows), dtype=np.int64)
    while len(active):
        z = thresholds[rejected[active], None]
        gap, side = difference[active], sign[active]
        mine = _arm(rate[rows[active], None], n[rows[active], None], z, side)
        theirs = _arm(rate[None, :], n[None, :], z, -side)
        certain = gap * gap > mine + theirs
        certain &= (n[None, :] > 0) & (n[rows[active], None] > 0)
        better[active] = np.count_nonzero(certain & (side > 0), axis=1)
        worse[active] = np.count_nonzero(certain & (side < 0), axis=1)
        count = better[active] + worse[active]
        moved = count > rejected[active]
        rejected[active] = count
        active = active[moved]
    return better, worse


def _arm(rate: Floats, n: Floats, z: Floats, side: Floats) -> Floats:
    """Squared distance from the rate to its Wilson bound, upper where ``side`` > 0, lower where it is < 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = 1 / (n + z * z)
        shift = z * z * (0.5 - rate) * weight
        half = z * weight * np.sqrt(n * rate * (1 - rate) + z * z / 4)
        distance = half + side * shift
        return np.asarray(distance * distance, dtype=np.float64)
