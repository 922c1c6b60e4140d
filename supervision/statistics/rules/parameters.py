"""The numbers of the annual statistics that the office may set: the rule set ``statistics``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

KIND = "statistics"
COUNTS = {
    "fewest_units": ("公布所需最少单位数", 2, 20),
    "dominance_percent": ("最大单位占比超过此百分比的不公布", 50, 100),
    "protection_percent": ("估算精度保护（p%）", 1, 50),
    "fewest_for_median": ("公布中位数所需最少单位数", 3, 100),
    "fewest_for_quartiles": ("公布四分位数所需最少单位数", 4, 200),
    "exact_cells": ("精确求解的最大单元格数", 0, 5000),
    "nodes_per_family": ("每组表精确求解的分支上限", 1, 1_000_000),
}
LISTS = {
    "crossed_items": "按区县和机构类型交叉列表的指标",
    "rates": "比率指标（编号、名称、分子、分母、单位）",
}
LABELS = {name: label for name, (label, _, _) in COUNTS.items()} | LISTS
RATE_PARTS = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of two totals of the same node: numerator and denominator are cells of the questionnaire."""

    code: str
    label: str
    numerator: str
    denominator: str
    unit: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """One version of the numbers."""

    fewest_units: int
    dominance_percent: int
    protection_percent: int
    fewest_for_median: int
    fewest_for_quartiles: int
    exact_cells: int
    nodes_per_family: int
    crossed_items: tuple[str, ...]
    rates: tuple[Rate, ...]

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Self:
        """Expects parameters without ``problems``."""
        return cls(
            **{name: parameters[name] for name in COUNTS},
            crossed_items=tuple(parameters["crossed_items"]),
            rates=tuple(Rate(*row) for row in parameters["rates"]),
        )


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong, by parameter name."""
    found = {name: "缺少该参数。" for name in LABELS if name not in parameters}
    found |= {name: "不认识的参数。" for name in parameters if name not in LABELS}
    for name, (_, low, high) in COUNTS.items():
        if name not in found and not _is_count(parameters[name], low, high):
            found[name] = f"应为 {low} 至 {high} 之间的整数。"
    if "crossed_items" not in found and not _is_row(parameters["crossed_items"]):
        found["crossed_items"] = "应为指标代码的列表。"
    if "rates" not in found and not _are_rates(parameters["rates"]):
        found["rates"] = "每项应为编号、名称、分子代码、分母代码、单位五个文字。"
    return found


def _is_count(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_row(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _are_rates(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(_is_row(row) and len(row) == RATE_PARTS for row in value)


def in_words(name: str, value: Any) -> str:
    """A value as an official reads it."""
    if name == "rates":
        return "；".join(f"{row[1]}＝{row[2]}÷{row[3]}" for row in value)
    return "、".join(value) if name == "crossed_items" else str(value)
