"""What becomes of bookings when an outlet's hours change: moved, kept or cancelled, and told (rows 5.11, 5.20)."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from ipservice.accounts.models import User
from publicservice.booking.models import Booking, BookingState
from publicservice.booking.services import bookings, telling
from publicservice.booking.services.facts import Wish, choices
from publicservice.booking.services.refusals import spoken
from publicservice.network.services.touched import Answer, BookingSource, Touched, register_touched
from publicservice.network.services.touched import Choice as Decision

CODE = "booking"
OFFERED = 12
OFFER_DAYS = 14


def register() -> None:
    """Called when the app is ready."""
    register_touched(BookingSource(CODE, live=live, offers=offers, settle=settle))


def live(outlet_id: int, first_day: date, last_day: date | None) -> list[Touched]:
    """Booked ones of these days. Held places run out by themselves."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(first_day, datetime.min.time(), zone)
    found = Booking.objects.filter(outlet=outlet_id, state=BookingState.BOOKED, starts_at__gte=first)
    if last_day is not None:
        found = found.filter(starts_at__lt=datetime.combine(last_day + timedelta(days=1), datetime.min.time(), zone))
    return [_touched(booking) for booking in found.order_by("starts_at", "pk")]


def _touched(booking: Booking) -> Touched:
    start, end = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    return Touched(
        f"{CODE}-{booking.pk}", f"{spoken(start)}（预约{booking.pk}）", start.date(), start.time(), end.time()
    )


def _booking(key: str) -> Booking:
    return Booking.objects.select_related("outlet").get(pk=int(key.removeprefix(f"{CODE}-")))


def offers(key: str) -> list[tuple[str, str]]:
    """The nearest free slots of the same schedule under the hours now stored."""
    booking, now = _booking(key), timezone.now()
    if booking.schedule_id is None:
        return []
    items = list(booking.items.values_list("item_id", flat=True))
    first = max(timezone.localdate(now), timezone.localdate(booking.starts_at) - timedelta(days=1))
    (choice,) = choices([booking.schedule_id], items, (first, OFFER_DAYS), now=now)
    free = [slot.starts_at for slot in choice.slots if slot.free and slot.starts_at != booking.starts_at]
    near = sorted(free, key=lambda start: (abs(start - booking.starts_at), start))[:OFFERED]
    return [(start.isoformat(), spoken(start)) for start in sorted(near)]


def settle(key: str, answer: Answer, reason: str, by: User | None) -> None:
    """Carry one answer out, in the transaction of the change; whoever booked is told in each case."""
    booking, now = _booking(key), timezone.now()
    why = answer.message.strip() or reason
    if answer.choice == Decision.MOVE:
        items = tuple(booking.items.values_list("item_id", flat=True))
        wish = Wish(booking.schedule_id, datetime.fromisoformat(answer.to), items, booking.variant)
        bookings.reschedule(booking.pk, wish, now=now, by=by, reason=why)
    elif answer.choice == Decision.CANCEL:
        bookings.cancel(booking.pk, now=now, by=by, reason=why)
    else:
        telling.note("keep", "开放时间变更，预约保留原时段", booking, by=by, reason=why)
        telling.tell(booking, "kept", f"预约时间不变：{telling.where(booking)}", f"网点开放时间有变：{why}")
