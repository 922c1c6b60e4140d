"""The first three questions: what about, where, when. The chosen slot is held from then on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.accounts.addresses import address_of
from publicservice.booking.forms import MattersForm
from publicservice.booking.models import Schedule, Variant
from publicservice.booking.public.trip import Trip, keep, too_many, trip_of
from publicservice.booking.rules.slots import Free
from publicservice.booking.services import bookings, doors
from publicservice.booking.services.alternatives import alternatives, schedules_for
from publicservice.booking.services.facts import Choice, Wish, choices
from publicservice.booking.services.refusals import SlotFull, TooManyRequests
from publicservice.booking.services.terms import terms
from publicservice.network.models import ServiceItem

WEEK = 7
LOOK_AHEAD = 28
PLACES = 30
STEPS = ("事项", "地点", "时间", "资料", "核对", "完成")


@dataclass(frozen=True, slots=True)
class Asked:
    """The first two answers, as they stand in the address."""

    items: tuple[int, ...]
    variant: str
    outlet: int = 0

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        items = tuple(dict.fromkeys(int(text) for text in query.getlist("item") if text.isdigit() and len(text) < 10))
        variant = query.get("variant", "")
        outlet = query.get("outlet", "")
        known = variant if variant in {way.value for way in Variant} else Variant.ON_SITE.value
        return cls(items[:4], known, int(outlet) if outlet.isdigit() and len(outlet) < 10 else 0)

    def query(self, **more: object) -> str:
        outlet = [("outlet", self.outlet)] if self.outlet else []
        return urlencode([("item", item) for item in self.items] + [("variant", self.variant), *outlet, *more.items()])


def steps(current: int) -> list[tuple[str, str]]:
    return [(label, "current" if at == current else "done" if at < current else "") for at, label in enumerate(STEPS)]


def bookable_items(today: date) -> list[ServiceItem]:
    bookable = Schedule.objects.bookable_on(today)
    return list(
        ServiceItem.objects.filter(is_active=True, scheduled__schedule__in=bookable).distinct().order_by("code")
    )


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """What it is about. Answered by GET, and passed on once the answer is whole."""
    items = bookable_items(timezone.localdate())
    chosen = request.GET if "chosen" in request.GET else None
    before = Asked.read(request.GET)
    named = [item.pk for item in items if item.code in request.GET.getlist("item")]
    form = MattersForm(chosen, items=items, initial={"item": named or list(before.items), "variant": before.variant})
    if chosen is not None and form.is_valid():
        asked = Asked(tuple(form.cleaned_data["item"]), form.cleaned_data["variant"], before.outlet)
        return redirect(f"/booking/place/?{asked.query()}")
    context = {"form": form, "items": items, "outlet": before.outlet, "steps": steps(0), "trail": [("预约咨询", "")]}
    return render(request, "publicservice/booking/matters.html", context)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Where: every outlet that takes these matters, the one with the next free slot on top."""
    asked, now = Asked.read(request.GET), timezone.now()
    today = timezone.localdate(now)
    found = schedules_for(asked.items, asked.variant, now=now)
    if asked.outlet:
        found = [row for row in found if row.outlet_id == asked.outlet]
    offered = choices([row.pk for row in found], asked.items, (today, LOOK_AHEAD), now=now) if found else []
    rows = sorted((_row(choice, asked) for choice in offered), key=lambda row: (row["next"] is None, row["order"]))
    context = {
        "rows": rows[:PLACES],
        "more": max(len(rows) - PLACES, 0),
        "asked": asked,
        "items": ServiceItem.objects.filter(pk__in=asked.items),
        "variant": Variant(asked.variant).label,
        "back": f"/booking/?{asked.query()}",
        "steps": steps(1),
        "trail": [("预约咨询", "/booking/"), ("选择地点", "")],
    }
    return render(request, "publicservice/booking/places.html", context)


def _row(choice: Choice, asked: Asked) -> dict[str, object]:
    first = next((slot for slot in choice.slots if slot.free), None)
    return {
        "schedule": choice.schedule,
        "outlet": choice.schedule.outlet,
        "next": first,
        "free": sum(1 for slot in choice.slots if slot.free),
        "order": (first.starts_at.timestamp() if first else 0, choice.schedule.pk),
        "href": f"/booking/time/?{asked.query(schedule=choice.schedule.pk)}",
    }


