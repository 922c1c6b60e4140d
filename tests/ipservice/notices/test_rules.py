"""When a message may leave."""

import datetime as dt

import pytest

from ipservice.notices.rules import Wishes, earliest_mail, earliest_sms, is_quiet

CHINA = dt.timezone(dt.timedelta(hours=8))
NIGHT = Wishes(by_mail=True, by_sms=True, daily_digest=False, quiet_from=dt.time(21), quiet_until=dt.time(8))


def _at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 6, 1, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (0, 0, True), (7, 59, True), (8, 0, False)],
    ids=["前一分", "开始", "午夜", "末一分", "结束"],
)
def test_quiet_hours_begin_with_their_first_minute_and_end_before_their_last(hour, minute, quiet):
    assert is_quiet(NIGHT, dt.time(hour, minute)) is quiet


def test_quiet_hours_within_one_day():
    noon = Wishes(True, True, False, dt.time(12), dt.time(14))

    assert [is_quiet(noon, dt.time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]


def test_equal_bounds_mean_no_quiet_hours():
    assert not is_quiet(Wishes(True, True, False, dt.time(8), dt.time(8)), dt.time(8))


@pytest.mark.parametrize(
    ("hour", "earliest"),
    [(12, None), (22, dt.datetime(2026, 6, 2, 8, tzinfo=CHINA)), (6, dt.datetime(2026, 6, 1, 8, tzinfo=CHINA))],
    ids=["白天", "夜里", "清晨"],
)
def test_an_sms_waits_for_the_end_of_the_quiet_hours(hour, earliest):
    assert earliest_sms(NIGHT, _at(hour)) == earliest


def test_mail_leaves_at_once_or_with_the_next_digest():
    digest = Wishes(True, False, True, dt.time(21), dt.time(8))

    assert earliest_mail(NIGHT, _at(10)) is None
    assert earliest_mail(digest, _at(10)) == dt.datetime(2026, 6, 2, 9, tzinfo=CHINA)
    assert earliest_mail(digest, _at(8, 59)) == _at(9)
