"""Days, counts, money and rates as Chinese pages write them."""

import datetime as dt
from fractions import Fraction

import pytest

from ipservice.lists import wording


def test_days_and_moments_name_the_day_of_the_week():
    assert wording.day(dt.date(2026, 11, 4)) == "2026年11月4日"
    assert wording.day_with_weekday(dt.date(2026, 11, 24)) == "2026年11月24日（星期二）"
    assert wording.moment(dt.datetime(2026, 11, 24, 6, 30, tzinfo=dt.UTC)) == "2026年11月24日（星期二）14:30"


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0"), (100, "1"), (123456, "1,234.56"), (-5, "-0.05"), (10_000_000, "100,000"), (None, "")]
)
def test_money_is_written_in_yuan_from_fen(fen, text):
    assert wording.yuan(fen) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(55, 100), "55.00%"),
        (Fraction(2, 3), "66.67%"),
        (Fraction(1, 20000), "0.01%"),
        (Fraction(-1, 3), "-33.33%"),
        (Fraction(99995, 10**7), "1.00%"),
    ],
    ids=["exact", "rounded up", "half rounds up", "negative", "carries into the next unit"],
)
def test_a_rate_is_rounded_half_up_from_its_exact_value(rate, text):
    assert wording.percent(rate) == text


@pytest.mark.parametrize(
    ("days", "text"), [(-2, "已逾期 2 天"), (0, "今天到期"), (3, "还剩 3 天")], ids=["past", "today", "ahead"]
)
def test_deadlines_say_how_long_there_is(days, text):
    today = dt.date(2026, 6, 1)

    assert wording.days_left(today + dt.timedelta(days=days), today=today) == text
