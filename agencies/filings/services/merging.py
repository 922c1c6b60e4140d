"""Filings and yearly totals when two records of one agency are merged."""

from django.db.models import Q

from agencies.filings.models import Filing, TotalSource, YearlyTotal
from agencies.filings.services import totals
from agencies.registry.services import children


def register_children() -> None:
    """Filings move and their totals are counted afresh; a summary line moves where the kept agency has none."""
    children.register(children.Child(Filing, "agency"))
    children.register(
        children.Child(
            YearlyTotal,
            "agency",
            key=("year", "kind", "route", "source"),
            only=Q(source=TotalSource.SUMMARY),
            rebuild=totals.refresh,
        )
    )
