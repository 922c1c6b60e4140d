"""Who is covered: within the limit of at least one outlet that counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from publicservice.coverage.rules.geometry import Flags
from publicservice.coverage.rules.travel import NEVER, Seconds

Weights = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DistrictShare:
    """One district: people (or parks) in all, of them covered."""

    district: str
    total: int
    covered: int

    @property
    def left_out(self) -> int:
        return self.total - self.covered


def covered(seconds: Seconds, limit_seconds: int) -> Flags:
    """Which points reach any outlet within the limit; the limit itself is within."""
    if not seconds.shape[1]:
        return np.zeros(seconds.shape[0], dtype=np.bool_)
    reached: Flags = seconds.min(axis=1) <= limit_seconds
    return reached


def nearest(seconds: Seconds) -> tuple[NDArray[np.int64], Seconds]:
    """For each point the place of its nearest outlet (the first of equals, −1 if there is none) and the time."""
    if not seconds.shape[1]:
        none = np.full(seconds.shape[0], -1, dtype=np.int64)
        return none, np.full(seconds.shape[0], NEVER, dtype=np.int32)
    place = seconds.argmin(axis=1)
    return place, seconds[np.arange(len(place)), place]


def by_district(districts: Sequence[str], weights: Weights, is_covered: Flags) -> list[DistrictShare]:
    """One row a district, in the order of their codes; the sums of the rows are the sums of the points."""
    codes = np.asarray(districts)
    found = []
    for code in sorted(set(districts)):
        own = codes == code
        found.append(DistrictShare(code, int(weights[own].sum()), int(weights[own & is_covered].sum())))
    return found


def only_cover(seconds: Seconds, limit_seconds: int, outlet: int) -> Flags:
    """The points that this outlet covers and no other."""
    within = seconds <= limit_seconds
    alone: Flags = within[:, outlet] & (within.sum(axis=1) == 1)
    return alone
