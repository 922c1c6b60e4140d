"""Who waits for a full slot, and how a freed place goes to one of them at a time, in order, for a limited time.

A freed place is held again in the very transaction that frees it, for the first who waits: nobody else ever sees it
free. What runs out is freed by the clock, and by the next person who asks for the slot.
"""

from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from publicservice.booking.models import (
    Booking,
    BookingItem,
    BookingState,
    BookingStep,
    Offer,
    ScheduleItem,
    Slot,
    Source,
    WaitingEntry,
    WaitingState,
)
from publicservice.booking.rules.states import BOOKING, OfferOutcome
from publicservice.booking.services import telling
from publicservice.booking.services.facts import Place, Wish, place_for
from publicservice.booking.services.people import Person, digest_of
from publicservice.booking.services.refusals import HoldOver, OfferOver, StillFree, spoken, told_by_database
from publicservice.booking.services.terms import terms

# The same as in models.guards.
CONSULTANT_LOCK = 7305
AFTER_OFFER = {
    OfferOutcome.DECLINED: WaitingState.DECLINED,
    OfferOutcome.EXPIRED: WaitingState.LAPSED,
}


def join(wish: Wish, person: Person, *, code: str, now: datetime) -> WaitingEntry:
    """Wait for a slot that is full. Raises ``StillFree``, ``SlotNotOffered``, ``AlreadyBooked``."""
    place = place_for(wish, now=now)
    free_overdue(place, now=now)
    with told_by_database(wish.starts_at), transaction.atomic():
        if _is_free(place):
            raise StillFree(when=spoken(wish.starts_at))
        entry = WaitingEntry.objects.create(
            schedule=place.schedule,
            starts_at=wish.starts_at,
            ends_at=place.ends_at,
            variant=wish.variant,
            code_digest=digest_of(code),
            joined_at=now,
            is_demo=place.schedule.is_demo,
            **person.facts(),
        )
        entry.items.set(wish.items)
    return entry


def _is_free(place: Place) -> bool:
    """Asked under the lock of the slots: whoever gives a place back has then seen the new entry, or not yet left."""
    slots = Slot.objects.select_for_update().filter(
        schedule=place.schedule, starts_at__gte=place.wish.starts_at, starts_at__lt=place.ends_at
    )
    return all(slot.taken < slot.capacity for slot in slots.order_by("starts_at"))


def leave(entry_id: int, *, now: datetime) -> None:
    """Wait no longer. An offer that is open passes to the next."""
    waiting = WaitingEntry.objects.filter(pk=entry_id, state=WaitingState.WAITING)
    if waiting.update(state=WaitingState.LEFT, ended_at=now):
        return
    offer = Offer.objects.filter(entry=entry_id, outcome=OfferOutcome.OPEN).first()
    if offer:
        decline(offer.pk, now=now)


@transaction.atomic
def accept(offer_id: int, *, now: datetime) -> Booking:
    """The offered place becomes a booking, under the code of the waiting entry. Raises ``OfferOver``."""
    offer, booking = _locked_offer(offer_id)
    if offer.expires_at <= now:
        raise OfferOver(state=OfferOutcome.EXPIRED.label)
    entry = offer.entry
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.CONFIRM)
    booking.held_until, booking.code_digest = None, entry.code_digest
    booking.save(update_fields=["state", "held_until", "code_digest"])
    _close(offer, OfferOutcome.ACCEPTED, WaitingState.SERVED, now=now)
    telling.note("book", f"候补成功：{telling.where(booking)}", booking, by=booking.user)
    telling.tell_booked(booking)
    return booking


@transaction.atomic
def decline(offer_id: int, *, now: datetime) -> None:
    """The place goes to the next at once. Raises ``OfferOver``."""
    offer, booking = _locked_offer(offer_id)
    give_up(booking, BookingStep.CANCEL, OfferOutcome.DECLINED, now=now)


def locked_hold(booking_id: int, *, now: datetime) -> Booking:
    """A held place whose time is not over, locked. Raises ``HoldOver``."""
    held = Booking.objects.select_for_update(of=("self",)).select_related("outlet")
    booking = held.filter(pk=booking_id, state=BookingState.HELD, held_until__gt=now, offer=None).first()
    if booking is None:
        raise HoldOver
    return booking


def expire_due(*, now: datetime, limit: int = 200) -> int:
    """Free every place that was held for too long, each in a transaction of its own. Answers how many."""
    due = Booking.objects.overdue(now).order_by("held_until").values_list("pk", flat=True)[:limit]
    return sum(_expire(key, now=now) for key in list(due))


def free_overdue(place: Place, *, now: datetime) -> None:
    """Before somebody is refused a full slot: what was held too long in it is free."""
    if place.free:
        return
    overlapping = Booking.objects.overdue(now).filter(
        schedule=place.schedule, starts_at__lt=place.ends_at, ends_at__gt=place.wish.starts_at
    )
    for key in list(overlapping.values_list("pk", flat=True)):
        _expire(key, now=now)


@transaction.atomic
def _expire(booking_id: int, *, now: datetime) -> int:
    due = Booking.objects.overdue(now).filter(pk=booking_id)
    booking = due.select_for_update(skip_locked=True, of=("self",)).select_related("outlet").first()
    if booking is None:
        return 0
    give_up(booking, BookingStep.EXPIRE, OfferOutcome.EXPIRED, now=now)
    return 1


