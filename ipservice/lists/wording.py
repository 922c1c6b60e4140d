"""How days, moments, counts, rates and money read in Chinese. Plain functions, used by pages and exports alike."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

WEEKDAYS = "一二三四五六日"


def day(value: date | None) -> str:
    """2026年11月24日"""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def day_with_weekday(value: date | None) -> str:
    """2026年11月24日（星期二）"""
    return f"{day(value)}（星期{WEEKDAYS[value.weekday()]}）" if value else ""


def moment(value: datetime | None) -> str:
    """2026年11月24日（星期二）14:30, in the site's own time zone."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day_with_weekday(local.date())}{local:%H:%M}"


def count(value: int | None) -> str:
    """1,234"""
    return "" if value is None else f"{value:,}"


def yuan(fen: int | None) -> str:
    """1,234.56 out of 123456 fen; whole yuan without the zeros."""
    if fen is None:
        return ""
    sign, (whole, rest) = "-" if fen < 0 else "", divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"


def percent(value: Fraction | Decimal | None, digits: int = 2) -> str:
    """55.00%, rounded half up from the exact value."""
    if value is None:
        return ""
    exact = Fraction(value) * 100 * 10**digits
    rounded = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    whole, rest = divmod(rounded, 10**digits)
    sign = "-" if exact < 0 and rounded else ""
    return f"{sign}{whole}.{rest:0{digits}d}%" if digits else f"{sign}{whole}%"


def days_left(due_on: date, *, today: date) -> str:
    left = (due_on - today).days
    if left < 0:
        return f"已逾期 {-left} 天"
    return "今天到期" if left == 0 else f"还剩 {left} 天"


def days_since(value: datetime, *, today: date) -> str:
    """今天, 昨天, 12 天前: how long something has been waiting, in calendar days of the site's own time zone."""
    passed = (today - (timezone.localtime(value).date() if timezone.is_aware(value) else value.date())).days
    return {0: "今天", 1: "昨天"}.get(passed, f"{passed} 天前")
