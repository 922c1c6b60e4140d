"""Which slots a schedule has: derived from hours, breaks, exceptions and what is taken; never stored ahead.

A schedule is cut into steps of ``slot_minutes`` from the beginning of each open interval; what is left over at its
end is no slot. A booking of several steps needs them one after the other in one interval.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from ipservice.foundation.workdays import Calendar
from publicservice.network.rules import Hours, Interval

MINUTE = timedelta(minutes=1)
Grids = dict[date, list[tuple[datetime, ...]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the slots of one schedule.

    ``week`` narrows the hours of the outlet where it is given (seven lists, Monday first). ``closures`` are the days
    that differ: the intervals of that day within the hours of the outlet, none when the schedule rests.
    """

    hours: Hours
    slot_minutes: int
    capacity: int
    lead_minutes: int
    horizon_days: int
    valid_from: date
    valid_until: date | None = None
    week: tuple[tuple[Interval, ...], ...] | None = None
    breaks: tuple[Interval, ...] = ()
    closures: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)


class Taken(NamedTuple):
    """What is kept of one slot: its places, and how many are taken."""

    capacity: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)


class Free(NamedTuple):
    """One time at which a booking may begin, and how many could begin then."""

    starts_at: datetime
    ends_at: datetime
    free: int


def intersection(left: Iterable[Interval], right: Iterable[Interval]) -> tuple[Interval, ...]:
    """What both have, in order."""
    both = [Interval(max(one.start, other.start), min(one.end, other.end)) for one in left for other in right]
    return tuple(sorted(interval for interval in both if interval.start < interval.end))


def without(intervals: Iterable[Interval], breaks: Iterable[Interval]) -> tuple[Interval, ...]:
    """``intervals`` with ``breaks`` cut out of them."""
    left = list(intervals)
    for gap in breaks:
        left = [
            part
            for each in left
            for part in (Interval(each.start, min(each.end, gap.start)), Interval(max(each.start, gap.end), each.end))
            if part.start < part.end
        ]
    return tuple(sorted(set(left)))


def intervals_on(plan: Plan, day: date, calendar: Calendar) -> tuple[Interval, ...]:
    """When the schedule serves on ``day``."""
    if day < plan.valid_from or (plan.valid_until is not None and day > plan.valid_until):
        return ()
    intervals = plan.hours.on(day, calendar)
    if plan.week is not None and intervals:
        intervals = intersection(intervals, plan.week[day.weekday()])
    if day in plan.closures:
        intervals = intersection(intervals, plan.closures[day])
    return without(intervals, plan.breaks)


def grid(plan: Plan, day: date, calendar: Calendar, zone: tzinfo) -> list[tuple[datetime, ...]]:
    """The slots of ``day`` by interval: the beginning of each, in order."""
    step = plan.slot_minutes * MINUTE
    runs = []
    for interval in intervals_on(plan, day, calendar):
        start = datetime.combine(day, interval.start, zone)
        end = datetime.combine(day, interval.end, zone)
        runs.append(tuple(start + step * number for number in range(int((end - start) / step))))
    return runs


def steps_needed(plan: Plan, minutes: int) -> int:
    """How many slots one after the other ``minutes`` take; at least one."""
    return max(-(-minutes // plan.slot_minutes), 1)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: how long, on which days, and what the clock shows."""

    minutes: int
    first_day: date
    days: int
    now: datetime


def free_slots(plan: Plan, search: Search, taken: Mapping[datetime, Taken], calendar: Calendar) -> list[Free]:
    """Every time at which ``search.minutes`` can begin, in order. Full ones are not among them."""
    return [slot for slot in open_slots(plan, search, taken, calendar) if slot.free]


def open_slots(
    plan: Plan, search: Search, taken: Mapping[datetime, Taken], calendar: Calendar, *, grids: Grids | None = None
) -> list[Free]:
    """The same with the full ones, which have no free place and may be waited for.

    ``grids`` keeps the days cut so far, for further searches by the same plan, calendar and zone.
    """
    zone = search.now.tzinfo
    assert zone is not None
    count, step = steps_needed(plan, search.minutes), plan.slot_minutes * MINUTE
    earliest = search.now + plan.lead_minutes * MINUTE
    last_day = search.now.date() + timedelta(days=plan.horizon_days)
    grids = {} if grids is None else grids
    found = []
    for offset in range(search.days):
        day = search.first_day + timedelta(days=offset)
        if day > last_day:
            break
        if day not in grids:
            grids[day] = grid(plan, day, calendar, zone)
        for run in grids[day]:
            for at in range(len(run) - count + 1):
                if run[at] >= earliest:
                    found.append(Free(run[at], run[at] + step * count, _free(plan, run[at : at + count], taken)))
    return found


def _free(plan: Plan, starts: Sequence[datetime], taken: Mapping[datetime, Taken]) -> int:
    if len(starts) == 1:
        (start,) = starts
        return taken[start].free if start in taken else plan.capacity
    return min(taken[start].free if start in taken else plan.capacity for start in starts)
