"""The day of an outlet's staff: people arrive, are called one after the other, come or do not come (row 5.28).

Who is next: whoever booked by the later of appointed time and arrival, whoever walked in by arrival; the number drawn
settles a tie. Two who press at once get two different people: the row that one has is passed over by the other.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from publicservice.booking.models import Booking, BookingState, BookingStep, QueueCounter, Source
from publicservice.booking.rules import codes
from publicservice.booking.rules.states import BOOKING
from publicservice.booking.services import telling
from publicservice.booking.services.people import Person, digest_of
from publicservice.booking.services.refusals import spoken, told_by_database
from publicservice.network.models import Outlet, OutletStaff, ServiceItem, ServiceWindow
from publicservice.network.services.access import NotYourOutlet, workable_by

WALK_IN_MINUTES = 30
_IN_ADDRESS = re.compile(r"code=([0-9A-Za-z-]+)")
SHOWN = (
    BookingState.BOOKED,
    BookingState.CHECKED_IN,
    BookingState.CALLED,
    BookingState.SERVED,
    BookingState.NO_SHOW,
)


class NobodyWaits(DomainError):
    code = "nobody_waits"
    template = "当前没有已签到等候的人。"


class CodeUnknownHere(DomainError):
    code = "booking_code_unknown_here"
    template = "本网点今天没有这个预约码的预约。请核对预约码，或按姓名在列表中签到；没有预约的请现场取号。"


class NotToday(DomainError):
    code = "booking_not_today"
    template = "该预约的日期是 {when}，不是今天，不能签到。可以先改约，或现场取号。"


class ElsewhereRefused(DomainError):
    code = "transfer_elsewhere"
    template = "只能转给本网点在岗的咨询员或启用中的窗口。"


class ReasonWanted(DomainError):
    code = "desk_reason_wanted"
    template = "请写明{act}的原因。"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody is served: a window, a consultant, both or neither."""

    window: ServiceWindow | None = None
    consultant: OutletStaff | None = None


