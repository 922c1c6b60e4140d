"""Everything that decides which slots there are, by one statement.

What was read before and stands unchanged is not parsed again: the parsed facts are found by the text they came as, so
there is nothing to clear when somebody changes a schedule.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from ipservice.foundation.workdays import Calendar
from publicservice.booking.models import Schedule
from publicservice.booking.rules.slots import Grids, Plan, Taken
from publicservice.network.models import Outlet
from publicservice.network.rules import DayException, Hours, WeekVersion, read_intervals, read_week

ONE_DAY = timedelta(days=1)
FACTS = """
SELECT jsonb_build_object(
    'schedule', to_jsonb(schedule),
    'outlet', jsonb_build_object('id', outlet.id, 'name', outlet.name, 'state', outlet.state,
        'address', outlet.address, 'phone', outlet.phone, 'is_demo', outlet.is_demo,
        'longitude', outlet.longitude, 'latitude', outlet.latitude),
    'hours', (SELECT jsonb_agg(to_jsonb(version) ORDER BY version.id)
        FROM publicservice_hoursversion AS version WHERE version.outlet_id = outlet.id),
    'exceptions', (SELECT jsonb_agg(to_jsonb(differing)) FROM publicservice_hoursexception AS differing
        WHERE differing.outlet_id = outlet.id AND differing.ended_at IS NULL
        AND differing.day BETWEEN %(first_day)s AND %(last_day)s),
    'closures', (SELECT jsonb_agg(to_jsonb(resting)) FROM publicservice_scheduleexception AS resting
        WHERE resting.schedule_id = schedule.id AND resting.day BETWEEN %(first_day)s AND %(last_day)s),
    'matters', (SELECT jsonb_object_agg(matter.item_id, matter.minutes)
        FROM publicservice_scheduleitem AS matter WHERE matter.schedule_id = schedule.id),
    'departures', (SELECT jsonb_object_agg(departing.day, departing.is_workday) FROM reference_calendarday AS departing
        WHERE departing.day BETWEEN %(first_day)s AND %(last_day)s)
    )::text,
    (SELECT jsonb_agg(jsonb_build_array(slot.starts_at, slot.capacity, slot.taken))::text
        FROM publicservice_slot AS slot WHERE slot.schedule_id = schedule.id AND slot.taken > 0
        AND slot.starts_at >= %(first)s AND slot.starts_at < %(last)s)
FROM publicservice_schedule AS schedule JOIN publicservice_outlet AS outlet ON outlet.id = schedule.outlet_id
WHERE schedule.id = ANY(%(schedules)s) ORDER BY schedule.id
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """One schedule on the days read. ``schedule`` is shared between requests: read it, never change it.

    ``grids`` keeps its days as they are cut, in the current time zone.
    """

    schedule: Schedule
    matters: Mapping[int, int]
    plan: Plan
    calendar: Calendar
    grids: Grids = field(default_factory=dict)


def read(schedule: int, day: date) -> tuple[Facts, dict[datetime, Taken]] | None:
    """The facts and what is taken of that day; None for a schedule that is not there."""
    return next(iter(read_all([schedule], day, 1)), None)


def read_all(schedules: Iterable[int], first_day: date, days: int) -> list[tuple[Facts, dict[datetime, Taken]]]:
    """The same of several schedules and days, in the order of their keys; one statement, however many there are."""
    first = datetime.combine(first_day, time.min, timezone.get_current_timezone())
    span = {"first_day": first_day, "last_day": first_day + (days - 1) * ONE_DAY}
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"schedules": list(schedules), "first": first, "last": first + days * ONE_DAY, **span})
        found = cursor.fetchall()
    return [(parsed(text), _taken(slots)) for text, slots in found]


def _taken(slots: str | None) -> dict[datetime, Taken]:
    rows = json.loads(slots) if slots else ()
    return {datetime.fromisoformat(at): Taken(capacity, taken) for at, capacity, taken in rows}


@lru_cache(maxsize=300)
def parsed(text: str) -> Facts:
    raw = json.loads(text)
    schedule = _schedule(raw)
    differing = {
        date.fromisoformat(row["day"]): DayException(read_intervals(row["intervals"]), row["reason"])
        for row in raw["exceptions"] or ()
    }
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
        closures={date.fromisoformat(row["day"]): read_intervals(row["intervals"]) for row in raw["closures"] or ()},
    )
    calendar = Calendar({date.fromisoformat(day): works for day, works in (raw["departures"] or {}).items()})
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