def give_up(booking: Booking, step: BookingStep, outcome: OfferOutcome, *, now: datetime) -> None:
    """A held place, locked, ends unused; an offer behind it is closed, and the place goes on to the next who waits."""
    booking.state = BOOKING.after(BookingState(booking.state), step)
    booking.ended_at = now
    booking.save(update_fields=["state", "ended_at"])
    offer = Offer.objects.filter(booking=booking).select_related("entry").first()
    if offer:
        _close(offer, outcome, AFTER_OFFER[outcome], now=now)
        if outcome == OfferOutcome.EXPIRED:
            telling.tell_lapsed(booking)
    offer_freed(booking.schedule_id, booking.starts_at, booking.ends_at, now=now)


def _close(offer: Offer, outcome: OfferOutcome, state: WaitingState, *, now: datetime) -> None:
    Offer.objects.filter(pk=offer.pk).update(outcome=outcome, answered_at=now)
    WaitingEntry.objects.filter(pk=offer.entry_id).update(state=state, ended_at=now)


def _locked_offer(offer_id: int) -> tuple[Offer, Booking]:
    """The booking first, as everywhere."""
    held = Booking.objects.select_for_update(of=("self",)).select_related("outlet").get(offer=offer_id)
    offer = Offer.objects.select_related("entry").get(pk=offer_id)
    if offer.outcome != OfferOutcome.OPEN or held.state != BookingState.HELD:
        raise OfferOver(state=offer.get_outcome_display())
    return offer, held


def offer_freed(schedule: int | None, starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    """Inside the transaction that freed these slots, whose rows it has locked: hold them for those who wait."""
    if schedule is None or starts_at <= now:
        return
    inside = WaitingEntry.objects.filter(
        schedule=schedule, starts_at__gte=starts_at, ends_at__lte=ends_at, state=WaitingState.WAITING
    )
    for entry in inside.select_for_update(of=("self",)).select_related("schedule__outlet").order_by("pk"):
        if not _has_room(entry):
            continue
        if not _is_elsewhere(entry):
            _offer(entry, now=now)


def serve_waiting(*, now: datetime) -> int:
    """What was freed by any other path is offered too; what is past is waited for no longer. Answers how many."""
    past = WaitingEntry.objects.filter(state=WaitingState.WAITING, starts_at__lte=now)
    past.update(state=WaitingState.PAST, ended_at=now)
    return sum(_serve(key, now=now) for key in _possible())


def _possible() -> list[int]:
    """Those of whose slots none is full, as far as can be seen without locks."""
    waiting = WaitingEntry.objects.filter(state=WaitingState.WAITING)
    full = Slot.objects.filter(taken__gte=F("capacity"), schedule__waiting__state=WaitingState.WAITING)
    blocked = {(slot.schedule_id, slot.starts_at) for slot in full.distinct()}
    return [
        entry.pk
        for entry in waiting.order_by("pk")
        if not any(key == entry.schedule_id and entry.starts_at <= at < entry.ends_at for key, at in blocked)
    ]


@transaction.atomic
def _serve(entry_id: int, *, now: datetime) -> int:
    entry = WaitingEntry.objects.select_related("schedule").get(pk=entry_id)
    if entry.schedule.consultant_id:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CONSULTANT_LOCK, entry.schedule.consultant_id])
    place = Slot.objects.select_for_update().filter(
        schedule=entry.schedule_id, starts_at__gte=entry.starts_at, starts_at__lt=entry.ends_at
    )
    list(place.order_by("starts_at"))
    entry = (
        WaitingEntry.objects.select_for_update(of=("self",))
        .select_related("schedule__outlet")
        .filter(pk=entry_id, state=WaitingState.WAITING)
        .first()
    )
    if entry is None or not _has_room(entry) or _is_elsewhere(entry):
        return 0
    _offer(entry, now=now)
    return 1


def _has_room(entry: WaitingEntry) -> bool:
    """Whether the slots of an entry, locked by us, all have a place."""
    slots = Slot.objects.filter(
        schedule=entry.schedule_id,
        starts_at__gte=entry.starts_at,
        starts_at__lt=entry.ends_at,
        taken__gte=F("capacity"),
    )
    return not slots.exists()


def _is_elsewhere(entry: WaitingEntry) -> bool:
    """The person has this slot by now, or its consultant has something else to do."""
    others = Booking.objects.occupying().filter(starts_at__lt=entry.ends_at, ends_at__gt=entry.starts_at)
    own = Q(schedule=entry.schedule_id, starts_at=entry.starts_at, person_key=entry.person_key) & ~Q(person_key="")
    consultant = entry.schedule.consultant_id
    return others.filter(own | Q(consultant=consultant) if consultant else own).exists()


def _offer(entry: WaitingEntry, *, now: datetime) -> None:
    until = min(now + terms(timezone.localdate(now)).offer, entry.starts_at)
    schedule = entry.schedule
    person = ("person_key", "name", "phone", "email", "organisation", "credit_code", "subject", "user_id")
    booking = Booking.objects.create(
        outlet=schedule.outlet,
        schedule=schedule,
        consultant_id=schedule.consultant_id,
        window_id=schedule.window_id,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        variant=entry.variant,
        state=BookingState.HELD,
        source=Source.OFFER,
        held_until=until,
        uid=uuid4(),
        created_at=now,
        is_demo=entry.is_demo,
        **{name: getattr(entry, name) for name in person},
    )
    minutes = ScheduleItem.objects.filter(schedule=schedule, item__in=entry.items.all())
    BookingItem.objects.bulk_create(
        BookingItem(booking=booking, item_id=row.item_id, minutes=row.minutes) for row in minutes
    )
    Offer.objects.create(entry=entry, booking=booking, offered_at=now, expires_at=until)
    WaitingEntry.objects.filter(pk=entry.pk).update(state=WaitingState.OFFERED)
    telling.note("offer", f"候补通知：{telling.where(booking)}", booking)
    telling.tell_offered(entry, booking, until)
