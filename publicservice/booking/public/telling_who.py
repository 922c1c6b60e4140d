"""The last questions: who comes, is it all right; then the code."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.accounts.addresses import address_of
from ipservice.evidence.content import FileRefused
from ipservice.evidence.services import keep as keep_file
from ipservice.foundation.errors import DomainError
from ipservice.jobs.idempotency import new_token
from publicservice.booking.forms import CheckForm, PersonForm
from publicservice.booking.models import Booking, Schedule, Variant, WaitingEntry
from publicservice.booking.public.choosing import Asked, full, start_again, steps
from publicservice.booking.public.trip import (
    Trip,
    done_with,
    finish,
    keep,
    open_for,
    token_of,
    too_many,
    trip_of,
)
from publicservice.booking.registration import PURPOSE
from publicservice.booking.rules import codes
from publicservice.booking.services import doors, requests
from publicservice.booking.services.people import code_for
from publicservice.booking.services.refusals import HoldOver, SlotFull, TooManyOpen, TooManyRequests
from publicservice.booking.services.terms import terms
from publicservice.network.models import ServiceItem

KINDS = {"booking": Booking, "waiting": WaitingEntry}


def who(request: HttpRequest) -> HttpResponse:
    """Name, contact, matter, file. What was typed before comes back, also after a place ran out."""
    trip = trip_of(request)
    if not trip.schedule:
        return start_again(request)
    form = PersonForm(request.POST or None, request.FILES or None, initial=trip.answers or _known(request))
    if request.method == "POST" and form.is_valid() and _kept(request, trip, form):
        return redirect("booking_check")
    context = {"form": form, "trip": trip, **_shown(trip), "steps": steps(3), "trail": _trail("填写资料")}
    return render(request, "publicservice/booking/who.html", context)


def _known(request: HttpRequest) -> dict[str, str]:
    """What the account tells already."""
    if not request.user.is_authenticated:
        return {}
    return {"name": request.user.display_name, "phone": request.user.phone, "email": request.user.email}


def _kept(request: HttpRequest, trip: Trip, form: PersonForm) -> bool:
    answers = dict(form.cleaned_data)
    upload = answers.pop("file")
    trip.answers = answers
    if upload and not trip.is_waiting:
        try:
            stored = keep_file(upload, purpose=PURPOSE, by=request.user if request.user.is_authenticated else None)
        except FileRefused as refused:
            form.add_error("file", refused.message)
            return False
        trip.files, trip.file_name = [stored.pk], stored.name
    trip.token = trip.token or new_token()
    keep(request, trip)
    return True


def _shown(trip: Trip) -> dict[str, object]:
    schedule = Schedule.objects.select_related("outlet").filter(pk=trip.schedule).first()
    asked = Asked(tuple(trip.items), trip.variant)
    return {
        "schedule": schedule,
        "starts_at": trip.wish.starts_at,
        "until": trip.until,
        "items": ServiceItem.objects.filter(pk__in=trip.items),
        "variant": Variant.label_of(trip.variant),
        "times": f"/booking/time/?{asked.query(schedule=trip.schedule)}",
    }


def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, consent in a box of its own; sent twice it is one booking."""
    token = request.POST.get("form_token", "")
    if request.method == "POST" and (made := done_with(request, token)):
        return redirect("booking_done", *made)
    trip, now = trip_of(request), timezone.now()
    if not (trip.schedule and trip.answers):
        return start_again(request)
    purpose = "waiting" if trip.is_waiting else "booking"
    form = CheckForm(request.POST or None, purpose=purpose, initial={"form_token": trip.token})
    if request.method == "POST" and form.is_valid():
        return _answered(request, trip, form, now=now)
    context = {"form": form, "trip": trip, **_shown(trip), "steps": steps(4), "trail": _trail("核对")}
    return render(request, "publicservice/booking/check.html", context)


def _answered(request: HttpRequest, trip: Trip, form: CheckForm, *, now: datetime) -> HttpResponse:
    try:
        kind, key = _accepted(request, trip, form, now=now)
    except (TooManyOpen, TooManyRequests) as refused:
        return too_many(request, refused)
    except HoldOver as refused:
        messages.warning(request, refused.message)
        return redirect(_shown(trip)["times"])
    except SlotFull as refused:
        return full(request, trip.wish, refused, now=now)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect(_shown(trip)["times"])
    finish(request, kind, key, form.cleaned_data["form_token"])
    open_for(request, kind, key)
    return redirect("booking_done", kind, key)


def _accepted(request: HttpRequest, trip: Trip, form: CheckForm, *, now: datetime) -> tuple[str, int]:
    user = request.user if request.user.is_authenticated else None
    sent = requests.Form(form.cleaned_data["form_token"], form.cleaned_data["consent"], user)
    if trip.is_waiting:
        doors.count_request(address_of(request), terms(timezone.localdate(now)), now=now)
        return "waiting", requests.wait(trip.wish, trip.answers, sent, now=now)
    return "booking", requests.book_held(trip.held, trip.answers, trip.files, sent, now=now)


@require_safe
def done(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """The code, large; what happens next; calendar file and print. Only in the browser that booked."""
    token = token_of(request, kind, key)
    if not token:
        raise Http404
    made = KINDS[kind].objects.select_related("schedule__outlet").get(pk=key)
    context = {
        "kind": kind,
        "made": made,
        "outlet": made.schedule.outlet,
        "code": codes.shown(code_for(token)),
        "contact": settings.SITE["contact"],
        "steps": steps(5),
        "trail": _trail("完成"),
    }
    return render(request, "publicservice/booking/done.html", context)


def _trail(label: str) -> list[tuple[str, str]]:
    return [("预约咨询", "/booking/"), (label, "")]
