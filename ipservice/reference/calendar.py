"""The working calendar as the tables hold it, and the years whose notice is missing."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from ipservice.foundation.workdays import Calendar
from ipservice.reference.models import CalendarDay, CalendarYear

NOTICE_EXPECTED_BY_MONTH = 12


def working_calendar() -> Calendar:
    """The present calendar; one small query tells whether the one kept in memory is still right."""
    days = CalendarDay.objects.aggregate(count=Count("pk"), at=Max("updated_at"))
    years = CalendarYear.objects.aggregate(count=Count("pk"), at=Max("updated_at"))
    return _calendar((days["count"], days["at"], years["count"], years["at"]))


@lru_cache(maxsize=1)
def _calendar(version: tuple[object, ...]) -> Calendar:
    return Calendar(
        departures=dict(CalendarDay.objects.values_list("day", "is_workday")),
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


def missing_years(loaded: Iterable[int], today: date) -> list[int]:
    """Years whose notice should be loaded by ``today``: the present one, and in December the next."""
    wanted = [today.year] + ([today.year + 1] if today.month >= NOTICE_EXPECTED_BY_MONTH else [])
    known = frozenset(loaded)
    return [year for year in wanted if year not in known]
