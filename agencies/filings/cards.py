"""Cards of the first pages: an agency's own figures of its latest year."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from agencies.filings.models import PatentKind, YearlyTotal
from agencies.filings.services import sources
from agencies.registry.models import Agency
from ipservice.lists.wording import count, percent
from ipservice.portal.cards import Card, Number, Shown, portal

ADDRESS = "/portal/filings/"


def register_cards() -> None:
    """Called when the app is ready."""
    portal.register(Card("filings.year", order=20, build=latest_year))


def latest_year(user: Any, today: date) -> Shown | None:
    """Inventions of the latest finished year whose source an official has chosen."""
    agencies = Agency.objects.run_by(user)
    own = YearlyTotal.objects.filter(agency__in=agencies, kind=PatentKind.INVENTION)
    for year in own.filter(year__lt=today.year).order_by("-year").values_list("year", flat=True).distinct()[:2]:
        chosen = sources.in_force(year)
        if chosen:
            return _shown(own.filter(year=year, source=chosen.source), year)
    return None


def _shown(rows: Any, year: int) -> Shown:
    sums = rows.aggregate(filed=Sum("filed"), concluded=Sum("concluded"), granted=Sum("granted"))
    filed, concluded, granted = (sums[name] or 0 for name in ("filed", "concluded", "granted"))
    rate = percent(Fraction(granted, concluded)) if concluded else "—"
    rows_filed, rows_concluded = (f"{_rows(year)}&counted={what}" for what in ("filed", "concluded"))
    numbers = (
        Number("发明专利代理量", count(filed), rows_filed, "件"),
        Number("发明专利授权率", rate, rows_concluded, note=f"授权 {granted:,} 件／结案 {concluded:,} 件"),
    )
    return Shown(f"{year}年数据", numbers, href=ADDRESS)


def _rows(year: int) -> str:
    return f"{ADDRESS}?year={year}&kind={PatentKind.INVENTION}"
