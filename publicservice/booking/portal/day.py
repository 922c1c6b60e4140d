"""今日办理: who comes, who waits, who is next."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from ipservice.foundation import masking
from ipservice.jobs.idempotency import once
from publicservice.booking.models import Booking, BookingState, BookingStep, Source
from publicservice.booking.portal.forms import CodeForm, SeatForm, WalkInForm
from publicservice.booking.rules.states import BOOKING
from publicservice.booking.services import desk
from publicservice.network.models import Outlet
from publicservice.network.portal.outlets import workable

SEAT = "desk_window"
ACTS: dict[str, tuple[BookingStep, Callable[..., Booking]]] = {
    "check-in": (BookingStep.CHECK_IN, desk.check_in),
    "recall": (BookingStep.RECALL, desk.recall),
    "miss": (BookingStep.MISS, desk.miss),
    "put-back": (BookingStep.PUT_BACK, lambda key, *, now, by: desk.put_back(key, by=by)),
}
TONES = {
    BookingState.BOOKED: "info",
    BookingState.CHECKED_IN: "warn",
    BookingState.CALLED: "ok",
    BookingState.SERVED: "muted",
    BookingState.NO_SHOW: "danger",
}


@require_safe
@login_required
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """A day of one outlet; today unless another is named."""
    outlet = workable(request, outlet_id)
    today = timezone.localdate()
    day = parse_date(request.GET.get("day", "")[:10]) or today
    rows = [_row(booking) for booking in desk.of_day(outlet.pk, day)]
    seat = {"window": request.session.get(SEAT)}
    context = {
        "outlet": outlet,
        "day": day,
        "is_today": day == today,
        "rows": rows,
        "called": [row for row in rows if row["booking"].state == BookingState.CALLED],
        "waiting": list(desk.waiting_on(outlet.pk, day)),
        "code_form": CodeForm(),
        "seat_form": SeatForm(outlet=outlet, today=today, initial=seat),
        "walk_in_form": WalkInForm(outlet=outlet),
        "trail": trail(outlet, "今日办理"),
    }
    return render(request, "publicservice/booking/desk/day.html", context)


@require_POST
@login_required
def check_in(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """By the code on the confirmation, typed or scanned."""
    outlet = workable(request, outlet_id)
    now = timezone.now()
    booking = desk.find_by_code(outlet.pk, request.POST.get("code", "")[:300], now=now)
    booking = desk.check_in(booking.pk, now=now, by=request.user)
    messages.success(request, f"已签到：{booking.queue_number} 号。")
    return redirect("desk_day", outlet_id=outlet.pk)


@require_POST
@login_required
def walk_in(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """A number for somebody without an appointment; the same form sent twice draws one number."""
    outlet = workable(request, outlet_id)
    form = WalkInForm(request.POST, outlet=outlet)
    if not form.is_valid():
        context = {"outlet": outlet, "form": form, "title": "现场取号", "trail": trail(outlet, "现场取号")}
        return render(request, "publicservice/booking/desk/form.html", context, status=422)
    person, items = form.person(), tuple(form.cleaned_data["items"])
    payload = {"outlet": outlet.pk, "name": person.name, "phone": person.phone}
    number = once(
        "desk_walk_in",
        form.cleaned_data["form_token"],
        payload,
        lambda: desk.walk_in(outlet.pk, person, items, now=timezone.now(), by=request.user).queue_number,
    )
    messages.success(request, f"已取号：{number} 号。")
    return redirect("desk_day", outlet_id=outlet.pk)


@require_POST
@login_required
def call_next(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Whoever is next, to this person's window."""
    outlet = workable(request, outlet_id)
    form = SeatForm(request.POST, outlet=outlet, today=timezone.localdate())
    if not form.is_valid():
        raise desk.ElsewhereRefused
    seat = form.seat()
    request.session[SEAT] = seat.window.pk if seat.window else None
    booking = desk.call_next(outlet.pk, seat, now=timezone.now(), by=request.user)
    messages.success(request, f"请 {booking.queue_number} 号{f'到{seat.window.name}' if seat.window else ''}。")
    return redirect("desk_booking", outlet_id=outlet.pk, booking_id=booking.pk)


@require_POST
@login_required
def act(request: HttpRequest, outlet_id: int, booking_id: int, name: str) -> HttpResponse:
    """Check in from the list, call again, put back, mark as not come."""
    if name not in ACTS:
        raise Http404
    booking = booking_of(workable(request, outlet_id), booking_id)
    step, service = ACTS[name]
    service(booking.pk, now=timezone.now(), by=request.user)
    messages.success(request, f"已办理：{step.label}。")
    return redirect("desk_day", outlet_id=outlet_id)


def booking_of(outlet: Outlet, booking_id: int) -> Booking:
    """A booking of another outlet does not exist here."""
    rows = Booking.objects.filter(outlet=outlet).select_related("consultant", "window", "booked_by", "outlet")
    return get_object_or_404(rows, pk=booking_id)


def trail(outlet: Outlet, *last: str) -> list[tuple[str, str]]:
    here = f"/portal/outlets/{outlet.pk}/"
    return [("值守网点", "/portal/outlets/"), (outlet.name, here), *((word, "") for word in last)]


def _row(booking: Booking) -> dict[str, Any]:
    """Names and numbers masked; what may be done now."""
    steps = BOOKING.steps_from(BookingState(booking.state))
    return {
        "booking": booking,
        "name": masking.name(booking.name),
        "phone": masking.phone(booking.phone),
        "tone": TONES[BookingState(booking.state)],
        "acts": [(name, step.label) for name, (step, _) in ACTS.items() if step in steps],
        "is_walk_in": booking.source == Source.WALK_IN,
    }
