"""The numbers of the survey that the office may set: the rule set ``survey``."""

from collections.abc import Mapping
from typing import Any

KIND = "survey"
SWITCHES = {
    "include_branches": "分支机构单独填报（1 是，0 否）",
    "founded_by_year_end": "只含统计年度末以前设立的机构（1 是，0 否）",
}
COUNTS = {
    "size_medium_from": "中型机构：执业专利代理师人数不少于",
    "size_large_from": "大型机构：执业专利代理师人数不少于",
    "change_percent": "较上年变动超过此百分比的须说明",
    "revenue_per_head_low": "人均营业收入低于此数（元）的须说明",
    "revenue_per_head_high": "人均营业收入高于此数（元）的须说明",
}
LABELS = SWITCHES | COUNTS
LIMITS = {name: (0, 1) for name in SWITCHES} | {
    "size_medium_from": (1, 1000),
    "size_large_from": (2, 10000),
    "change_percent": (1, 1000),
    "revenue_per_head_low": (0, 10**9),
    "revenue_per_head_high": (1, 10**9),
}


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the numbers of a survey, by parameter."""
    wrong = {name: "缺少此项。" for name in LABELS if name not in parameters}
    for name, value in parameters.items():
        low, high = LIMITS.get(name, (0, 0))
        if name not in LABELS:
            wrong[name] = "没有这一参数。"
        elif isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            wrong[name] = f"“{value}”应为 {low} 至 {high} 的整数。"
    if not wrong and parameters["size_large_from"] <= parameters["size_medium_from"]:
        wrong["size_large_from"] = "应大于中型机构的人数。"
    if not wrong and parameters["revenue_per_head_high"] <= parameters["revenue_per_head_low"]:
        wrong["revenue_per_head_high"] = "上限应大于下限。"
    return wrong


def show(name: str, value: Any) -> str:
    """A number as an official reads it."""
    if name in SWITCHES:
        return "是" if value else "否"
    return f"{value:,}" if isinstance(value, int) else str(value)
