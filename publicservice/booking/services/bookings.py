"""Takes, moves and gives back places. Capacity is the database's to guard (models.guards): here it is only asked.

Locks are taken in one order: the booking, its consultant, its slots by time, then whoever waits.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from publicservice.booking.models import Booking, BookingItem, BookingState, BookingStep, Source
from publicservice.booking.rules.states import BOOKING, OfferOutcome
from publicservice.booking.services import telling, waiting
from publicservice.booking.services.facts import Place, Wish, place_for
from publicservice.booking.services.people import Person, digest_of, few_open_statement, require_few_open
from publicservice.booking.services.refusals import BookingPast, spoken, told_by_database
from publicservice.booking.services.terms import terms

FIELDS = Booking._meta.concrete_fields
TAKE = """
WITH matters AS (
    INSERT INTO publicservice_bookingitem (booking_id, item_id, minutes)
    SELECT %s, item, minutes FROM unnest(%s::bigint[], %s::smallint[]) AS matter (item, minutes))
INSERT INTO publicservice_booking ({columns}) VALUES ({marks})
""".format(columns=", ".join(field.column for field in FIELDS), marks=", ".join(["%s"] * len(FIELDS)))
WORDS = {Source.STAFF: "代为预约", Source.IMPORT: "导入预约"}


def book(wish: Wish, person: Person, *, code: str, now: datetime, by: User | None = None) -> Booking:
    """Take a place for ``person`` at once. ``by`` is the member of staff who books for somebody.

    Raises ``SlotFull``, ``SlotNotOffered``, ``MattersNotOffered``, ``AlreadyBooked``, ``TooManyOpen``; nothing is
    written then.
    """
    place = place_for(wish, now=now, any_time=by is not None)
    rules = terms(timezone.localdate(now))
    waiting.free_overdue(place, now=now)
    source = Source.STAFF if by else Source.WEB
    facts = {**person.facts(), "source": source, "code_digest": digest_of(code), "booked_by": by}
    booking = _drawn_up(place, now, **facts, acting_for=person.acting_for)
    booking._state.adding = False  # noqa: SLF001
    *telling_of_it, noting_it = telling.booked_statements(booking, WORDS.get(source, "预约"), by=by)
    few_open = [few_open_statement(person, rules.open_per_person, now=now)] if by is None and person.key else []
    whole = [*few_open, *telling_of_it, _taking(booking, place), noting_it]
    with told_by_database(wish.starts_at), _one_act(has_more=bool(person.files)):
        _send(whole)
        if person.files:
            booking.files.set(person.files)
    return booking


def _one_act(*, has_more: bool) -> AbstractContextManager:
    """A transaction, where what is sent at once is not the whole act or stands in a greater one."""
    return transaction.atomic() if has_more or connection.in_atomic_block else nullcontext()


def _send(statements: list[tuple[str, list]]) -> None:
    """All of them at once, in one transaction: the slot is never locked while the database waits for this process."""
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(text for text, _ in statements), [value for _, row in statements for value in row])


def hold(wish: Wish, *, now: datetime) -> Booking:
    """Keep a place for whoever fills in the form, until ``held_until``. Raises like ``book``."""
    place = place_for(wish, now=now)
    waiting.free_overdue(place, now=now)
    with told_by_database(wish.starts_at), transaction.atomic():
        held_until = now + terms(timezone.localdate(now)).hold
        return _take(_drawn_up(place, now, state=BookingState.HELD, held_until=held_until), place)


@transaction.atomic
def release(booking_id: int, *, now: datetime) -> None:
    """Give a held place back before its time; one that is held no more is left as it is."""
    booking = Booking.objects.select_for_update(of=("self",)).filter(pk=booking_id, state=BookingState.HELD).first()
    if booking:
        waiting.give_up(booking, BookingStep.CANCEL, OfferOutcome.DECLINED, now=now)


def confirm(booking_id: int, person: Person, *, code: str, now: datetime) -> Booking:
    """Make a held place the booking of ``person``. Raises ``HoldOver``, ``AlreadyBooked``, ``TooManyOpen``."""
    rules = terms(timezone.localdate(now))
    with transaction.atomic():
        booking = waiting.locked_hold(booking_id, now=now)
        with told_by_database(booking.starts_at):
            require_few_open(person, rules.open_per_person, now=now)
            booking.state = BOOKING.after(BookingState.HELD, BookingStep.CONFIRM)
            booking.held_until, booking.code_digest = None, digest_of(code)
            for name, value in person.facts().items():
                setattr(booking, name, value)
            booking.save()
        booking.files.set(person.files) if person.files else None
        telling.note("book", f"预约：{telling.where(booking)}", booking, by=person.user)
        telling.tell_booked(booking)
    return booking


def reschedule(booking_id: int, wish: Wish, *, now: datetime, by: User | None = None, reason: str = "") -> Booking:
    """Move a booking to another slot, of the same or another schedule; the old place is given back with the move.

    Raises ``BookingPast``, ``IllegalStep`` and what ``book`` raises; the booking then stands as it was.
    """
    place = place_for(wish, now=now, any_time=by is not None)
    waiting.free_overdue(place, now=now)
    with told_by_database(wish.starts_at), transaction.atomic():
        booking = _locked(booking_id)
        booking.state = BOOKING.after(BookingState(booking.state), BookingStep.RESCHEDULE)
        _require_to_come(booking, "改约", now=now, by=by)
        before = (booking.schedule_id, booking.starts_at, booking.ends_at)
        for name, value in _where(place).items():
            setattr(booking, name, value)
        booking.sequence += 1
        booking.save()
        _write_items(booking, place)
        sentence = f"改约：{spoken(before[1])} 改到 {spoken(booking.starts_at)}"
        telling.note("reschedule", sentence, booking, by=by, reason=reason)
        telling.tell_moved(booking, reason)
        waiting.offer_freed(*before, now=now)
    return booking


@transaction.atomic
def cancel(booking_id: int, *, now: datetime, by: User | None = None, reason: str = "") -> Booking:
    """Give a place back; whoever waits for it is offered it in the same moment. Cancelled already, it stays so.

    Raises ``BookingPast`` or ``IllegalStep``.
    """
    booking = _locked(booking_id)
    if booking.state == BookingState.CANCELLED:
        return booking
    _require_to_come(booking, "取消", now=now, by=by)
    if booking.state == BookingState.HELD:
        waiting.give_up(booking, BookingStep.CANCEL, OfferOutcome.DECLINED, now=now)
        return booking
    _end(booking, BookingStep.CANCEL, now=now, reason=reason or "本人取消", by=by)
    telling.tell_cancelled(booking, reason)
    return booking


def _end(booking: Booking, step: BookingStep, *, now: datetime, reason: str, by: User | None = None) -> None:
    booking.state = BOOKING.after(BookingState(booking.state), step)
    booking.ended_at, booking.end_reason = now, reason[:200]
    booking.sequence += 1
    booking.save(update_fields=["state", "ended_at", "end_reason", "sequence"])
    telling.note("cancel", f"取消预约：{spoken(booking.starts_at)}", booking, by=by, reason=reason)
    if booking.schedule_id:
        waiting.offer_freed(booking.schedule_id, booking.starts_at, booking.ends_at, now=now)


def _locked(booking_id: int) -> Booking:
    return Booking.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=booking_id)


def _require_to_come(booking: Booking, act: str, *, now: datetime, by: User | None) -> None:
    """Staff may still settle what has begun; everybody else only what is to come."""
    if by is None and booking.starts_at <= now:
        raise BookingPast(when=spoken(booking.starts_at), act=act)


def _where(place: Place) -> dict[str, object]:
    schedule = place.schedule
    return {
        "outlet": schedule.outlet,
        "schedule": schedule,
        "consultant_id": schedule.consultant_id,
        "window_id": schedule.window_id,
        "starts_at": place.wish.starts_at,
        "ends_at": place.ends_at,
        "variant": place.wish.variant,
    }


def _drawn_up(place: Place, now: datetime, **facts: object) -> Booking:
    """The booking with its key, not yet written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('publicservice_booking_id_seq')")
        (key,) = cursor.fetchone()
    facts = {"uid": uuid4(), "created_at": now, "is_demo": place.schedule.is_demo, **facts}
    return Booking(pk=key, **_where(place), **facts)


def _take(booking: Booking, place: Place) -> Booking:
    """The row with its matters: its trigger locks the slots, counts them, and refuses the one too many."""
    _send([_taking(booking, place)])
    booking._state.adding = False  # noqa: SLF001
    return booking


def _taking(booking: Booking, place: Place) -> tuple[str, list]:
    values = [field.get_db_prep_save(getattr(booking, field.attname), connection) for field in FIELDS]
    return TAKE, [booking.pk, list(place.minutes), list(place.minutes.values()), *values]


def _write_items(booking: Booking, place: Place) -> None:
    booking.items.all().delete()
    BookingItem.objects.bulk_create(
        BookingItem(booking=booking, item_id=item, minutes=minutes) for item, minutes in place.minutes.items()
    )
