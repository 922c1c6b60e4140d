"""Which outlets can really be booked soon: the "real circle" counts no other."""

from datetime import datetime

from django.utils import timezone

from ipservice.reference.calendar import working_calendar
from publicservice.booking.models import Schedule
from publicservice.booking.rules.slots import Search, Taken, free_slots
from publicservice.booking.services.facts import plan_of, schedules_with_facts
from publicservice.network.services.hours import hours_of


def bookable_outlets(working_days: int, *, now: datetime) -> set[int]:
    """Outlets with at least one free slot from now until the end of the ``working_days``-th working day after today."""
    today = timezone.localtime(now).date()
    last = working_calendar().add(today, working_days).day
    rows = schedules_with_facts(Schedule.objects.bookable_on(today).values_list("pk", flat=True), today, last)
    hours = hours_of({row.outlet_id for row in rows}, first=today, last=last)
    search = Search(0, today, (last - today).days + 1, timezone.localtime(now))
    return {row.outlet_id for row in rows if _has_place(row, hours[row.outlet_id], search)}


def _has_place(row: Schedule, hours, search: Search) -> bool:
    taken = {datetime.fromisoformat(slot["at"]): Taken(slot["capacity"], slot["taken"]) for slot in row.own_slots}
    return bool(free_slots(plan_of(row, hours), search, taken, working_calendar()))
