"""Appointments that came by file: which slot each line means, what a load makes of them, how they are taken back."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, Self
from uuid import uuid4

from django.db import IntegrityError
from django.utils import timezone

from ipservice.foundation.errors import DomainError
from ipservice.intake.feeds import Touched
from ipservice.intake.services.journal import insert_kept, written_ids
from ipservice.privacy.services.consenting import fingerprint
from publicservice.booking.models import Booking, BookingState, Schedule, ScheduleItem, Source
from publicservice.booking.rules.slots import Free
from publicservice.booking.services import telling
from publicservice.booking.services.facts import choices
from publicservice.booking.services.refusals import CONSTRAINTS, spoken

TABLE, MATTERS = "publicservice_booking", "publicservice_bookingitem"
NEW_MATTERS = """
INSERT INTO publicservice_bookingitem (booking_id, item_id, minutes)
SELECT b.id, s.item_id, s.minutes FROM "{stage}" s JOIN publicservice_booking b ON b.uid = s.uid ORDER BY b.id
"""
AHEAD = timedelta(days=366)


class ListOvertaken(DomainError):
    code = "booking_list_overtaken"
    template = (
        "核对之后，名单中有时段已被约满或同一手机号已另行预约，整批没有写入。请点“重新核对”，不能写入的行会列出。"
    )


class NoSuchPlace(DomainError):
    code = "booking_line_refused"
    template = "{sentence}"


class Line(NamedTuple):
    """What a line says; the cells are read already, an unreadable one is None."""

    outlet: str | None
    schedule: str | None
    day: date | None
    clock: str | None
    matter: str | None
    phone: str | None


@dataclass
class Ground:
    """The schedules that take bookings now, and the places as they are seen; lines of one file count one another."""

    now: datetime
    schedules: dict[str, list[Schedule]]
    matters: dict[int, dict[str, tuple[int, int]]]
    taken: set[tuple[int, datetime, str]] = field(default_factory=set)
    seen: dict[tuple[int, int, date], dict[datetime, Free]] = field(default_factory=dict)
    asked: Counter = field(default_factory=Counter)

    @classmethod
    def load(cls, *, now: datetime) -> Self:
        by_outlet: dict[str, list[Schedule]] = defaultdict(list)
        for schedule in Schedule.objects.bookable_on(timezone.localdate(now)).select_related("outlet").order_by("pk"):
            by_outlet[schedule.outlet.name].append(schedule)
        matters: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for row in ScheduleItem.objects.select_related("item"):
            for name in (row.item.name, row.item.code):
                matters[row.schedule_id][name] = (row.item_id, row.minutes)
        live = Booking.objects.occupying().filter(schedule__isnull=False, starts_at__gte=now)
        return cls(now, by_outlet, matters, set(live.values_list("schedule_id", "starts_at", "person_key")))

    def answer(self, line: Line) -> dict[str, Any]:
        """The columns of the booking, or ``refusal``; nothing where a cell could not be read and is told already."""
        if not (line.outlet and line.day and line.clock and line.matter and line.phone):
            return {}
        try:
            return self._placed(line)
        except NoSuchPlace as refusal:
            return {"refusal": refusal}

    def _placed(self, line: Line) -> dict[str, Any]:
        schedule = self._schedule(line)
        item, minutes = self.matters[schedule.pk][str(line.matter)]
        hour, _, minute = str(line.clock).partition(":")
        starts_at = datetime.combine(line.day, time(int(hour), int(minute)), timezone.get_current_timezone())
        slot = self._slot(schedule, item, starts_at)
        person = fingerprint(line.phone)
        if (schedule.pk, starts_at, person) in self.taken:
            raise NoSuchPlace(field="phone", sentence="该手机号已约了同一时段，本行不再登记。")
        self._require_free(schedule, slot)
        return {
            "schedule_id": schedule.pk,
            "outlet_id": schedule.outlet_id,
            "consultant_id": schedule.consultant_id,
            "window_id": schedule.window_id,
            "starts_at": starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
            "variant": schedule.variants[0],
            "source": Source.IMPORT.value,
            "person_key": person,
            "uid": str(uuid4()),
            "created_at": self.now.isoformat(),
            "item_id": item,
            "minutes": minutes,
            "twin_key": f"{schedule.pk}|{starts_at.isoformat()}|{line.phone}",
        }

    def _schedule(self, line: Line) -> Schedule:
        here = self.schedules.get(str(line.outlet), [])
        if not here:
            raise NoSuchPlace(field="outlet_name", sentence=f"“{line.outlet}”没有开放预约，请核对网点全称。")
        takes = [one for one in here if line.matter in self.matters[one.pk]]
        if not takes:
            raise NoSuchPlace(field="matter", sentence=f"“{line.outlet}”不办理“{line.matter}”，请填事项的全称或代码。")
        named = [one for one in takes if one.name == line.schedule] if line.schedule else takes
        names = "、".join(one.name for one in takes)
        if not named:
            raise NoSuchPlace(field="schedule_name", sentence=f"没有“{line.schedule}”；办理该事项的有：{names}。")
        if len(named) > 1:
            raise NoSuchPlace(field="schedule_name", sentence=f"有多个预约安排办理该事项，请填明其中之一：{names}。")
        return named[0]

    def _slot(self, schedule: Schedule, item: int, starts_at: datetime) -> Free:
        day = timezone.localdate(starts_at)
        if not timezone.localdate(self.now) <= day <= timezone.localdate(self.now) + AHEAD:
            raise NoSuchPlace(field="day", sentence="只能导入今天以后一年之内的预约。")
        key = (schedule.pk, item, day)
        if key not in self.seen:
            (choice,) = choices([schedule.pk], [item], (day, 1), now=self.now)
            self.seen[key] = {slot.starts_at: slot for slot in choice.slots}
        if starts_at not in self.seen[key]:
            near = "、".join(f"{slot:%H:%M}" for slot in list(self.seen[key])[:6]) or "当天没有可预约时段"
            sentence = f"{spoken(starts_at)} 不是可预约的时段；当天可预约：{near}。"
            raise NoSuchPlace(field="clock", sentence=sentence)
        return self.seen[key][starts_at]

    def _require_free(self, schedule: Schedule, slot: Free) -> None:
        """One line more for this slot. A matter that takes several slots is counted at its first; the database counts
        them all."""
        self.asked[schedule.pk, slot.starts_at] += 1
        if self.asked[schedule.pk, slot.starts_at] > slot.free:
            sentence = f"{spoken(slot.starts_at)} 只剩 {slot.free} 个名额，本行排在后面，没有名额。请改填其他时段。"
            raise NoSuchPlace(field="clock", sentence=sentence)


@contextmanager
def told() -> Iterator[None]:
    """What the guards of the table refuse: somebody was quicker between the preview and the load."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if name not in CONSTRAINTS:
            raise
        raise ListOvertaken from error


def finish(touched: Touched) -> None:
    """The matters of the new bookings, and a message to everybody."""
    insert_kept(touched.run_id, MATTERS, NEW_MATTERS.format(stage=touched.stage), {})
    for booking in _of(touched.run_id):
        telling.note("book", f"导入预约：{telling.where(booking)}", booking)
        telling.tell_booked(booking)


def begun(run_id: int) -> list[str]:
    """Bookings of the run that are no longer merely booked."""
    moved = [booking for booking in _of(run_id) if booking.state != BookingState.BOOKED or booking.sequence]
    return [f"{spoken(booking.starts_at)} 的预约（{booking.get_state_display()}）" for booking in moved]


def about_to_go(run_id: int) -> list[Booking]:
    return _of(run_id)


def gone(run_id: int, seen: list[Booking]) -> None:
    """Everybody is told that the booking is no more."""
    for booking in seen:
        telling.tell_cancelled(booking, "登记有误，该预约已撤销。如仍需咨询，请重新预约或与网点联系。")


def _of(run_id: int) -> list[Booking]:
    found = Booking.objects.filter(pk__in=written_ids(run_id, TABLE)).select_related("outlet")
    return list(found.order_by("starts_at", "pk"))
