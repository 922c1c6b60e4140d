"""What people are told, by the outbox, once an event: in the transaction of what they are told about."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ipservice.audit.services import record, statement
from ipservice.notices.models import Message
from ipservice.notices.services import Contact, contact_statement, notify_contact
from publicservice.booking.models import Booking, WaitingEntry
from publicservice.booking.services.refusals import spoken

SUBJECT = "booking"
BRING = "请带有效证件按时到达；凭预约码和手机号后四位可在网上改约或取消。"


def note(verb: str, sentence: str, booking: Booking, *, by=None, **details) -> None:
    """One act of the history of a booking."""
    record(f"booking.{verb}", sentence, subject=(SUBJECT, booking.pk), by=by, **details)


def address() -> str:
    """Where the portal is reached, for links in messages."""
    return settings.SITE["address"]


def where(booking: Booking) -> str:
    return f"{spoken(booking.starts_at)}，{booking.outlet.name}（{booking.get_variant_display()}）"


def tell(booking: Booking, event: str, title: str, body: str = "", *, not_before: datetime | None = None) -> None:
    """Whoever booked gets mail and SMS at the addresses given; ``event`` and number of changes make it once."""
    message = _message(booking, event, title, body)
    notify_contact(
        _contact(booking), event=message.event, title=message.title, body=message.body, not_before=not_before
    )


def _contact(booking: Booking) -> Contact:
    return Contact(mail=booking.email, phone=booking.phone)


def _message(booking: Booking, event: str, title: str, body: str) -> Message:
    outlet = booking.outlet
    return Message(
        event=f"booking.{event}:{booking.pk}:{booking.sequence}",
        title=title[:120],
        body="\n".join(part for part in (where(booking), body, outlet.address, outlet.phone) if part),
        created_at=timezone.now(),
    )


def booked_statements(booking: Booking, words: str, *, by=None) -> list[tuple[str, list]]:
    """What tells of a new booking, where it can be told, and what notes it; to be sent with the booking itself."""
    sentence = f"{words}：{where(booking)}"
    message = _message(booking, "booked", f"预约成功：{where(booking)}", BRING)
    subject = (SUBJECT, booking.pk)
    contact = _contact(booking)
    told = [contact_statement(contact, message)] if contact.mail or contact.phone else []
    return [
        *told,
        statement("booking.book", sentence, subject=subject, by=by, reason=booking.acting_for),
    ]


def tell_booked(booking: Booking) -> None:
    tell(booking, "booked", f"预约成功：{where(booking)}", BRING)


def tell_moved(booking: Booking, reason: str = "") -> None:
    tell(booking, "moved", f"预约已改到：{where(booking)}", reason)


def tell_cancelled(booking: Booking, reason: str = "") -> None:
    tell(booking, "cancelled", f"预约已取消：{where(booking)}", reason)


def tell_offered(entry: WaitingEntry, booking: Booking, until: datetime) -> None:
    """The one whose turn it is, and until when; the place is held for nobody else meanwhile."""
    limit = f"{timezone.localtime(until):%H:%M}"
    tell(
        booking,
        "offered",
        f"候补有号：{spoken(entry.starts_at)}，请于 {limit} 前凭候补码在“预约查询”页确认",
        f"{limit} 前未确认的，名额转给下一位。",
    )


def tell_lapsed(booking: Booking) -> None:
    tell(booking, "lapsed", f"候补通知已逾期：{where(booking)}", "名额已转给下一位。仍需咨询的，请重新选择时段。")
