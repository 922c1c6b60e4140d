"""When an outlet is open on a day: its week, the State Council's calendar, and single days that differ.

An exception wins over everything. Without one, an outlet that follows the working calendar is closed on an official
holiday and has on a make-up working day the hours of the weekday chosen for that. Of two versions in force from the
same day the one recorded later holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import NamedTuple

from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.foundation.workdays import Calendar

DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
MOST_INTERVALS = 6


class HoursRefused(DomainError):
    code = "hours_refused"
    template = "{where}：{problem}"


class Interval(NamedTuple):
    """From ``start`` up to, not with, ``end``."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}—{self.end:%H:%M}"


class DayKind(Vocabulary):
    REGULAR = "regular", "按周安排"
    HOLIDAY = "holiday", "法定节假日"
    MAKEUP = "makeup", "调休上班日"
    EXCEPTION = "exception", "特殊日期"
    UNSET = "unset", "尚未公布"


@dataclass(frozen=True, slots=True)
class WeekVersion:
    """``week`` has seven entries, Monday first; ``recorded`` orders versions in force from the same day."""

    in_force_from: date
    week: tuple[tuple[Interval, ...], ...]
    follows_working_calendar: bool = True
    makeup_weekday: int = 0
    recorded: int = 0


@dataclass(frozen=True, slots=True)
class DayException:
    """Other hours on one day, or none."""

    intervals: tuple[Interval, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day and why they are so. ``is_provisional`` where the year's holidays are not announced."""

    day: date
    intervals: tuple[Interval, ...]
    kind: DayKind
    reason: str = ""
    is_provisional: bool = False

    @property
    def weekday(self) -> str:
        return DAYS[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class Hours:
    """Everything that decides when one outlet is open."""

    versions: tuple[WeekVersion, ...] = ()
    exceptions: Mapping[date, DayException] = field(default_factory=dict)

    def on(self, day: date, calendar: Calendar) -> tuple[Interval, ...]:
        return open_intervals(day, self.versions, self.exceptions, calendar)

    def include(self, day: date, start: time, end: time, calendar: Calendar) -> bool:
        """True when the outlet is open without a break from ``start`` to ``end``."""
        return any(each.start <= start and end <= each.end for each in self.on(day, calendar))


def open_intervals(
    day: date, versions: Sequence[WeekVersion], exceptions: Mapping[date, DayException], calendar: Calendar
) -> tuple[Interval, ...]:
    """The hours of ``day``, in order; none when closed or when no version is in force yet."""
    return day_hours(day, versions, exceptions, calendar).intervals


def day_hours(
    day: date, versions: Sequence[WeekVersion], exceptions: Mapping[date, DayException], calendar: Calendar
) -> DayHours:
    """The hours of ``day`` and the reason for them."""
    if day in exceptions:
        return DayHours(day, exceptions[day].intervals, DayKind.EXCEPTION, exceptions[day].reason)
    version = in_force(versions, day)
    if version is None:
        return DayHours(day, (), DayKind.UNSET)
    if not version.follows_working_calendar:
        return DayHours(day, version.week[day.weekday()], DayKind.REGULAR)
    provisional = day.year not in calendar.years
    departure = calendar.departures.get(day)
    if departure is None:
        return DayHours(day, version.week[day.weekday()], DayKind.REGULAR, is_provisional=provisional)
    if departure:
        return DayHours(day, version.week[version.makeup_weekday], DayKind.MAKEUP, "调休上班", provisional)
    return DayHours(day, (), DayKind.HOLIDAY, "法定节假日放假", provisional)


def in_force(versions: Iterable[WeekVersion], day: date) -> WeekVersion | None:
    """The latest version that has begun by ``day``."""
    begun = [version for version in versions if version.in_force_from <= day]
    return max(begun, key=lambda version: (version.in_force_from, version.recorded), default=None)


def days_ahead(hours: Hours, first: date, days: int, calendar: Calendar) -> tuple[DayHours, ...]:
    """``days`` days from ``first`` on, one after the other."""
    return tuple(
        day_hours(first + timedelta(days=step), hours.versions, hours.exceptions, calendar) for step in range(days)
    )


def read_week(week: object) -> tuple[tuple[Interval, ...], ...]:
    """A stored or typed week. Raises ``HoursRefused`` and names the weekday."""
    if not isinstance(week, list | tuple) or len(week) != len(DAYS):
        raise HoursRefused(where="每周时间", problem="应有周一至周日七天。")
    return tuple(read_intervals(pairs, where) for pairs, where in zip(week, DAYS, strict=True))


def read_intervals(pairs: object, where: str = "当日时间") -> tuple[Interval, ...]:
    """``[["09:00", "12:00"], ...]`` in order and without overlap. Raises ``HoursRefused``."""
    if not isinstance(pairs, list | tuple) or len(pairs) > MOST_INTERVALS:
        raise HoursRefused(where=where, problem=f"应为 {MOST_INTERVALS} 段以内的时间。")
    intervals = tuple(_interval(pair, where) for pair in pairs)
    for earlier, later in zip(intervals, intervals[1:], strict=False):
        if later.start < earlier.end:
            raise HoursRefused(where=where, problem=f"{earlier} 与 {later} 重叠或次序颠倒，应按先后填写且不重叠。")
    return intervals


def stored(intervals: Iterable[Interval]) -> list[list[str]]:
    """As the tables keep them."""
    return [[f"{each.start:%H:%M}", f"{each.end:%H:%M}"] for each in intervals]


def in_words(intervals: Iterable[Interval]) -> str:
    return "、".join(str(each) for each in intervals) or "不开放"


def _interval(pair: object, where: str) -> Interval:
    try:
        start, end = (time.fromisoformat(str(moment)) for moment in pair)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise HoursRefused(where=where, problem=f"“{pair}”不是起止时间，应如 09:00—12:00。") from None
    if start >= end:
        raise HoursRefused(where=where, problem=f"{start:%H:%M}—{end:%H:%M} 的结束时间应晚于开始时间。")
    return Interval(start, end)
