"""The numbers of the review and of the reminders, as a rule set keeps them: checked and put into words.

The limits of the edits are the defaults of the literature named in ``rules.editing``. The days of reminders follow
those that the patent agencies' annual reports have (1, 15, 25 and 30 March for a term on the 31st), because for the
survey itself no paper names any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

KIND = "survey_review"
COUNTS: Mapping[str, tuple[str, int, int]] = {
    "ratio_width": ("与上年比：容许区间的宽度 C", 1, 200),
    "ratio_exponent_percent": ("与上年比：规模的权重 U（百分之几）", 0, 100),
    "ratio_floor_percent": ("与上年比：最小区间系数 A（百分之几）", 0, 100),
    "z_limit_tenths": ("同组离群：稳健 z 的界限（十分之几）", 10, 200),
    "least_units": ("参加比较的最少机构数", 3, 1000),
    "peer_low_percentile": ("与同行比：下限（百分位）", 0, 49),
    "peer_high_percentile": ("与同行比：上限（百分位）", 51, 100),
    "slip_times": ("疑似计量单位错误：与上年相差的倍数", 10, 10_000),
    "correction_working_days": ("退回更正的默认工作日数", 1, 60),
    "escalate_days_after": ("逾期几日后把未报名单交区县", 0, 60),
}
DAYS: Mapping[str, str] = {
    "remind_days_before": "截止前几日催报",
    "remind_days_after": "逾期后几日催报",
}
PEERS = "peer_ratios"
LABELS: Mapping[str, str] = {
    **{name: label for name, (label, _, _) in COUNTS.items()},
    **DAYS,
    PEERS: "与同行比：分子单元格/分母单元格",
}
MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day on which a return is reminded of. ``code`` is the same however often the clock asks."""

    code: str
    day: date
    days_left: int


def occasion(due_on: date, today: date, parameters: Mapping[str, Any]) -> Occasion | None:
    """The latest reminder that is due by ``today``: one that was missed is caught up once, not one for each day."""
    left = [*parameters["remind_days_before"], *(-days for days in parameters["remind_days_after"])]
    passed = [days for days in left if due_on - timedelta(days=days) <= today]
    if not passed:
        return None
    latest = min(passed)
    return Occasion(f"{due_on:%Y%m%d}{-latest:+d}", due_on - timedelta(days=latest), (due_on - today).days)


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong, by parameter name."""
    found = {name: "缺少该参数。" for name in LABELS if name not in parameters}
    found |= {name: "不认识的参数。" for name in parameters if name not in LABELS}
    for name, (_, low, high) in COUNTS.items():
        if name not in found and not _is_count(parameters[name], low, high):
            found[name] = f"应为 {low} 至 {high} 之间的整数。"
    for name in DAYS:
        if name not in found and not _are_days(parameters[name]):
            found[name] = f"应为一列不重复的天数，每个在 0 至 {MOST_DAYS} 之间。"
    if PEERS not in found and not _are_pairs(parameters[PEERS]):
        found[PEERS] = "应为一列“分子/分母”，各为五位指标代码，例如 10302/10201。"
    return found


def _is_count(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _are_days(value: Any) -> bool:
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        return False
    return all(_is_count(day, 0, MOST_DAYS) for day in value)


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(pair, str) and len(peer_cells(pair)) == 2 for pair in value)


def peer_cells(pair: str) -> Sequence[str]:
    """``10302/10201`` as its two cells; anything else as no two."""
    return [part for part in pair.split("/") if part.isascii() and part.isdigit() and len(part) == 5]


def show(name: str, value: Any) -> str:
    """A value as an official reads it."""
    return "、".join(str(part) for part in value) if isinstance(value, list) else str(value)
