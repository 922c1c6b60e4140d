"""When an outlet is open: its week, holidays, make-up working days, single days that differ."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipservice.foundation.workdays import Calendar
from publicservice.network.rules import (
    DayException,
    DayKind,
    Hours,
    HoursRefused,
    Interval,
    WeekVersion,
    day_hours,
    days_ahead,
    open_intervals,
    read_intervals,
    read_week,
)
from publicservice.network.rules.hours import in_words, stored

MORNING, AFTERNOON = Interval(time(9), time(12)), Interval(time(14), time(17))
WEEK = (*[(MORNING, AFTERNOON)] * 4, (MORNING,), (), ())
MONDAY = date(2026, 2, 9)
SATURDAY = date(2026, 2, 14)
HOLIDAY = date(2026, 2, 16)
CALENDAR = Calendar({SATURDAY: True, HOLIDAY: False}, frozenset({2026}))
NORMAL = WeekVersion(date(2026, 1, 1), WEEK)


def hours_on(day, *versions, exceptions=None):
    return open_intervals(day, versions or (NORMAL,), exceptions or {}, CALENDAR)


def test_an_ordinary_day_has_the_hours_of_its_weekday():
    assert hours_on(MONDAY) == (MORNING, AFTERNOON)
    assert hours_on(date(2026, 2, 13)) == (MORNING,)
    assert hours_on(date(2026, 2, 15)) == ()


def test_a_make_up_saturday_has_the_hours_of_the_chosen_weekday():
    friday_like = WeekVersion(date(2026, 1, 1), WEEK, makeup_weekday=4)

    assert hours_on(SATURDAY) == (MORNING, AFTERNOON)
    assert hours_on(SATURDAY, friday_like) == (MORNING,)


def test_an_announced_holiday_is_closed():
    assert hours_on(HOLIDAY) == ()
    assert day_hours(HOLIDAY, (NORMAL,), {}, CALENDAR).kind == DayKind.HOLIDAY


def test_an_outlet_that_ignores_the_calendar_opens_by_its_week_alone():
    shop = WeekVersion(date(2026, 1, 1), WEEK, follows_working_calendar=False)

    assert hours_on(HOLIDAY, shop) == (MORNING, AFTERNOON)
    assert hours_on(SATURDAY, shop) == ()


def test_an_exception_wins_over_week_and_calendar():
    exceptions = {HOLIDAY: DayException((MORNING,), "值班"), MONDAY: DayException((), "停电")}

    assert hours_on(HOLIDAY, exceptions=exceptions) == (MORNING,)
    assert hours_on(MONDAY, exceptions=exceptions) == ()
    assert day_hours(MONDAY, (NORMAL,), exceptions, CALENDAR).reason == "停电"


def test_a_version_holds_from_its_first_day_and_the_later_recorded_wins_a_tie():
    first = WeekVersion(date(2026, 1, 1), WEEK, recorded=1)
    second = WeekVersion(MONDAY, ((MORNING,),) * 7, recorded=2)
    corrected = WeekVersion(MONDAY, ((AFTERNOON,),) * 7, recorded=3)

    assert hours_on(MONDAY - timedelta(days=7), first, second, corrected) == (MORNING, AFTERNOON)
    assert hours_on(MONDAY, corrected, first, second) == (AFTERNOON,)


def test_before_the_first_version_nothing_is_published():
    assert day_hours(date(2025, 12, 31), (NORMAL,), {}, CALENDAR).kind == DayKind.UNSET
    assert hours_on(date(2025, 12, 31)) == ()


def test_a_day_of_a_year_without_a_notice_says_that_it_is_provisional():
    assert day_hours(date(2027, 2, 8), (NORMAL,), {}, CALENDAR).is_provisional is True
    assert day_hours(MONDAY, (NORMAL,), {}, CALENDAR).is_provisional is False


def test_eight_weeks_ahead_are_fifty_six_days_in_order():
    days = days_ahead(Hours((NORMAL,)), MONDAY, 56, CALENDAR)

    assert [day.day for day in days] == [MONDAY + timedelta(days=step) for step in range(56)]
    assert [day.kind for day in days if day.day in (SATURDAY, HOLIDAY)] == [DayKind.MAKEUP, DayKind.HOLIDAY]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(time(9), time(12), True), (time(11), time(14, 30), False), (time(16, 30), time(17), True),
     (time(16, 30), time(17, 1), False), (time(8, 59), time(9, 30), False)],
    ids=["whole morning", "over the break", "up to closing", "a minute too long", "a minute too early"],
)  # fmt: skip
def test_an_appointment_lies_in_one_interval_or_not_at_all(start, end, expected):
    assert Hours((NORMAL,)).include(MONDAY, start, end, CALENDAR) is expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([["09:00", "09:00"]], "周一：09:00—09:00 的结束时间应晚于开始时间。"),
        ([["9点", "12:00"]], "周一：“['9点', '12:00']”不是起止时间，应如 09:00—12:00。"),
        (
            [["09:00", "12:00"], ["11:30", "17:00"]],
            "周一：09:00—12:00 与 11:30—17:00 重叠或次序颠倒，应按先后填写且不重叠。",
        ),
        ([["09:00", "10:00"]] * 7, "周一：应为 6 段以内的时间。"),
        (["0900"], "周一：“0900”不是起止时间，应如 09:00—12:00。"),
    ],
    ids=["empty interval", "not a time", "overlap", "too many", "not a pair"],
)
def test_a_week_that_cannot_be_is_refused_by_its_weekday(typed, sentence):
    with pytest.raises(HoursRefused) as refused:
        read_week([typed, [], [], [], [], [], []])

    assert refused.value.message == sentence


@pytest.mark.parametrize("typed", [None, [], [[]] * 6, "1234567"[:3]])
def test_a_week_has_seven_days(typed):
    with pytest.raises(HoursRefused):
        read_week(typed)


def test_touching_intervals_are_two_intervals():
    assert read_intervals([["09:00", "12:00"], ["12:00", "17:00"]]) == (MORNING, Interval(time(12), time(17)))
    assert in_words((MORNING,)) == "09:00—12:00"
    assert in_words(()) == "不开放"


moments = st.lists(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=0, max_size=8, unique=True
).map(lambda found: sorted(found[: len(found) // 2 * 2]))
days = st.builds(lambda found: tuple(Interval(*pair) for pair in zip(found[::2], found[1::2], strict=True)), moments)
weeks = st.tuples(*[days] * 7)
calendars = st.builds(
    lambda departures: Calendar(departures, frozenset({2026})),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=30),
)


@given(weeks, calendars, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 6))
def test_whatever_the_week_a_holiday_is_closed_and_the_hours_never_overlap(week, calendar, day, makeup):
    found = open_intervals(day, (WeekVersion(date(2026, 1, 1), week, True, makeup),), {}, calendar)

    assert all(earlier.end <= later.start for earlier, later in pairwise(found))
    if calendar.departures.get(day) is False:
        assert found == ()
    elif calendar.departures.get(day):
        assert found == week[makeup]
    else:
        assert found == week[day.weekday()]


@given(weeks)
def test_a_week_stored_and_read_is_the_same_week(week):
    assert read_week([stored(day) for day in week]) == week
