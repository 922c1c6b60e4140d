"""Which values stand out, and how much each matters to the city's total (selective editing).

Data of firms are skewed, so nothing is measured from a mean. Three edits and one score:

- the ratio edit of Hidiroglou and Berthelot (Statistical editing and imputation for periodic business surveys,
  Survey Methodology 12, 1986, 73-83): growth against the year before, weighed by the size of the unit;
- the robust z of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993), on logarithms, within a group of
  like units: 0.6745 times the distance from the median over the median absolute deviation;
- a ratio of two cells of one return (revenue per head) outside two percentiles of the group;
- influence: by how much of the city's expected total a value departs from what was expected of it.

Pure: arrays in, arrays out, in the order of the units. A unit without a usable value is NaN and never flagged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]

NORMAL_QUARTILE = 0.6745
QUARTILES = (25, 50, 75)
MILLION = 1_000_000
NOTHING = np.float64(np.nan)


@dataclass(frozen=True, slots=True)
class EditParameters:
    """``width`` is C, ``exponent`` is U and ``floor`` is A of the ratio edit; percentiles are whole percents."""

    width: float
    exponent: float
    floor: float
    z_limit: float
    least_units: int
    low_percentile: int
    high_percentile: int
    slip: float

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Self:
        """From a rule set, whose numbers are whole: percents, and tenths for the limit of z."""
        return cls(
            width=float(parameters["ratio_width"]),
            exponent=parameters["ratio_exponent_percent"] / 100,
            floor=parameters["ratio_floor_percent"] / 100,
            z_limit=parameters["z_limit_tenths"] / 10,
            least_units=parameters["least_units"],
            low_percentile=parameters["peer_low_percentile"],
            high_percentile=parameters["peer_high_percentile"],
            slip=float(parameters["slip_times"]),
        )


@dataclass(frozen=True, slots=True)
class RatioEdit:
    """The effects E, the bounds they were held against, the median ratio, and which units lie outside."""

    effects: Numbers
    lower: float
    upper: float
    median_ratio: float
    is_out: Marks


@dataclass(frozen=True, slots=True)
class LevelEdit:
    """A score for each unit, the value in the middle of its group, and which units lie outside."""

    scores: Numbers
    middle: float
    is_out: Marks


def ratio_edit(now: Numbers, before: Numbers, parameters: EditParameters) -> RatioEdit:
    """``now[i]`` and ``before[i]`` belong to one unit. A unit with no positive value in either year is not edited."""
    usable = (now > 0) & (before > 0)
    effects = np.full(now.shape, NOTHING)
    if usable.sum() < parameters.least_units:
        return RatioEdit(effects, np.nan, np.nan, _median_ratio(now, before), np.zeros(now.shape, dtype=bool))
    ratios = now[usable] / before[usable]
    median = float(np.median(ratios))
    growth = np.where(ratios < median, 1 - median / ratios, ratios / median - 1)
    effects[usable] = growth * np.maximum(now[usable], before[usable]) ** parameters.exponent
    lower, upper = _bounds(effects[usable], parameters)
    with np.errstate(invalid="ignore"):
        is_out = usable & ((effects < lower) | (effects > upper))
    return RatioEdit(effects, lower, upper, median, is_out)


def _bounds(effects: Numbers, parameters: EditParameters) -> tuple[float, float]:
    """The floor keeps a field in which nearly everybody grew alike from flagging every small departure."""
    first, middle, third = (float(value) for value in np.percentile(effects, QUARTILES))
    least = abs(parameters.floor * middle)
    below, above = max(middle - first, least), max(third - middle, least)
    return middle - parameters.width * below, middle + parameters.width * above


def _median_ratio(now: Numbers, before: Numbers) -> float:
    usable = (now > 0) & (before > 0)
    return float(np.median(now[usable] / before[usable])) if usable.any() else np.nan


def log_z(values: Numbers, parameters: EditParameters) -> LevelEdit:
    """Robust z of the logarithms within one group; zero and negative values have none."""
    usable = values > 0
    scores = np.full(values.shape, NOTHING)
    nobody = np.zeros(values.shape, dtype=bool)
    if not usable.any():
        return LevelEdit(scores, np.nan, nobody)
    middle = float(np.exp(np.median(np.log(values[usable]))))
    if usable.sum() < parameters.least_units:
        return LevelEdit(scores, middle, nobody)
    scores[usable] = robust_z(np.log(values[usable]))
    with np.errstate(invalid="ignore"):
        return LevelEdit(scores, middle, np.abs(scores) > parameters.z_limit)


def robust_z(values: Numbers) -> Numbers:
    """0.6745 times the distance from the median over the median absolute deviation; NaN where more than half agree."""
    distances = values - np.median(values)
    spread = float(np.median(np.abs(distances)))
    return NORMAL_QUARTILE * distances / spread if spread else np.full(values.shape, NOTHING)


def peer_ratio(numerator: Numbers, denominator: Numbers, parameters: EditParameters) -> LevelEdit:
    """One cell over another within one group, outside the two percentiles. ``scores`` are the ratios themselves."""
    usable = (numerator > 0) & (denominator > 0)
    ratios = np.full(numerator.shape, NOTHING)
    ratios[usable] = numerator[usable] / denominator[usable]
    if usable.sum() < parameters.least_units:
        return LevelEdit(ratios, float(np.median(ratios[usable])) if usable.any() else np.nan, usable & False)
    low, middle, high = np.percentile(ratios[usable], [parameters.low_percentile, 50, parameters.high_percentile])
    with np.errstate(invalid="ignore"):
        return LevelEdit(ratios, float(middle), usable & ((ratios < low) | (ratios > high)))


def unit_slips(now: Numbers, before: Numbers, parameters: EditParameters) -> Marks:
    """元 for 万元 or the other way round: more than so many times the year before, or less than the same part of it."""
    usable = (now > 0) & (before > 0)
    slipped = np.zeros(now.shape, dtype=bool)
    ratios = now[usable] / before[usable]
    slipped[usable] = (ratios > parameters.slip) | (ratios < 1 / parameters.slip)
    return slipped


def expected_values(before: Numbers, median_ratio: float, level: Numbers) -> Numbers:
    """What last year grown like the median would be; without a last year the middle of the group (``level``)."""
    grown = np.where(before > 0, before * median_ratio, NOTHING)
    return np.where(np.isnan(grown), level, grown)


def influences(now: Numbers, expected: Numbers) -> NDArray[np.int64]:
    """``|now - expected|`` over the sum of all expected values, in parts of a million; 0 where nothing is expected."""
    total = float(np.nansum(expected))
    if not total > 0:
        return np.zeros(now.shape, dtype=np.int64)
    parts = np.nan_to_num(np.abs(now - expected) / total * MILLION)
    return np.rint(parts).astype(np.int64)
