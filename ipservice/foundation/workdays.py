"""Working days by the State Council's yearly notices: holidays in the week, make-up working days at weekends.

In a limit of working days the day of the act is not counted. A year whose notice is not loaded is counted by the
week alone, and what depends on it says that it is provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit. ``is_provisional`` when a day on the way lies in a year without a notice."""

    day: date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """``departures[day]`` is True for a make-up working day and False for a holiday; ``years`` have their notice."""

    departures: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        return self.departures.get(day, day.weekday() < SATURDAY)

    def knows(self, first: date, last: date) -> bool:
        """True when the notice of every year from ``first`` to ``last`` is loaded."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def next_workday(self, day: date) -> date:
        """``day`` itself when people work on it, else the first working day after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add(self, start: date, working_days: int) -> Deadline:
        """The last day of a limit that begins to run after ``start``. Raises ValueError below one day."""
        if working_days < 1:
            raise ValueError(f"a limit has at least one working day, not {working_days}")
        day = start
        for _ in range(working_days):
            day = self.next_workday(day + ONE_DAY)
        return Deadline(day, not self.knows(start, day))

    def last_day(self, first_day: date, working_days: int) -> Deadline:
        """The last of ``working_days`` beginning with ``first_day``, which counts if people work on it."""
        day = self.add(first_day - ONE_DAY, working_days).day
        return Deadline(day, not self.knows(first_day, day))

    def after_calendar_days(self, start: date, days: int) -> Deadline:
        """A limit of calendar days after ``start``; ending on a day off it ends on the next working day."""
        day = self.next_workday(start + timedelta(days=days))
        return Deadline(day, not self.knows(start, day))

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_workday(start + timedelta(days=step)) for step in range(1, days + 1))

    def workdays_in(self, year: int) -> int:
        """Working days of the calendar year."""
        return self.between(date(year - 1, 12, 31), date(year, 12, 31))
