"""What the slots of schedules are computed from, read by a number of queries that does not grow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from publicservice.booking.models import Schedule, ScheduleException, ScheduleItem, Slot, Variant
from publicservice.booking.rules.slots import Free, Plan, Search, open_slots
from publicservice.booking.services.reading import read, read_all
from publicservice.booking.services.refusals import MattersNotOffered, SlotNotOffered, spoken
from publicservice.network.models import OutletState
from publicservice.network.rules import read_intervals, read_week


@dataclass(frozen=True, slots=True)
class Wish:
    """Which slot for which matters, and how. Several matters follow one another."""

    schedule: int
    starts_at: datetime
    items: tuple[int, ...]
    variant: str = Variant.ON_SITE


@dataclass(frozen=True, slots=True)
class Place:
    """A wish that the schedule can grant as far as its rules go.

    ``free`` places were seen a moment ago; whether one is left when it is taken is the database's to say.
    """

    schedule: Schedule
    wish: Wish
    minutes: dict[int, int]
    ends_at: datetime
    free: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """The slots of one schedule, full ones with no free place."""

    schedule: Schedule
    slots: list[Free]


def schedules_with_facts(schedules: Iterable[int], first: date, last: date) -> list[Schedule]:
    """Schedules with outlet, matters, exceptions and taken slots of these days (both included), by one query."""
    tomorrow = datetime.combine(last + timedelta(days=1), datetime.min.time(), timezone.get_current_timezone())
    today = datetime.combine(first, datetime.min.time(), timezone.get_current_timezone())
    own = OuterRef("pk")
    taken = Slot.objects.filter(schedule=own, starts_at__gte=today, starts_at__lt=tomorrow, taken__gt=0)
    closures = ScheduleException.objects.filter(schedule=own, day__gte=first, day__lte=last)
    matters = ScheduleItem.objects.filter(schedule=own)
    return list(
        Schedule.objects.filter(pk__in=list(schedules))
        .select_related("outlet")
        .annotate(
            own_slots=ArraySubquery(taken.values(row=JSONObject(at="starts_at", capacity="capacity", taken="taken"))),
            own_closures=ArraySubquery(closures.values(row=JSONObject(day="day", intervals="intervals"))),
            own_matters=ArraySubquery(matters.values(row=JSONObject(item="item_id", minutes="minutes"))),
        )
        .order_by("pk")
    )


def plan_of(schedule: Schedule, hours) -> Plan:
    """``schedule`` comes from ``schedules_with_facts``."""
    return Plan(
        hours=hours,
        slot_minutes=schedule.slot_minutes,
        capacity=schedule.capacity,
        lead_minutes=schedule.lead_minutes,
        horizon_days=schedule.horizon_days,
        valid_from=schedule.valid_from,
        valid_until=schedule.valid_until,
        week=read_week(schedule.week) if schedule.week else None,
        breaks=read_intervals(schedule.breaks),
        closures={date.fromisoformat(row["day"]): read_intervals(row["intervals"]) for row in schedule.own_closures},
    )


def choices(schedules: Sequence[int], items: Sequence[int], span: tuple[date, int], *, now: datetime) -> list[Choice]:
    """The slots of each schedule for these matters on ``span`` (first day, number of days), by one query."""
    first, days = span
    local = timezone.localtime(now)
    found = []
    for facts, taken in read_all(schedules, first, days):
        search = Search(sum(_minutes(facts.matters, items).values()), first, days, local)
        found.append(Choice(facts.schedule, open_slots(facts.plan, search, taken, facts.calendar, grids=facts.grids)))
    return found


def place_for(wish: Wish, *, now: datetime, any_time: bool = False) -> Place:
    """Check a wish against the schedule. Raises ``MattersNotOffered`` or ``SlotNotOffered``.

    ``any_time`` lets staff book within lead time and beyond the horizon, though never outside the grid.
    """
    day = timezone.localdate(wish.starts_at)
    found = read(wish.schedule, day)
    if found is None or not is_open(found[0].schedule) or wish.variant not in found[0].schedule.variants:
        raise MattersNotOffered
    facts, taken = found
    minutes = _minutes(facts.matters, wish.items)
    local, starts_at = timezone.localtime(now), timezone.localtime(wish.starts_at)
    search = Search(sum(minutes.values()), day, 1, local - timedelta(days=1) if any_time else local)
    plan = _within_reach(facts.plan) if any_time else facts.plan
    offered = open_slots(plan, search, taken, facts.calendar, grids=facts.grids)
    slot = next((slot for slot in offered if slot.starts_at == starts_at), None)
    if slot is None:
        raise SlotNotOffered(when=spoken(wish.starts_at))
    return Place(facts.schedule, wish, minutes, slot.ends_at, slot.free)


def is_open(schedule: Schedule) -> bool:
    return schedule.is_published and schedule.outlet.state == OutletState.OPEN


def _within_reach(plan: Plan) -> Plan:
    values = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    return Plan(**{**values, "lead_minutes": 0, "horizon_days": 366})


def _minutes(known: Mapping[int, int], items: Sequence[int]) -> dict[int, int]:
    """The matters asked for with their minutes here. Raises ``MattersNotOffered``."""
    if not items or not set(items) <= set(known):
        raise MattersNotOffered
    return {item: known[item] for item in dict.fromkeys(items)}
