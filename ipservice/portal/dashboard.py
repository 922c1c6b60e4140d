"""The officials' first page: overdue first, then due this week, then new, then how things stand and the year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from ipservice.portal import cards
from ipservice.portal.cards import Number, Urgency
from ipservice.portal.year import Season, seasons

NO_ADDRESS = (
    "没有设置网站地址（SITE_ADDRESS）：文书上的核验网址和二维码缺少域名，扫码打不开。请系统管理员设置后再出具文书。"
)
ASKED_FIRST = (Urgency.OVERDUE, Urgency.THIS_WEEK, Urgency.NEW)


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers of one urgency, of all apps together."""

    title: str
    numbers: list[Number]


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by the admin's index."""
    today = timezone.localdate()
    shown = cards.dashboard.shown_to(request.user, today)
    numbers = [number for _, one in shown for number in one.numbers]
    return {
        **context,
        "title": "工作台",
        "today": today,
        "bands": bands(numbers),
        "cards": [(card, one) for card, one in shown if _has_standing(one)],
        "seasons": year(today),
        "warnings": warnings(),
    }


def warnings() -> list[str]:
    """What is wrong with this installation and shows only on what it gives out."""
    return [] if settings.SITE["address"] else [NO_ADDRESS]


def bands(numbers: list[Number]) -> list[Band]:
    """Only those with something to do; a zero is not shown as a task."""
    grouped = [
        Band(urgency.label, [number for number in numbers if number.urgency == urgency and number.value])
        for urgency in ASKED_FIRST
    ]
    return [band for band in grouped if band.numbers]


def _has_standing(shown: cards.Shown) -> bool:
    return bool(shown.template) or any(number.urgency == Urgency.STANDING for number in shown.numbers)


def year(today: date) -> list[tuple[Season, bool]]:
    """The office's year in order, each with whether it is now."""
    return [(season, season.covers(today)) for season in seasons()]