def require_staff(outlet_id: int, by: User, act: str) -> None:
    """Raises ``NotYourOutlet`` unless this person serves at the outlet or manages it."""
    if not workable_by(by).filter(pk=outlet_id).exists():
        raise NotYourOutlet(who="该网点的工作人员或经办人", act=act)


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of the day and of the next, in local time."""
    first = datetime.combine(day, datetime.min.time(), timezone.get_current_timezone())
    return first, first + timedelta(days=1)


def of_day(outlet_id: int, day: date) -> QuerySet[Booking]:
    """Everybody expected or present on the day, by time; held and given back places are left out."""
    first, end = bounds(day)
    rows = Booking.objects.filter(outlet=outlet_id, starts_at__gte=first, starts_at__lt=end, state__in=SHOWN)
    return rows.select_related("consultant", "window", "called_by").order_by("starts_at", "id")


def waiting_on(outlet_id: int, day: date) -> QuerySet[Booking]:
    """Those who wait, the next one first."""
    rows = Booking.objects.filter(outlet=outlet_id, queue_day=day, state=BookingState.CHECKED_IN)
    return rows.order_by(Greatest("starts_at", "checked_in_at"), "queue_number")


def find_by_code(outlet_id: int, typed: str, *, now: datetime) -> Booking:
    """The booking of today whose code was typed or scanned. Raises ``CodeUnknownHere``."""
    inside = _IN_ADDRESS.search(typed)
    plain = codes.read(inside[1] if inside else typed)
    first, end = bounds(timezone.localdate(now))
    rows = Booking.objects.filter(outlet=outlet_id, starts_at__gte=first, starts_at__lt=end)
    found = rows.filter(code_digest=digest_of(plain)).first() if plain else None
    if found is None:
        raise CodeUnknownHere(field="code")
    return found


@transaction.atomic
def check_in(booking_id: int, *, now: datetime, by: User) -> Booking:
    """Whoever booked is here and gets a number. Present already, the number stays. Raises ``NotToday``."""
    booking = _locked(booking_id, by, BookingStep.CHECK_IN)
    if booking.state == BookingState.CHECKED_IN:
        return booking
    today = timezone.localdate(now)
    if timezone.localdate(booking.starts_at) != today:
        raise NotToday(when=spoken(booking.starts_at))
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.CHECK_IN)
    booking.checked_in_at, booking.ended_at, booking.end_reason = now, None, ""
    if booking.queue_number is None:
        booking.queue_day, booking.queue_number = today, _next_number(booking.outlet_id, today)
    booking.save()
    telling.note("check_in", f"签到，{booking.queue_number} 号", booking, by=by)
    return booking


@transaction.atomic
def walk_in(outlet_id: int, person: Person, items: tuple[ServiceItem, ...] = (), *, now: datetime, by: User) -> Booking:
    """Somebody without an appointment gets a number. ``person.acting_for`` says for whom staff acts (row X.28)."""
    require_staff(outlet_id, by, "现场取号")
    outlet = Outlet.objects.get(pk=outlet_id)
    today = timezone.localdate(now)
    booking = Booking.objects.create(
        outlet=outlet,
        source=Source.WALK_IN,
        state=BookingState.CHECKED_IN,
        starts_at=now,
        ends_at=now + timedelta(minutes=WALK_IN_MINUTES),
        queue_day=today,
        queue_number=_next_number(outlet_id, today),
        checked_in_at=now,
        uid=uuid4(),
        created_at=now,
        booked_by=by,
        acting_for=person.acting_for,
        is_demo=outlet.is_demo,
        **(person.facts() if person.phone else {"name": person.name, "subject": person.subject}),
    )
    for item in items:
        booking.items.create(item=item, minutes=WALK_IN_MINUTES)
    telling.note("walk_in", f"现场取号，{booking.queue_number} 号", booking, by=by, reason=person.acting_for)
    return booking


@transaction.atomic
def call_next(outlet_id: int, seat: Seat, *, now: datetime, by: User) -> Booking:
    """Call whoever is next. Raises ``NobodyWaits``."""
    require_staff(outlet_id, by, "叫号")
    _require_seat(outlet_id, seat, now)
    waiting = waiting_on(outlet_id, timezone.localdate(now))
    booking = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if booking is None:
        raise NobodyWaits
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.CALL)
    _sit(booking, seat)
    return _called(booking, "叫号", now, by)


@transaction.atomic
def recall(booking_id: int, *, now: datetime, by: User) -> Booking:
    """Call the same person once more."""
    booking = _locked(booking_id, by, BookingStep.RECALL)
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.RECALL)
    return _called(booking, "重呼", now, by)


@transaction.atomic
def put_back(booking_id: int, *, by: User) -> Booking:
    """Whoever was called by mistake waits again, at the old place in the queue."""
    booking = _locked(booking_id, by, BookingStep.PUT_BACK)
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.PUT_BACK)
    booking.called_at = booking.called_by = None
    booking.save(update_fields=["state", "called_at", "called_by"])
    telling.note("put_back", "放回队列", booking, by=by)
    return booking


@transaction.atomic
def miss(booking_id: int, *, now: datetime, by: User) -> Booking:
    """Whoever booked or was called did not come; coming later, they may still check in."""
    booking = _locked(booking_id, by, BookingStep.MISS)
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.MISS)
    booking.ended_at, booking.end_reason = now, "未到"
    booking.save(update_fields=["state", "ended_at", "end_reason"])
    telling.note("miss", "记为未到", booking, by=by)
    return booking


@transaction.atomic
def transfer(booking_id: int, seat: Seat, *, reason: str, now: datetime, by: User) -> Booking:
    """Another consultant or window of the same outlet; the person waits on with the same number.

    Raises ``ElsewhereRefused``, ``ReasonWanted``, ``SlotFull`` where the consultant is taken at that time.
    """
    booking = _locked(booking_id, by, BookingStep.TRANSFER)
    if not reason.strip():
        raise ReasonWanted(act="转办", field="reason")
    _require_seat(booking.outlet_id, seat, now)
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.TRANSFER)
    booking.called_at = booking.called_by = None
    booking.consultant, booking.window = seat.consultant, seat.window
    with told_by_database(booking.starts_at), transaction.atomic():
        booking.save(update_fields=["state", "consultant", "window", "called_at", "called_by"])
    target = seat.consultant.name if seat.consultant else seat.window.name if seat.window else "大厅"
    telling.note("transfer", f"转办：{target}", booking, by=by, reason=reason.strip())
    return booking


def _called(booking: Booking, word: str, now: datetime, by: User) -> Booking:
    booking.called_at, booking.called_by = now, by
    booking.times_called += 1
    booking.save(update_fields=["state", "called_at", "called_by", "times_called", "window", "consultant"])
    telling.note("call", f"{word}：{booking.queue_number} 号", booking, by=by)
    return booking


def _sit(booking: Booking, seat: Seat) -> None:
    """A window is always noted; a consultant only where nobody in particular was booked."""
    booking.window = seat.window or booking.window
    if booking.schedule_id is None:
        booking.consultant = seat.consultant or booking.consultant


def _require_seat(outlet_id: int, seat: Seat, now: datetime) -> None:
    today = timezone.localdate(now)
    windows, people = ServiceWindow.objects.open_on(today), OutletStaff.objects.serving_on(today)
    for rows, chosen in ((windows, seat.window), (people, seat.consultant)):
        if chosen and not rows.filter(pk=chosen.pk, outlet=outlet_id).exists():
            raise ElsewhereRefused


def _next_number(outlet_id: int, day: date) -> int:
    """One number after the other, without gaps; the counter is locked until the end of the transaction."""
    QueueCounter.objects.bulk_create([QueueCounter(outlet_id=outlet_id, day=day)], ignore_conflicts=True)
    counter = QueueCounter.objects.select_for_update().get(outlet=outlet_id, day=day)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _locked(booking_id: int, by: User, step: BookingStep) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=booking_id)
    require_staff(booking.outlet_id, by, step.label)
    return booking
