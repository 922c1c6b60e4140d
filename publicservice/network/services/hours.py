"""Opening hours: versions that are added and never changed, single days that differ, one version restored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from ipservice.reference.calendar import working_calendar
from publicservice.network.models import HoursException, HoursVersion, Outlet
from publicservice.network.rules import DayException, Hours, WeekVersion, read_intervals, read_week
from publicservice.network.rules.hours import in_force, in_words, stored
from publicservice.network.services import access
from publicservice.network.services.touched import (
    Answer,
    BookingSource,
    Change,
    Touched,
    register_touched,
    require_answered,
    settle,
    touched_by,
)

__all__ = [
    "NewException",
    "NewWeek",
    "Preview",
    "add_exception",
    "add_version",
    "end_exception",
    "hours_of",
    "preview_exception",
    "preview_version",
    "register_touched",
    "restore",
]


class HoursInThePast(DomainError):
    code = "hours_in_the_past"
    template = "{day:%Y年%-m月%-d日}已过；开放时间的变更自今天（{today:%Y年%-m月%-d日}）或以后起执行。"


class ReasonNeeded(DomainError):
    code = "reason_needed"
    template = "请填写{what}的原因；公众会看到特殊日期的原因。"


class ExceptionTaken(DomainError):
    code = "exception_taken"
    template = "{day:%Y年%-m月%-d日}已登记特殊安排（{hours}）；请先取消原安排。"


class ExceptionEnded(DomainError):
    code = "exception_ended"
    template = "该特殊安排已取消或日期已过，不能再取消。"


@dataclass(frozen=True, slots=True)
class NewWeek:
    """A week to come into force; ``week`` as typed, seven lists of ["09:00", "12:00"]."""

    in_force_from: date
    week: Sequence[Any]
    reason: str
    follows_working_calendar: bool = True
    makeup_weekday: int = 0


@dataclass(frozen=True, slots=True)
class NewException:
    """One day with other hours as typed, or none."""

    day: date
    intervals: Sequence[Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would touch, with the free slots offered for each; nothing is stored."""

    after: Hours
    touched: tuple[Touched, ...] = ()
    offers: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


def hours_of(outlets: Iterable[int], *, first: date | None = None, last: date | None = None) -> dict[int, Hours]:
    """The hours of these outlets, by two queries. ``first`` and ``last`` limit the exceptions read."""
    wanted = list(outlets)
    versions: dict[int, list[WeekVersion]] = {pk: [] for pk in wanted}
    for row in HoursVersion.objects.filter(outlet__in=wanted).order_by("id"):
        versions[row.outlet_id].append(as_version(row))
    exceptions: dict[int, dict[date, DayException]] = {pk: {} for pk in wanted}
    span = (Q(day__gte=first) if first else Q()) & (Q(day__lte=last) if last else Q())
    for row in HoursException.objects.filter(span, outlet__in=wanted, ended_at__isnull=True):
        exceptions[row.outlet_id][row.day] = DayException(read_intervals(row.intervals), row.reason)
    return {pk: Hours(tuple(versions[pk]), exceptions[pk]) for pk in wanted}


def as_version(row: HoursVersion) -> WeekVersion:
    return WeekVersion(
        row.in_force_from, read_week(row.week), row.follows_working_calendar, row.makeup_weekday, recorded=row.pk
    )


@transaction.atomic
def add_version(
    outlet_id: int, new: NewWeek, *, answers: Mapping[str, Answer] | None = None, today: date, by: User | None
) -> HoursVersion:
    """The week from ``new.in_force_from`` on, once each touched booking is answered.

    Raises ``HoursRefused``, ``HoursInThePast``, ``ReasonNeeded``, ``BookingsTouched``, ``ChoiceIncomplete``,
    ``NotYourOutlet``, ``OutletIsClosed``.
    """
    outlet = access.locked_for_staff(outlet_id, "变更开放时间", by)
    row, change, before = _store_version(outlet, new, None, today=today, by=by)
    _settle_touched(change, before, answers or {}, by)
    return row


@transaction.atomic
def restore(
    version_id: int, *, in_force_from: date, answers: Mapping[str, Answer] | None = None, today: date, by: User | None
) -> HoursVersion:
    """An earlier week once more, as a version of its own from ``in_force_from`` on. Raises as ``add_version``."""
    former = HoursVersion.objects.get(pk=version_id)
    outlet = access.locked_for_staff(former.outlet_id, "恢复开放时间", by)
    new = restored_week(former, in_force_from)
    row, change, before = _store_version(outlet, new, former, today=today, by=by)
    _settle_touched(change, before, answers or {}, by)
    return row


def restored_week(former: HoursVersion, in_force_from: date) -> NewWeek:
    reason = f"恢复{former.in_force_from:%Y年%-m月%-d日}起的安排"
    return NewWeek(in_force_from, former.week, reason, former.follows_working_calendar, former.makeup_weekday)


@transaction.atomic
def add_exception(
    outlet_id: int, new: NewException, *, answers: Mapping[str, Answer] | None = None, today: date, by: User | None
) -> HoursException:
    """One day that differs, once each touched booking is answered.

    Raises ``HoursRefused``, ``HoursInThePast``, ``ReasonNeeded``, ``ExceptionTaken``, ``BookingsTouched``.
    """
    outlet = access.locked_for_staff(outlet_id, "登记特殊日期", by)
    row, change, before = _store_exception(outlet, new, today=today, by=by)
    _settle_touched(change, before, answers or {}, by)
    return row


