"""The nearest free slots for somebody who did not get one: by time, then by the way there (row 5.24)."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from publicservice.booking.models import Schedule
from publicservice.booking.rules.nearest import WITHIN_DAYS, Alternative, nearest
from publicservice.booking.services import ways
from publicservice.booking.services.facts import Choice, Wish, choices

MOST_SCHEDULES = 60


def schedules_for(items: tuple[int, ...], variant: str, *, now: datetime) -> list[Schedule]:
    """Published schedules that take all these matters in this way."""
    known = Count("items", filter=Q(items__item__in=items), distinct=True)
    bookable = Schedule.objects.bookable_on(timezone.localdate(now)).filter(variants__contains=[variant])
    found = bookable.annotate(known=known).filter(known=len(set(items))).select_related("outlet")
    return list(found.order_by("outlet__name_pinyin", "outlet_id", "name", "id"))


def alternatives(wish: Wish, *, now: datetime) -> list[tuple[Choice, Alternative]]:
    """Up to three free slots within a fortnight either side of the wished time, from now on."""
    schedules = schedules_for(wish.items, wish.variant, now=now)
    home = Schedule.objects.select_related("outlet__district").get(pk=wish.schedule)
    today = timezone.localdate(now)
    way = ways.minutes(home.outlet, [row.outlet for row in schedules], day=today)
    by_way = sorted(schedules, key=lambda row: _order(row, way))[:MOST_SCHEDULES]
    first = max(today, timezone.localdate(wish.starts_at) - timedelta(days=WITHIN_DAYS))
    days = (timezone.localdate(wish.starts_at) - first).days + WITHIN_DAYS + 1
    offered = choices([row.pk for row in by_way], wish.items, (first, max(days, 1)), now=now)
    by_schedule = {choice.schedule.pk: choice for choice in offered}
    candidates = [
        Alternative(choice.schedule.pk, slot.starts_at, slot.ends_at, way.get(choice.schedule.outlet_id))
        for choice in offered
        for slot in choice.slots
        if slot.free and abs(slot.starts_at - wish.starts_at) <= timedelta(days=WITHIN_DAYS)
    ]
    return [(by_schedule[found.schedule], found) for found in nearest(wish.starts_at, candidates)]


def _order(row: Schedule, way: dict[int, int]) -> tuple[bool, int, int]:
    minutes = way.get(row.outlet_id)
    return minutes is None, minutes or 0, row.pk
