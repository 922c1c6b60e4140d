"""Slots, neighbours, codes, overload, ratings: no database."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipservice.foundation.lifecycle import IllegalStep
from ipservice.foundation.workdays import Calendar
from publicservice.booking.rules import codes, overload, ratings
from publicservice.booking.rules.calendar_file import Entry, render
from publicservice.booking.rules.nearest import Alternative, nearest
from publicservice.booking.rules.slots import Plan, Search, Taken, free_slots, intervals_on, open_slots
from publicservice.booking.rules.states import BOOKING, BookingState, BookingStep
from publicservice.network.rules import DayException, Hours, Interval, WeekVersion

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY, SATURDAY = dt.date(2026, 6, 1), dt.date(2026, 6, 6)
MORNING, AFTERNOON = Interval(dt.time(9), dt.time(12)), Interval(dt.time(14), dt.time(17))
WEEK = WeekVersion(dt.date(2026, 1, 1), ((MORNING, AFTERNOON),) * 5 + ((), ()))
NO_DEPARTURES = Calendar({}, frozenset({2026}))
NOW = dt.datetime(2026, 6, 1, 8, 0, tzinfo=ZONE)


def a_plan(**facts) -> Plan:
    plain = {"hours": Hours((WEEK,)), "slot_minutes": 30, "capacity": 2, "lead_minutes": 0, "horizon_days": 28}
    return Plan(**{**plain, "valid_from": dt.date(2026, 1, 1), **facts})


def starts(
    plan: Plan, *, day: dt.date = MONDAY, minutes: int = 30, taken=None, calendar=NO_DEPARTURES, now=NOW
) -> list[str]:
    found = free_slots(plan, Search(minutes, day, 1, now), taken or {}, calendar)
    return [f"{slot.starts_at:%H:%M}" for slot in found]


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 6, 1, hour, minute, tzinfo=ZONE)


def test_half_hours_of_a_working_day():
    assert starts(a_plan()) == [f"{h:02}:{m:02}" for h in (9, 10, 11, 14, 15, 16) for m in (0, 30)]


def test_a_makeup_saturday_has_slots_and_a_holiday_has_none():
    calendar = Calendar({SATURDAY: True, MONDAY: False}, frozenset({2026}))

    assert len(starts(a_plan(), day=SATURDAY, calendar=calendar)) == 12
    assert starts(a_plan(), calendar=calendar) == []


def test_breaks_closures_and_own_hours_narrow_the_outlets():
    own = a_plan(
        week=((Interval(dt.time(10), dt.time(16)),),) * 7,
        breaks=(Interval(dt.time(10, 30), dt.time(11)), Interval(dt.time(14), dt.time(14, 30))),
    )
    closed = a_plan(closures={MONDAY: ()})
    late = a_plan(closures={MONDAY: (Interval(dt.time(15), dt.time(16)),)})

    assert starts(own) == ["10:00", "11:00", "11:30", "14:30", "15:00", "15:30"]
    assert (starts(closed), starts(late)) == ([], ["15:00", "15:30"])


def test_an_exception_of_the_outlet_wins():
    hours = Hours((WEEK,), {MONDAY: DayException((Interval(dt.time(9), dt.time(10)),))})

    assert starts(a_plan(hours=hours)) == ["09:00", "09:30"]


def test_three_matters_need_their_slots_one_after_the_other():
    taken = {at(10): Taken(2, 2)}

    assert starts(a_plan(), minutes=60, taken=taken) == [
        "09:00",
        "10:30",
        "11:00",
        "14:00",
        "14:30",
        "15:00",
        "15:30",
        "16:00",
    ]


@pytest.mark.parametrize(
    ("lead", "first"), [(59, "09:00"), (60, "09:00"), (61, "09:30")], ids=["shorter", "exactly", "longer"]
)
def test_the_lead_time_counts_to_the_beginning(lead, first):
    assert starts(a_plan(lead_minutes=lead))[0] == first


@pytest.mark.parametrize(("horizon", "count"), [(6, 0), (7, 12)], ids=["the day before", "the day itself"])
def test_the_horizon_includes_its_last_day(horizon, count):
    assert len(starts(a_plan(horizon_days=horizon), day=MONDAY + dt.timedelta(days=7))) == count


@pytest.mark.parametrize(
    ("day", "count"),
    [(dt.date(2026, 6, 2), 0), (dt.date(2026, 6, 3), 12), (dt.date(2026, 6, 4), 12), (dt.date(2026, 6, 5), 0)],
    ids=["before", "first", "last", "after"],
)
def test_a_schedule_has_slots_from_its_first_to_its_last_day(day, count):
    plan = a_plan(valid_from=dt.date(2026, 6, 3), valid_until=dt.date(2026, 6, 4))

    assert len(starts(plan, day=day)) == count


def test_full_slots_stand_among_the_open_ones_without_a_place():
    found = open_slots(
        a_plan(), Search(30, MONDAY, 1, NOW), {at(9): Taken(2, 2), at(9, 30): Taken(2, 1)}, NO_DEPARTURES
    )

    assert [slot.free for slot in found[:3]] == [0, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 47), st.integers(1, 6)), max_size=6), st.sampled_from([10, 15, 30, 60]))
def test_no_slot_lies_in_a_break_and_none_overlaps_another(gaps, minutes):
    breaks = tuple(
        Interval(
            dt.time(half // 2, half % 2 * 30), dt.time(min(half + length, 47) // 2, min(half + length, 47) % 2 * 30)
        )
        for half, length in gaps
        if min(half + length, 47) > half
    )
    plan = a_plan(breaks=breaks, slot_minutes=minutes)
    found = free_slots(plan, Search(minutes, MONDAY, 1, NOW), {}, NO_DEPARTURES)
    for slot, following in zip(found, found[1:], strict=False):
        assert slot.ends_at <= following.starts_at
    for slot in found:
        assert not any(slot.starts_at.time() < gap.end and slot.ends_at.time() > gap.start for gap in breaks)
        assert any(part.start <= slot.starts_at.time() for part in intervals_on(plan, MONDAY, NO_DEPARTURES))


def test_the_nearest_are_by_time_then_by_the_way_there():
    def slot(schedule: int, hour: int, travel: int | None) -> Alternative:
        return Alternative(schedule, at(hour), at(hour, 30), travel)

    there = [slot(1, 15, 0), slot(2, 10, 30), slot(3, 10, 20), slot(4, 12, 5), slot(5, 10, None)]

    assert [found.schedule for found in nearest(at(11), there)] == [4, 3, 2]


def test_a_code_has_sixty_bits_reads_back_and_differs_by_token_and_secret():
    code = codes.make(b"secret", "token")

    assert len(codes.ALPHABET) ** codes.LENGTH == 2**60
    assert codes.read(codes.shown(code).lower()) == code
    assert len({code, codes.make(b"secret", "other"), codes.make(b"another", "token")}) == 3
    assert code not in codes.digest(b"secret", code)


@pytest.mark.parametrize(
    "text", ["", "ABC", "U" * 12, "0" * 13, "０" * 12], ids=["empty", "short", "letter", "long", "wide"]
)
def test_what_cannot_be_a_code_is_not_read(text):
    assert codes.read(text) is None


def test_look_alike_letters_are_read_as_digits():
    assert codes.read("oil0-0000-0000") == "011000000000"


def test_extra_places_keep_the_risk_below_five_percent_at_the_cautious_share():
    found = overload.proposal(20, bookings=400, missed=80)

    assert found.come_at_most > 0.8
    assert found.risk <= 0.05 < overload.overload(20 + found.extra + 1, 20, found.come_at_most)
    assert found.extra == 1


def test_without_figures_or_without_no_shows_nothing_is_proposed():
    assert overload.proposal(20, 0, 0).extra == 0
    assert overload.proposal(1, 400, 10).extra == 0


def test_a_worked_binomial():
    assert overload.overload(2, 1, 0.5) == pytest.approx(0.25)


def test_the_calendar_entry_keeps_its_uid_and_folds_long_lines():
    entry = Entry("u@booking", 3, at(9), at(9, 30), "知识产权咨询：" + "渝" * 60, "地址,一;二", "第一行\n第二行")
    lines = render(entry, now=NOW).split(b"\r\n")

    assert b"UID:u@booking" in lines
    assert b"SEQUENCE:3" in lines
    assert b"DTSTART:20260601T010000Z" in lines
    assert all(len(line) <= 75 for line in lines)
    assert "地址\\,一\\;二".encode() in render(entry, now=NOW)


def test_a_new_line_in_a_name_adds_no_line_to_the_entry():
    entry = Entry("u", 0, at(9), at(10), "a\r\nATTENDEE:x", "b", "c")

    assert b"\r\nATTENDEE" not in render(entry, now=NOW)


@pytest.mark.parametrize(
    ("level", "is_bad"), [(3, False), (2, True), (1, True)], ids=["基本满意", "不满意", "非常不满意"]
)
def test_below_fairly_satisfied_is_bad(level, is_bad):
    levels = dict.fromkeys((item.value for item in ratings.OFFLINE_ITEMS), 5) | {"attitude": level}

    assert ratings.is_bad(ratings.check(levels, is_online=False)) is is_bad


@pytest.mark.parametrize(
    "levels", [{}, {"overall": 6}, {"overall": 5, "guide": 5}], ids=["none", "six", "of the other way"]
)
def test_what_is_no_rating_is_refused(levels):
    with pytest.raises(ratings.RatingRefused):
        ratings.check(levels, is_online=False)


def test_limits_of_a_bad_rating_on_a_friday():
    limits, friday = ratings.Limits(1, 15), dt.date(2026, 6, 5)

    assert ratings.call_back_by(friday, limits, NO_DEPARTURES).day == dt.date(2026, 6, 8)
    assert ratings.mend_by(friday, limits, NO_DEPARTURES).day == dt.date(2026, 6, 26)


@pytest.mark.parametrize(("state", "step"), sorted(set(product(BookingState, BookingStep)) - set(BOOKING.moves)))
def test_every_step_outside_the_table_is_refused(state, step):
    with pytest.raises(IllegalStep):
        BOOKING.after(state, step)
