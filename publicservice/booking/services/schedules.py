"""An outlet publishes what can be booked, changes it, and lets a schedule rest for a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from publicservice.booking.models import Booking, BookingState, Schedule, ScheduleException, ScheduleItem, Slot
from publicservice.booking.rules.overload import Proposal, proposal
from publicservice.booking.services.refusals import spoken
from publicservice.booking.services.terms import Terms
from publicservice.network.services.access import locked_for_staff

SUBJECT = "schedule"
CHANGEABLE = frozenset(
    {"name", "variants", "online_instruction", "capacity", "lead_minutes", "horizon_days", "breaks", "valid_until"}
    | {"is_published"}
)
LOOK_BACK = timedelta(days=180)


class OneAtATime(DomainError):
    code = "consultant_sees_one"
    template = "咨询员每个时段只接待一位，名额应为 1，您填写了 {capacity}。"


class NothingOffered(DomainError):
    code = "schedule_offers_nothing"
    template = "请至少为一个事项填写所需分钟数。"


class DayIsBooked(DomainError):
    code = "schedule_day_is_booked"
    template = "{day:%-m月%-d日} 已有 {count} 个预约（最早 {first}），请先改约或取消，再停约这一天。"


@dataclass(frozen=True, slots=True)
class DayOff:
    """One day on which a schedule rests, and why."""

    day: date
    reason: str


@transaction.atomic
def publish(outlet_id: int, facts: Mapping[str, Any], minutes: Mapping[int, int], *, by: User | None) -> Schedule:
    """A new schedule; ``minutes`` by matter. Raises ``OneAtATime``, ``NothingOffered``, ``NotYourOutlet``."""
    outlet = locked_for_staff(outlet_id, "发布预约安排", by)
    _require_sound(facts.get("consultant"), facts.get("capacity", 1), minutes)
    schedule = Schedule.objects.create(outlet=outlet, is_demo=outlet.is_demo, **facts)
    _write_matters(schedule, minutes)
    record("schedule.publish", f"发布预约安排：{schedule}", subject=(SUBJECT, schedule.pk), by=by)
    return schedule


@transaction.atomic
def change(schedule_id: int, facts: Mapping[str, Any], minutes: Mapping[int, int], *, by: User | None) -> Schedule:
    """What may change of a schedule; bookings that stand are kept, a slot never falls below what is taken of it."""
    schedule = Schedule.objects.select_for_update(of=("self",)).get(pk=schedule_id)
    locked_for_staff(schedule.outlet_id, "修改预约安排", by)
    _require_sound(schedule.consultant_id, facts.get("capacity", schedule.capacity), minutes)
    before = {name: str(getattr(schedule, name)) for name in CHANGEABLE}
    for name in CHANGEABLE & set(facts):
        setattr(schedule, name, facts[name])
    schedule.save()
    coming = Slot.objects.filter(schedule=schedule, ends_at__gt=timezone.now())
    coming.update(capacity=Greatest("taken", schedule.capacity))
    schedule.items.all().delete()
    _write_matters(schedule, minutes)
    after = {name: str(getattr(schedule, name)) for name in CHANGEABLE}
    changed = [name for name in after if after[name] != before[name]]
    record(
        "schedule.change",
        f"修改预约安排：{schedule}",
        subject=(SUBJECT, schedule.pk),
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return schedule


@transaction.atomic
def rest(schedule_id: int, off: DayOff, *, by: User | None) -> ScheduleException:
    """No slots of this schedule on that day. Raises ``DayIsBooked`` while somebody is to come."""
    schedule = Schedule.objects.select_for_update(of=("self",)).get(pk=schedule_id)
    locked_for_staff(schedule.outlet_id, "停约", by)
    first = datetime.combine(off.day, time.min, timezone.get_current_timezone())
    coming = Booking.objects.open().filter(
        schedule=schedule, starts_at__gte=first, starts_at__lt=first + timedelta(days=1)
    )
    if earliest := coming.order_by("starts_at").first():
        raise DayIsBooked(day=off.day, count=coming.count(), first=spoken(earliest.starts_at))
    resting, _ = ScheduleException.objects.update_or_create(
        schedule=schedule, day=off.day, defaults={"intervals": [], "reason": off.reason, "created_by": by}
    )
    sentence = f"停约 {off.day:%Y-%m-%d}：{schedule}"
    record("schedule.rest", sentence, subject=(SUBJECT, schedule.pk), by=by, reason=off.reason)
    return resting


def extra_places(schedule: Schedule, rules: Terms, *, now: datetime) -> Proposal:
    """How many places more could be given, by this outlet's own no-shows of half a year; only a proposal."""
    ended = Booking.objects.filter(outlet=schedule.outlet_id, starts_at__gte=now - LOOK_BACK, schedule__isnull=False)
    missed = Q(state=BookingState.NO_SHOW)
    counts = ended.aggregate(
        all=Count("pk", filter=missed | Q(state=BookingState.SERVED)), no=Count("pk", filter=missed)
    )
    return proposal(schedule.capacity, counts["all"], counts["no"], risk=rules.overload_percent / 100)


def _require_sound(consultant: object, capacity: int, minutes: Mapping[int, int]) -> None:
    if consultant and capacity != 1:
        raise OneAtATime(capacity=capacity, field="capacity")
    if not minutes:
        raise NothingOffered


def _write_matters(schedule: Schedule, minutes: Mapping[int, int]) -> None:
    ScheduleItem.objects.bulk_create(
        ScheduleItem(schedule=schedule, item_id=item, minutes=length) for item, length in minutes.items()
    )
