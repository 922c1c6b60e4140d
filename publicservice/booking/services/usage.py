"""How an outlet was used: places planned and booked, people served, missed and waiting (row 5.32).

The head figure is asked of the tables once for the whole span, the drill-down once by day; a test holds that they
agree. Waiting runs from arrival (for the early: from the appointed time) to the last call, service from there to the
end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from ipservice.reference.calendar import working_calendar
from publicservice.booking.models import Booking, BookingState, Schedule, Slot, Source
from publicservice.booking.rules.slots import grid
from publicservice.booking.services.desk import bounds
from publicservice.booking.services.facts import plan_of, schedules_with_facts
from publicservice.network.services.hours import hours_of

SECONDS = 60
ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Use:
    """One outlet in one span. Places are slots times capacity; ``booked`` are places taken of those planned.

    ``kept`` and ``missed`` count appointments alone, ``served`` everybody. ``waited_seconds`` belongs to ``called``
    people, ``served_seconds`` to ``served`` ones.
    """

    planned: int = 0
    booked: int = 0
    appointments: int = 0
    walk_ins: int = 0
    served: int = 0
    kept: int = 0
    missed: int = 0
    cancelled: int = 0
    called: int = 0
    waited_seconds: int = 0
    served_seconds: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Use)})

    @property
    def use(self) -> Fraction | None:
        return Fraction(self.booked, self.planned) if self.planned else None

    @property
    def no_show(self) -> Fraction | None:
        """Of the appointments that were either kept or missed."""
        settled = self.kept + self.missed
        return Fraction(self.missed, settled) if settled else None

    @property
    def minutes_waited(self) -> int | None:
        """The mean, in whole minutes."""
        return round(self.waited_seconds / self.called / SECONDS) if self.called else None

    @property
    def minutes_served(self) -> int | None:
        return round(self.served_seconds / self.served / SECONDS) if self.served else None


_waited = ExpressionWrapper(F("called_at") - Greatest("starts_at", "checked_in_at"), output_field=DurationField())
_lasted = ExpressionWrapper(F("served_at") - F("called_at"), output_field=DurationField())
NUMBERS = {
    "appointments": Count("pk", filter=~Q(source=Source.WALK_IN)),
    "walk_ins": Count("pk", filter=Q(source=Source.WALK_IN)),
    "served": Count("pk", filter=Q(state=BookingState.SERVED)),
    "kept": Count("pk", filter=Q(state=BookingState.SERVED) & ~Q(source=Source.WALK_IN)),
    "missed": Count("pk", filter=Q(state=BookingState.NO_SHOW) & ~Q(source=Source.WALK_IN)),
    "cancelled": Count("pk", filter=Q(state=BookingState.CANCELLED)),
    "called": Count("pk", filter=Q(called_at__isnull=False, checked_in_at__isnull=False)),
    "waited": Sum(_waited, filter=Q(called_at__isnull=False, checked_in_at__isnull=False)),
    "lasted": Sum(_lasted, filter=Q(state=BookingState.SERVED, called_at__isnull=False)),
}


def total(outlet_id: int, first: date, last: date) -> Use:
    """The span as a whole, both days included."""
    numbers = _bookings(outlet_id, first, last).aggregate(**NUMBERS)
    taken = _taken(outlet_id, first, last).aggregate(taken=Sum("taken"))["taken"] or 0
    return _use(numbers, sum(planned_by_day(outlet_id, first, last).values()), taken)


def by_day(outlet_id: int, first: date, last: date) -> list[tuple[date, Use]]:
    """Every day of the span, also those on which nothing happened."""
    day = TruncDate("starts_at", tzinfo=timezone.get_current_timezone())
    numbers = {row["day"]: row for row in _grouped(_bookings(outlet_id, first, last), day, NUMBERS)}
    taken = {row["day"]: row["taken"] for row in _grouped(_taken(outlet_id, first, last), day, {"taken": Sum("taken")})}
    planned = planned_by_day(outlet_id, first, last)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [(one, _use(numbers.get(one, {}), planned.get(one, 0), taken.get(one, 0))) for one in days]


def by_outlet(first: date, last: date) -> list[tuple[int, str, Use]]:
    """Outlets with bookings in the span, in the order of their names, without places. One query."""
    begin, end = bounds(first)[0], bounds(last)[1]
    rows = Booking.objects.filter(starts_at__gte=begin, starts_at__lt=end)
    rows = rows.exclude(state__in=(BookingState.HELD, BookingState.EXPIRED))
    grouped = rows.values("outlet", "outlet__name").annotate(**NUMBERS).order_by("outlet__name_pinyin", "outlet")
    return [(row["outlet"], row["outlet__name"], _use(row, 0, 0)) for row in grouped]


def planned_by_day(outlet_id: int, first: date, last: date) -> dict[date, int]:
    """Places of published schedules; a slot that was widened or narrowed counts with its own places."""
    rows = schedules_with_facts(
        Schedule.objects.filter(outlet=outlet_id, is_published=True).values_list("pk", flat=True), first, last
    )
    hours = hours_of([outlet_id], first=first, last=last)[outlet_id]
    calendar, zone = working_calendar(), timezone.get_current_timezone()
    found: dict[date, int] = {}
    for row in rows:
        plan = plan_of(row, hours)
        own = {datetime.fromisoformat(slot["at"]): slot["capacity"] for slot in row.own_slots}
        for step in range((last - first).days + 1):
            day = first + timedelta(days=step)
            starts = [start for run in grid(plan, day, calendar, zone) for start in run]
            found[day] = found.get(day, 0) + sum(own.get(start, row.capacity) for start in starts)
    return found


def _bookings(outlet_id: int, first: date, last: date) -> QuerySet[Booking]:
    """Without held places, which nobody has yet."""
    begin, end = bounds(first)[0], bounds(last)[1]
    rows = Booking.objects.filter(outlet=outlet_id, starts_at__gte=begin, starts_at__lt=end)
    return rows.exclude(state__in=(BookingState.HELD, BookingState.EXPIRED)).order_by()


def _taken(outlet_id: int, first: date, last: date) -> QuerySet[Slot]:
    begin, end = bounds(first)[0], bounds(last)[1]
    return Slot.objects.filter(schedule__outlet=outlet_id, starts_at__gte=begin, starts_at__lt=end).order_by()


def _grouped(rows: QuerySet, day, numbers: Mapping[str, object]) -> Iterable[dict]:
    return rows.annotate(day=day).values("day").annotate(**numbers)


def _use(numbers: Mapping[str, object], planned: int, booked: int) -> Use:
    counts = {name: numbers.get(name) or 0 for name in NUMBERS if name not in ("waited", "lasted")}
    waited, lasted = numbers.get("waited") or ZERO, numbers.get("lasted") or ZERO
    return Use(
        planned=planned,
        booked=booked,
        waited_seconds=int(waited.total_seconds()),
        served_seconds=int(lasted.total_seconds()),
        **counts,
    )
