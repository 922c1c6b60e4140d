"""Limits in working days over real holidays and make-up days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipservice.foundation.workdays import Calendar, Deadline

YEARS = frozenset({2025, 2026})


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


NATIONAL_DAY_2026 = {day: False for day in _span(date(2026, 10, 1), date(2026, 10, 7))}
CALENDAR = Calendar(
    {
        **NATIONAL_DAY_2026,
        date(2026, 9, 20): True,
        date(2026, 10, 10): True,
        date(2026, 9, 25): False,
        date(2026, 1, 1): False,
        date(2026, 1, 2): False,
        date(2026, 1, 4): True,
    },
    YEARS,
)


def test_a_make_up_saturday_is_a_working_day_and_a_holiday_is_not():
    assert CALENDAR.is_workday(date(2026, 10, 10))
    assert not CALENDAR.is_workday(date(2026, 10, 1))
    assert not CALENDAR.is_workday(date(2026, 10, 11))


def test_the_day_of_the_act_is_not_counted_and_holidays_are_passed_over():
    assert CALENDAR.add(date(2026, 9, 30), 5) == Deadline(date(2026, 10, 13), False)


def test_the_first_day_of_a_notice_counts():
    assert CALENDAR.last_day(date(2026, 9, 30), 5) == Deadline(date(2026, 10, 12), False)
    assert CALENDAR.last_day(date(2026, 9, 30), 1) == Deadline(date(2026, 9, 30), False)


def test_a_notice_beginning_on_a_holiday_counts_from_the_next_working_day():
    assert CALENDAR.last_day(date(2026, 10, 1), 1) == Deadline(date(2026, 10, 8), False)


def test_a_limit_that_runs_into_a_year_without_notice_is_provisional():
    assert CALENDAR.add(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31), False)
    assert CALENDAR.add(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 1), True)


def test_a_calendar_limit_ending_on_a_day_off_ends_on_the_next_working_day():
    assert CALENDAR.after_calendar_days(date(2026, 9, 21), 10).day == date(2026, 10, 8)
    assert CALENDAR.after_calendar_days(date(2026, 9, 1), 1).day == date(2026, 9, 2)


def test_a_limit_of_no_day_is_an_error():
    with pytest.raises(ValueError, match="at least one working day"):
        CALENDAR.add(date(2026, 9, 1), 0)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(1, 40))
def test_between_takes_back_what_add_gave(start, days):
    end = CALENDAR.add(start, days).day

    assert CALENDAR.is_workday(end)
    assert CALENDAR.between(start, end) == days
    assert CALENDAR.between(end, start) == -days


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)))
def test_the_next_working_day_is_the_first_one(day):
    found = CALENDAR.next_workday(day)

    assert CALENDAR.is_workday(found)
    assert not any(CALENDAR.is_workday(passed) for passed in _span(day, found - timedelta(days=1)))
