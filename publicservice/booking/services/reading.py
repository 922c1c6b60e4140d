"""Everything that decides one booking, by one statement.

What was read before and stands unchanged is not parsed again: the parsed facts are found by the text they came as, so
there is nothing to clear when somebody changes a schedule.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from ipservice.foundation.workdays import Calendar
from publicservice.booking.models import Schedule
from publicservice.booking.rules.slots import Plan, Taken
from publicservice.network.models import Outlet
from publicservice.network.rules import DayException, Hours, WeekVersion, read_intervals, read_week

ONE_DAY = timedelta(days=1)
FACTS = """
SELECT jsonb_build_object(
    'schedule', to_jsonb(schedule),
    'outlet', jsonb_build_object('id', outlet.id, 'name', outlet.name, 'state', outlet.state,
        'address', outlet.address, 'phone', outlet.phone, 'is_demo', outlet.is_demo),
    'hours', (SELECT jsonb_agg(to_jsonb(version) ORDER BY version.id)
        FROM publicservice_hoursversion AS version WHERE version.outlet_id = outlet.id),
    'exception', (SELECT to_jsonb(differing) FROM publicservice_hoursexception AS differing
        WHERE differing.outlet_id = outlet.id AND differing.day = %(day)s AND differing.ended_at IS NULL),
    'closure', (SELECT to_jsonb(resting) FROM publicservice_scheduleexception AS resting
        WHERE resting.schedule_id = schedule.id AND resting.day = %(day)s),
    'matters', (SELECT jsonb_object_agg(matter.item_id, matter.minutes)
        FROM publicservice_scheduleitem AS matter WHERE matter.schedule_id = schedule.id),
    'departure', (SELECT to_jsonb(departing.is_workday) FROM reference_calendarday AS departing
        WHERE departing.day = %(day)s)
    )::text,
    (SELECT jsonb_agg(jsonb_build_array(slot.starts_at, slot.capacity, slot.taken))
        FROM publicservice_slot AS slot WHERE slot.schedule_id = schedule.id AND slot.taken > 0
        AND slot.starts_at >= %(first)s AND slot.starts_at < %(last)s)
FROM publicservice_schedule AS schedule JOIN publicservice_outlet AS outlet ON outlet.id = schedule.outlet_id
WHERE schedule.id = %(schedule)s
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """One schedule on one day. ``schedule`` is shared between requests: read it, never change it."""

    schedule: Schedule
    matters: Mapping[int, int]
    plan: Plan
    calendar: Calendar


def read(schedule: int, day: date) -> tuple[Facts, dict[datetime, Taken]] | None:
    """The facts and what is taken of that day; None for a schedule that is not there."""
    first = datetime.combine(day, time.min, timezone.get_current_timezone())
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"schedule": schedule, "day": day, "first": first, "last": first + ONE_DAY})
        found = cursor.fetchone()
    if found is None:
        return None
    text, rows = found
    slots = json.loads(rows) if isinstance(rows, str) else rows or ()
    return parsed(text, day), {datetime.fromisoformat(at): Taken(capacity, taken) for at, capacity, taken in slots}


@lru_cache(maxsize=1_000)
def parsed(text: str, day: date) -> Facts:
    raw = json.loads(text)
    schedule = _schedule(raw)
    exception, closure, departure = raw["exception"], raw["closure"], raw["departure"]
    differing = {day: DayException(read_intervals(exception["intervals"]), exception["reason"])} if exception else {}
    hours = Hours(tuple(_version(version) for version in raw["hours"] or ()), differing)
    plan = Plan(
        hours=hours,
        slot_minutes=schedule.slot_minutes,
        capacity=schedule.capacity,
        lead_minutes=schedule.lead_minutes,
        horizon_days=schedule.horizon_days,
        valid_from=schedule.valid_from,
        valid_until=schedule.valid_until,
        week=read_week(schedule.week) if schedule.week else None,
        breaks=read_intervals(schedule.breaks),
        closures={day: read_intervals(closure["intervals"])} if closure else {},
    )
    calendar = Calendar({} if departure is None else {day: departure}, frozenset({day.year}))
    return Facts(schedule, {int(item): minutes for item, minutes in (raw["matters"] or {}).items()}, plan, calendar)


def _schedule(raw: dict) -> Schedule:
    values = dict(raw["schedule"])
    until = values.pop("valid_until")
    outlet_id, start = values.pop("outlet_id"), date.fromisoformat(values.pop("valid_from"))
    assert outlet_id == raw["outlet"]["id"]
    outlet = Outlet(**raw["outlet"])
    return Schedule(**values, outlet=outlet, valid_from=start, valid_until=date.fromisoformat(until) if until else None)


def _version(raw: dict) -> WeekVersion:
    return WeekVersion(
        date.fromisoformat(raw["in_force_from"]),
        read_week(raw["week"]),
        raw["follows_working_calendar"],
        raw["makeup_weekday"],
        recorded=raw["id"],
    )
