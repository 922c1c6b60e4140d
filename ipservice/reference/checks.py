"""What is asked before the portal serves: is the calendar of this year loaded?"""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from ipservice.reference.calendar import missing_years
from ipservice.reference.models import CalendarYear


@register(Tags.database)
def calendar_is_loaded(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning for each year without notice; limits that reach into it are shown as provisional."""
    if not databases:
        return []
    try:
        loaded = list(CalendarYear.objects.values_list("year", flat=True))
    except DatabaseError:
        return []
    return [
        Warning(
            f"{year}年的节假日安排尚未录入，涉及该年的期限按周末推算并标为“暂定”。",
            hint="请在后台“工作日历”录入国务院办公厅通知，并在“日历年度”登记该年。",
            id="reference.W001",
        )
        for year in missing_years(loaded, timezone.localdate())
    ]
