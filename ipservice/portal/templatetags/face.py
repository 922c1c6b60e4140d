"""How days, moments, counts and money read in Chinese on every page."""

from datetime import date, datetime
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ipservice.lists import wording

register = template.Library()

register.filter("day", wording.day)
register.filter("day_week", wording.day_with_weekday)
register.filter("moment", wording.moment)
register.filter("count", wording.count)
register.filter("yuan", wording.yuan)
register.filter("percent", wording.percent)


@register.filter
def days_left(due_on: date | None) -> str:
    """Calendar days to ``due_on`` in words, seen from today in the site's own time zone."""
    return wording.days_left(due_on, today=timezone.localdate()) if due_on else ""


@register.filter
def age(since: datetime | None) -> str:
    """今天, 昨天, 12 天前: calendar days since a moment, seen from today."""
    return wording.days_since(since, today=timezone.localdate()) if since else ""


@register.filter
def due_tone(due_on: date | None) -> str:
    """Tone of a badge for a deadline: danger when past, warn within three days."""
    if not due_on:
        return ""
    left = (due_on - timezone.localdate()).days
    return "danger" if left < 0 else "warn" if left <= 3 else "info"


@register.simple_tag
def rate(numerator: int | None, denominator: int | None, digits: int = 2) -> SafeString | str:
    """A rate with numerator and denominator on hover and for screen readers. Empty where nothing was counted."""
    if not denominator:
        return "—"
    text = wording.percent(Fraction(numerator or 0, denominator), digits)
    return format_html('<abbr class="num" title="{}">{}</abbr>', f"{numerator or 0:,}／{denominator:,}", text)


@register.filter
def localday(value: datetime | None) -> str:
    return wording.day(timezone.localtime(value).date()) if value else ""
