"""The parameters of the travel model as a rule set keeps them: read, checked, put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ipservice.foundation.vocabulary import Vocabulary

KIND = "travel_model"
GROUPS = ("中心城区", "主城新区", "渝东北", "渝东南")
OTHER_GROUPS = "其他"


class Mode(Vocabulary):
    """How people get there."""

    TRANSIT = "transit", "步行加公共交通"
    CAR = "car", "驾车"


LABELS = {
    "limit_minutes": "服务圈时限（分钟）",
    "detour_percent": "各片区绕行系数（道路里程为直线距离的百分之几）",
    "speed_kmh": "各方式平均速度（千米／小时）",
    "fixed_minutes": "各方式起止附加时间（分钟）",
    "crossing_minutes": "附近无桥时每次过江附加时间（分钟）",
    "bridge_near_metres": "视为“附近有桥”的距离（米）",
    "least_half_days": "网点计入服务圈所需每周值守半日数",
    "unknown_staffing_counts": "值守时间未登记的网点是否计入",
    "bookable_working_days": "实有服务圈：可约时段应在几个工作日内",
}


@dataclass(frozen=True, slots=True)
class TravelParameters:
    """One version of the travel model."""

    limit_minutes: int
    detour_percent: Mapping[str, int]
    speed_kmh: Mapping[str, int]
    fixed_minutes: Mapping[str, int]
    crossing_minutes: int
    bridge_near_metres: int
    least_half_days: int
    unknown_staffing_counts: bool
    bookable_working_days: int

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Self:
        """Expects parameters without ``problems``."""
        return cls(**{name: parameters[name] for name in LABELS})

    @property
    def limit_seconds(self) -> int:
        return self.limit_minutes * 60

    def detour(self, group: str) -> int:
        """Percent for a group of districts; a place outside the groups takes the city's lowest."""
        return self.detour_percent.get(group, min(self.detour_percent.values()))


COUNTS = {
    "limit_minutes": (1, 240),
    "crossing_minutes": (0, 120),
    "bridge_near_metres": (0, 50_000),
    "least_half_days": (0, 14),
    "bookable_working_days": (1, 60),
}
TABLES = {
    "detour_percent": (GROUPS, 100, 400),
    "speed_kmh": (tuple(str(mode) for mode in Mode), 1, 150),
    "fixed_minutes": (tuple(str(mode) for mode in Mode), 0, 60),
}


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong, by parameter name."""
    found = {name: "缺少该参数。" for name in LABELS if name not in parameters}
    found |= {name: "不认识的参数。" for name in parameters if name not in LABELS}
    for name, (low, high) in COUNTS.items():
        if name not in found and not _is_count(parameters[name], low, high):
            found[name] = f"应为 {low} 至 {high} 之间的整数。"
    for name, (keys, low, high) in TABLES.items():
        if name not in found and not _is_table(parameters[name], keys, low, high):
            found[name] = f"应为{'、'.join(keys)}各一个 {low} 至 {high} 之间的整数。"
    if "unknown_staffing_counts" not in found and not isinstance(parameters["unknown_staffing_counts"], bool):
        found["unknown_staffing_counts"] = "应为是或否。"
    return found


def _is_count(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_table(value: Any, keys: tuple[str, ...], low: int, high: int) -> bool:
    return (
        isinstance(value, Mapping) and set(value) == set(keys) and all(_is_count(v, low, high) for v in value.values())
    )


def in_words(name: str, value: Any) -> str:
    """A value as an official reads it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        labels = {str(mode): mode.label for mode in Mode}
        return "；".join(f"{labels.get(key, key)} {part}" for key, part in value.items())
    return str(value)