@transaction.atomic
def end_exception(
    exception_id: int, *, answers: Mapping[str, Answer] | None = None, today: date, by: User | None
) -> HoursException:
    """The day has the hours of its week again; bookings in hours that end with it must be answered."""
    row = HoursException.objects.select_for_update().get(pk=exception_id)
    outlet = access.locked_for_staff(row.outlet_id, "取消特殊日期", by)
    if row.ended_at is not None or row.day < today:
        raise ExceptionEnded
    before = hours_of([outlet.pk])[outlet.pk]
    row.ended_at, row.ended_by = timezone.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    access.tell("hours.exception_ended", f"网点“{outlet.name}”取消{row.day:%Y-%m-%d}的特殊安排", outlet, by)
    _settle_touched(Change(outlet.pk, row.day, row.day, row.reason), before, answers or {}, by)
    return row


def preview_version(outlet_id: int, new: NewWeek, *, today: date, by: User) -> Preview:
    """What ``add_version`` would touch. The change is stored, looked at, and rolled back."""
    with transaction.atomic():
        outlet = access.locked_for_staff(outlet_id, "变更开放时间", by)
        _, change, before = _store_version(outlet, new, None, today=today, by=by)
        seen = _look(change, before)
        transaction.set_rollback(True)
    return seen


def preview_exception(outlet_id: int, new: NewException, *, today: date, by: User) -> Preview:
    """What ``add_exception`` would touch; nothing is stored."""
    with transaction.atomic():
        outlet = access.locked_for_staff(outlet_id, "登记特殊日期", by)
        _, change, before = _store_exception(outlet, new, today=today, by=by)
        seen = _look(change, before)
        transaction.set_rollback(True)
    return seen


def _store_version(
    outlet: Outlet, new: NewWeek, former: HoursVersion | None, *, today: date, by: User | None
) -> tuple[HoursVersion, Change, Hours]:
    week = read_week(new.week)
    _require_reason(new.reason, "变更开放时间")
    before = hours_of([outlet.pk])[outlet.pk]
    if new.in_force_from < today and before.versions:
        raise HoursInThePast(day=new.in_force_from, today=today, field="in_force_from")
    row = HoursVersion.objects.create(
        outlet=outlet,
        in_force_from=new.in_force_from,
        week=[stored(day) for day in week],
        follows_working_calendar=new.follows_working_calendar,
        makeup_weekday=new.makeup_weekday,
        reason=new.reason.strip(),
        restored_from=former,
        created_by=by,
        created_at=timezone.now(),
    )
    current = in_force(before.versions, new.in_force_from)
    access.tell(
        "hours.version",
        f"网点“{outlet.name}”自{new.in_force_from:%Y-%m-%d}起执行新的开放时间",
        outlet,
        by,
        {
            "reason": row.reason,
            "before": {"week": [in_words(day) for day in current.week]} if current else {},
            "after": {"week": [in_words(day) for day in week], "version": row.pk},
        },
    )
    return row, Change(outlet.pk, max(new.in_force_from, today), None, row.reason), before


def _store_exception(
    outlet: Outlet, new: NewException, *, today: date, by: User | None
) -> tuple[HoursException, Change, Hours]:
    read, reason = read_intervals(new.intervals), new.reason.strip()
    _require_reason(reason, "特殊安排")
    if new.day < today:
        raise HoursInThePast(day=new.day, today=today, field="day")
    taken = HoursException.objects.filter(outlet=outlet, day=new.day, ended_at__isnull=True).first()
    if taken:
        raise ExceptionTaken(day=new.day, hours=in_words(read_intervals(taken.intervals)), field="day")
    before = hours_of([outlet.pk])[outlet.pk]
    row = HoursException.objects.create(
        outlet=outlet, day=new.day, intervals=stored(read), reason=reason, created_by=by, created_at=timezone.now()
    )
    sentence = f"网点“{outlet.name}”{new.day:%Y-%m-%d}特殊安排：{in_words(read)}"
    after = {"day": str(new.day), "hours": in_words(read)}
    access.tell("hours.exception", sentence, outlet, by, {"reason": reason, "after": after})
    return row, Change(outlet.pk, new.day, new.day, reason), before


def _require_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise ReasonNeeded(what=what, field="reason")


def _found(change: Change, before: Hours) -> tuple[Hours, list[tuple[BookingSource, Touched]]]:
    after = hours_of([change.outlet_id])[change.outlet_id]
    return after, touched_by(change, before, after, working_calendar())


def _settle_touched(change: Change, before: Hours, answers: Mapping[str, Answer], by: User | None) -> None:
    _, found = _found(change, before)
    require_answered(found, answers)
    settle(found, answers, reason=change.reason, by=by)


def _look(change: Change, before: Hours) -> Preview:
    after, found = _found(change, before)
    offers = {booking.key: source.offers(booking.key) for source, booking in found}
    return Preview(after, tuple(booking for _, booking in found), offers)
