"""Versions of opening hours: added, never changed; nothing is taken away under a booking without an answer."""

import datetime as dt

import pytest

from ipservice.audit.models import AuditEntry
from ipservice.reference.models import CalendarDay, CalendarYear
from publicservice.network.models import HoursException, HoursVersion
from publicservice.network.rules import HoursRefused, Interval
from publicservice.network.services import hours
from publicservice.network.services.access import NotYourOutlet
from publicservice.network.services.hours import NewException, NewWeek
from publicservice.network.services.touched import Answer, BookingsTouched, Choice, ChoiceIncomplete
from tests.factories.publicservice import make_outlet
from tests.publicservice.network.conftest import MORNINGS, NINE_TO_FIVE

pytestmark = pytest.mark.django_db
AFTERNOON = (dt.time(15), dt.time(15, 30))
NEXT_WEEK = dt.date(2026, 6, 8)


def weeks(outlet):
    return list(HoursVersion.objects.filter(outlet=outlet).order_by("id").values_list("week", flat=True))


def test_a_new_week_is_a_new_row_and_the_old_one_stays(opened, staff_user, today, diary):
    hours.add_version(opened.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季安排"), today=today, by=staff_user)

    assert weeks(opened) == [NINE_TO_FIVE, MORNINGS]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.actor, entry.reason) == ("outlet.hours.version", staff_user, "夏季安排")
    assert entry.before["week"][0] == "09:00—12:00、14:00—17:00"
    assert entry.after["week"][0] == "09:00—12:00"


def test_hours_are_not_saved_until_each_touched_booking_is_answered(opened, staff_user, today, diary):
    diary.add("a", NEXT_WEEK, *AFTERNOON)
    diary.add("b", NEXT_WEEK, dt.time(9), dt.time(9, 30))
    new = NewWeek(NEXT_WEEK, MORNINGS, "夏季安排")

    with pytest.raises(BookingsTouched) as refused:
        hours.add_version(opened.pk, new, today=today, by=staff_user)

    assert refused.value.message == ("1 项预约落在不再开放的时间内，须逐项选择改期、保留或取消：06-08 15:00。")
    assert weeks(opened) == [NINE_TO_FIVE]
    assert diary.settled == []


@pytest.mark.parametrize(
    ("answer", "settled"),
    [
        (Answer(Choice.MOVE, to="slot-1"), ("a", Choice.MOVE, "slot-1")),
        (Answer(Choice.KEEP), ("a", Choice.KEEP, "")),
        (Answer(Choice.CANCEL, message="请改日再来"), ("a", Choice.CANCEL, "请改日再来")),
    ],
    ids=["moved", "kept", "cancelled"],
)
def test_an_answered_booking_is_settled_with_the_change(opened, staff_user, today, diary, answer, settled):
    diary.add("a", NEXT_WEEK, *AFTERNOON)

    hours.add_version(
        opened.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季"), answers={"a": answer}, today=today, by=staff_user
    )

    assert diary.settled == [settled]
    assert weeks(opened) == [NINE_TO_FIVE, MORNINGS]


@pytest.mark.parametrize("answer", [Answer(Choice.MOVE), Answer(Choice.CANCEL, message=" ")])
def test_a_move_needs_a_slot_and_a_cancellation_words(opened, staff_user, today, diary, answer):
    diary.add("a", NEXT_WEEK, *AFTERNOON)

    with pytest.raises(ChoiceIncomplete):
        hours.add_version(
            opened.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季"), answers={"a": answer}, today=today, by=staff_user
        )

    assert weeks(opened) == [NINE_TO_FIVE]


