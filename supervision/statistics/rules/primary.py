"""统计法: 不得对外提供、泄露能够识别或者推断单个统计调查对象身份的资料. A cell that would do so is hidden.

Three rules, each enough by itself: too few contributors; one of them holds too much; or the second largest could
estimate the largest within p percent (X − x1 − x2 < p/100·x1). Contributors are units whose value is not zero;
their sizes are taken without sign, so that a loss is a contribution too.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from supervision.statistics.rules.parameters import Parameters

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contributions:
    """One entry a cell: how many units contribute, the sum of their sizes, the largest and the second largest."""

    units: Counts
    size: Floats
    largest: Floats
    second: Floats


def is_sensitive(found: Contributions, parameters: Parameters) -> Flags:
    """Which cells may not be shown for their own sake. Empty cells tell of nobody and are not among them."""
    few = found.units < parameters.fewest_units
    dominated = found.largest * 100 > found.size * parameters.dominance_percent
    rest = found.size - found.largest - found.second
    close = rest * 100 < found.largest * parameters.protection_percent
    flags: Flags = (few | dominated | close) & (found.units > 0)
    return flags


def protection(found: Contributions, parameters: Parameters) -> Floats:
    """How far, up and down, an outsider must stay from the value of a hidden cell: p percent of the largest unit."""
    required: Floats = found.largest * parameters.protection_percent / 100
    return required


def largest_share(found: Contributions) -> Floats:
    """The share of the largest unit in a cell, between 0 and 1; 0 for an empty one."""
    share: Floats = np.divide(found.largest, found.size, out=np.zeros(len(found.size)), where=found.size > 0)
    return share