@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """When: a week of real slots, the next free one on top."""
    asked, now = Asked.read(request.GET), timezone.now()
    context = {
        **week(request, asked, int_or_404(request.GET.get("schedule", "")), now=now),
        "back": f"/booking/place/?{asked.query()}",
        "steps": steps(2),
        "trail": [("预约咨询", "/booking/"), ("选择时间", "")],
    }
    return render(request, "publicservice/booking/times.html", context)


def week(request: HttpRequest, asked: Asked, schedule: int, *, now: datetime) -> dict[str, object]:
    """Seven days of one schedule from ``from`` on, and the next free slot of all. A miss is a 404."""
    today = timezone.localdate(now)
    if not Schedule.objects.bookable_on(today).filter(pk=schedule).exists():
        raise Http404
    (choice,) = choices([schedule], asked.items, (today, LOOK_AHEAD * 3), now=now)
    first_free = next((slot for slot in choice.slots if slot.free), None)
    first = _first_day(request.GET.get("from", ""), first_free, today)
    shown = [slot for slot in choice.slots if 0 <= (slot.starts_at.date() - first).days < WEEK]
    return {
        "asked": asked,
        "choice": choice,
        "next": first_free,
        "days": by_day(shown, first),
        "first": first,
        "last": first + timedelta(days=WEEK - 1),
        "earlier": first - timedelta(days=WEEK) if first > today else None,
        "later": first + timedelta(days=WEEK) if first < today + timedelta(days=LOOK_AHEAD * 3 - WEEK) else None,
        "query": asked.query(schedule=schedule),
    }


def _first_day(text: str, first_free: Free | None, today: date) -> date:
    try:
        return max(date.fromisoformat(text), today)
    except ValueError:
        return first_free.starts_at.date() if first_free else today


def by_day(slots: Iterable[Free], first: date) -> list[tuple[date, list[Free]]]:
    days: dict[date, list[Free]] = defaultdict(list)
    for slot in slots:
        days[slot.starts_at.date()].append(slot)
    return [(first + timedelta(days=at), days[first + timedelta(days=at)]) for at in range(WEEK)]


def int_or_404(text: str) -> int:
    if not text.isdigit() or len(text) > 9:
        raise Http404
    return int(text)


def moment_or_404(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if found.tzinfo is None:
        raise Http404
    return found


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Hold the chosen slot, or note that one waits for it; what was typed before is kept."""
    asked, now = Asked.read(request.POST), timezone.now()
    schedule, starts_at = _chosen(request.POST)
    wish = Wish(schedule, starts_at, asked.items, asked.variant)
    trip = trip_of(request)
    if trip.held:
        bookings.release(trip.held, now=now)
    kept = {"answers": trip.answers, "files": trip.files, "file_name": trip.file_name}
    chosen = Trip(
        schedule=wish.schedule,
        starts_at=starts_at.isoformat(),
        items=list(asked.items),
        variant=asked.variant,
        is_waiting="wait" in request.POST,
        **kept,
    )
    keep(request, chosen)
    if chosen.is_waiting:
        return redirect("booking_who")
    try:
        doors.count_request(address_of(request), terms(timezone.localdate(now)), now=now)
        held = bookings.hold(wish, now=now)
    except TooManyRequests as refused:
        return too_many(request, refused)
    except SlotFull as refused:
        return full(request, wish, refused, now=now)
    chosen.held, chosen.held_until, chosen.ends_at = held.pk, held.held_until.isoformat(), held.ends_at.isoformat()
    keep(request, chosen)
    return redirect("booking_who")


def _chosen(sent: QueryDict) -> tuple[int, datetime]:
    """Schedule and time of the button that was pressed; one beside a refusal names both."""
    schedule, _, time = sent.get("choice", "").partition(" ")
    moment = time or sent.get("slot") or sent.get("wait", "")
    return int_or_404(schedule or sent.get("schedule", "")), moment_or_404(moment)


def full(request: HttpRequest, wish: Wish, refused: SlotFull, *, now: datetime) -> HttpResponse:
    """Kind words and three other slots; nothing typed is lost."""
    asked = Asked(wish.items, wish.variant)
    context = {
        "error": refused,
        "wish": wish,
        "asked": asked,
        "others": alternatives(wish, now=now),
        "times": f"/booking/time/?{asked.query(schedule=wish.schedule)}",
        "trail": [("预约咨询", "/booking/"), ("名额已满", "")],
    }
    return render(request, "publicservice/booking/full.html", context, status=409)


def start_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, "请从选择事项开始。")
    return redirect("booking")