def test_a_booking_kept_outside_the_hours_is_not_asked_for_again(opened, staff_user, today, diary):
    diary.add("kept", NEXT_WEEK, dt.time(19), dt.time(19, 30))

    hours.add_version(opened.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季"), today=today, by=staff_user)

    assert diary.settled == []


def test_a_preview_stores_nothing_and_offers_free_slots(opened, staff_user, today, diary):
    diary.add("later", NEXT_WEEK, *AFTERNOON)

    seen = hours.preview_version(opened.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季"), today=today, by=staff_user)

    assert [each.key for each in seen.touched] == ["later"]
    assert seen.offers == {"later": [("slot-1", "6月2日 09:00")]}
    assert weeks(opened) == [NINE_TO_FIVE]
    assert AuditEntry.objects.filter(subject_key=str(opened.pk)).count() == 1


def test_a_closed_day_touches_only_the_bookings_of_that_day(opened, staff_user, today, diary):
    diary.add("that day", NEXT_WEEK, *AFTERNOON)
    diary.add("day after", NEXT_WEEK + dt.timedelta(days=1), *AFTERNOON)
    closed = NewException(NEXT_WEEK, [], "全员培训")

    seen = hours.preview_exception(opened.pk, closed, today=today, by=staff_user)
    hours.add_exception(opened.pk, closed, answers={"that day": Answer(Choice.KEEP)}, today=today, by=staff_user)

    assert [each.key for each in seen.touched] == ["that day"]
    assert [key for key, _, _ in diary.settled] == ["that day"]
    assert HoursException.objects.get().intervals == []


def test_one_day_has_one_exception_until_it_is_ended(opened, staff_user, today, diary):
    first = hours.add_exception(opened.pk, NewException(NEXT_WEEK, [], "培训"), today=today, by=staff_user)
    with pytest.raises(hours.ExceptionTaken) as refused:
        hours.add_exception(
            opened.pk, NewException(NEXT_WEEK, [["09:00", "10:00"]], "值班"), today=today, by=staff_user
        )
    hours.end_exception(first.pk, today=today, by=staff_user)
    hours.add_exception(opened.pk, NewException(NEXT_WEEK, [["09:00", "10:00"]], "值班"), today=today, by=staff_user)

    assert refused.value.message == "2026年6月8日已登记特殊安排（不开放）；请先取消原安排。"
    assert hours.hours_of([opened.pk])[opened.pk].exceptions[NEXT_WEEK].intervals == (
        Interval(dt.time(9), dt.time(10)),
    )
    with pytest.raises(hours.ExceptionEnded):
        hours.end_exception(first.pk, today=today, by=staff_user)


def test_ending_extra_hours_asks_for_the_bookings_in_them(opened, staff_user, today, diary):
    saturday = dt.date(2026, 6, 13)
    extra = hours.add_exception(
        opened.pk, NewException(saturday, [["09:00", "12:00"]], "加班"), today=today, by=staff_user
    )
    diary.add("s", saturday, dt.time(9), dt.time(9, 30))

    with pytest.raises(BookingsTouched):
        hours.end_exception(extra.pk, today=today, by=staff_user)
    hours.end_exception(extra.pk, answers={"s": Answer(Choice.KEEP)}, today=today, by=staff_user)

    assert diary.settled == [("s", Choice.KEEP, "")]


def test_an_earlier_week_is_restored_as_a_version_of_its_own(opened, staff_user, today, diary):
    first = opened.hours.get()
    hours.add_version(opened.pk, NewWeek(today, MORNINGS, "夏季"), today=today, by=staff_user)

    restored = hours.restore(first.pk, in_force_from=NEXT_WEEK, today=today, by=staff_user)

    assert weeks(opened) == [NINE_TO_FIVE, MORNINGS, NINE_TO_FIVE]
    assert (restored.restored_from, restored.reason) == (first, "恢复2026年1月1日起的安排")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_change_of_hours_has_a_reason(opened, staff_user, today, reason):
    with pytest.raises(hours.ReasonNeeded):
        hours.add_version(opened.pk, NewWeek(NEXT_WEEK, MORNINGS, reason), today=today, by=staff_user)
    with pytest.raises(hours.ReasonNeeded):
        hours.add_exception(opened.pk, NewException(NEXT_WEEK, [], reason), today=today, by=staff_user)


def test_hours_of_past_days_do_not_change(opened, staff_user, today):
    yesterday = today - dt.timedelta(days=1)

    with pytest.raises(hours.HoursInThePast):
        hours.add_version(opened.pk, NewWeek(yesterday, MORNINGS, "更正"), today=today, by=staff_user)
    with pytest.raises(hours.HoursInThePast):
        hours.add_exception(opened.pk, NewException(yesterday, [], "更正"), today=today, by=staff_user)


def test_an_impossible_week_is_refused_by_its_day(opened, staff_user, today):
    with pytest.raises(HoursRefused):
        hours.add_version(opened.pk, NewWeek(NEXT_WEEK, [[]] * 6, "夏季"), today=today, by=staff_user)


def test_only_the_outlets_own_people_change_its_hours(opened, staff_user, today, citizen, reviewer, official):
    elsewhere = make_outlet()
    for nobody, place in ((staff_user, elsewhere), (citizen, opened), (reviewer, opened)):
        with pytest.raises(NotYourOutlet):
            hours.add_version(place.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季"), today=today, by=nobody)

    hours.add_version(opened.pk, NewWeek(NEXT_WEEK, MORNINGS, "夏季"), today=today, by=official)

    assert weeks(opened) == [NINE_TO_FIVE, MORNINGS]


def test_the_hours_of_many_outlets_are_read_by_two_queries(opened, django_assert_num_queries):
    others = [make_outlet().pk for _ in range(3)]

    with django_assert_num_queries(2):
        found = hours.hours_of([opened.pk, *others])

    assert sorted(found) == sorted([opened.pk, *others])


def test_the_announced_calendar_decides_holidays_and_make_up_saturdays(opened):
    saturday, monday = dt.date(2026, 6, 13), dt.date(2026, 6, 15)
    CalendarYear.objects.create(year=2026, source="测试")
    CalendarDay.objects.create(day=saturday, is_workday=True, source="测试")
    CalendarDay.objects.create(day=monday, is_workday=False, source="测试")
    calendar = hours.working_calendar()
    found = hours.hours_of([opened.pk])[opened.pk]

    assert [len(found.on(day, calendar)) for day in (saturday, monday)] == [2, 0]
