"""好差评: five levels, the items of each way of service, and what a bad one sets going (DOMAIN 7.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.foundation.workdays import Calendar, Deadline

WORST, BEST = 1, 5
LEVELS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
BAD = 2


class RatedItem(Vocabulary):
    OVERALL = "overall", "整体满意度"
    EFFICIENCY = "efficiency", "办事效率"
    GUIDE = "guide", "指南准确度"
    CONVENIENCE = "convenience", "便捷程度"
    OPERABILITY = "operability", "操作易用性"
    LEVEL = "level", "业务水平"
    ATTITUDE = "attitude", "服务态度"


ONLINE_ITEMS = (
    RatedItem.OVERALL,
    RatedItem.EFFICIENCY,
    RatedItem.GUIDE,
    RatedItem.CONVENIENCE,
    RatedItem.OPERABILITY,
)
OFFLINE_ITEMS = (RatedItem.OVERALL, RatedItem.EFFICIENCY, RatedItem.LEVEL, RatedItem.ATTITUDE)


class RatingRefused(DomainError):
    code = "rating_refused"
    template = "评价未被接受：{problem}"


@dataclass(frozen=True, slots=True)
class Limits:
    """From the rule set ``service_rating``. Calling back is a matter of calendar days, mending of working days."""

    call_back_days: int
    mend_working_days: int


def items_of(is_online: bool) -> tuple[RatedItem, ...]:
    return ONLINE_ITEMS if is_online else OFFLINE_ITEMS


def check(levels: Mapping[str, int], is_online: bool) -> dict[str, int]:
    """The levels, one for each item of this way of service. Raises ``RatingRefused``."""
    items = items_of(is_online)
    if unknown := set(levels) - set(items):
        raise RatingRefused(problem=f"没有“{'、'.join(sorted(unknown))}”这一项。")
    for item in items:
        if levels.get(item) not in LEVELS:
            raise RatingRefused(field=item.value, problem=f"“{item.label}”应从五级中选择一级。")
    return {item.value: levels[item] for item in items}


def is_bad(levels: Mapping[str, int]) -> bool:
    """不满意 and below, in any item, counts as 差评."""
    return any(level <= BAD for level in levels.values())


def call_back_by(rated_on: date, limits: Limits, calendar: Calendar) -> Deadline:
    return calendar.after_calendar_days(rated_on, limits.call_back_days)


def mend_by(rated_on: date, limits: Limits, calendar: Calendar) -> Deadline:
    return calendar.add(rated_on, limits.mend_working_days)
