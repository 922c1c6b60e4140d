"""With the code and the last four digits: look, move, cancel, accept an offer, take the calendar file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.accounts.addresses import address_of
from publicservice.booking.forms import FindForm
from publicservice.booking.models import Booking, BookingState, WaitingEntry
from publicservice.booking.public.choosing import Asked, moment_or_404, week
from publicservice.booking.public.trip import may_open, open_for, too_many
from publicservice.booking.rules.calendar_file import Entry
from publicservice.booking.rules.calendar_file import render as render_calendar
from publicservice.booking.services import bookings, doors, waiting
from publicservice.booking.services.facts import Wish
from publicservice.booking.services.refusals import NotYourBooking, TooManyTries
from publicservice.booking.services.terms import terms

TRAIL = [("预约咨询", "/booking/"), ("查询预约", "/booking/find/")]
CHANGED = "预约已改到所选时间，日历文件可重新下载。"


def find(request: HttpRequest) -> HttpResponse:
    """By code and phone. Wrong ones are answered alike, and after five the door is shut for this address."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        claim = doors.Claim(form.cleaned_data["code"], form.cleaned_data["phone_tail"], address_of(request))
        try:
            found = doors.find(claim, terms(timezone.localdate(now)), now=now)
        except TooManyTries as refused:
            return too_many(request, refused)
        except NotYourBooking as refused:
            form.add_error(None, refused.message)
        else:
            return _open(request, found)
    context = {"form": form, "trail": [*TRAIL[:1], ("查询预约", "")]}
    return render(request, "publicservice/booking/find.html", context)


def _open(request: HttpRequest, found: Booking | WaitingEntry) -> HttpResponse:
    kind = "booking" if isinstance(found, Booking) else "waiting"
    open_for(request, kind, found.pk)
    return redirect("booking_own" if kind == "booking" else "booking_waiting", found.pk)


def own_booking(request: HttpRequest, key: int) -> Booking:
    """Opened in this browser by its code, or of this account; a miss is a 404."""
    rows = Booking.objects.select_related("outlet", "schedule")
    if not may_open(request, "booking", key):
        if not request.user.is_authenticated:
            raise Http404
        rows = rows.filter(user=request.user)
    booking = rows.filter(pk=key).first()
    if booking is None:
        raise Http404
    return booking


def _own_entry(request: HttpRequest, key: int) -> WaitingEntry:
    entry = WaitingEntry.objects.select_related("schedule__outlet").filter(pk=key).first()
    if entry is None or not may_open(request, "waiting", key):
        raise Http404
    return entry


@require_safe
def show(request: HttpRequest, key: int) -> HttpResponse:
    booking = own_booking(request, key)
    context = {
        "booking": booking,
        "items": [row.item for row in booking.items.select_related("item")],
        "may_change": booking.state == BookingState.BOOKED and booking.starts_at > timezone.now(),
        "trail": [*TRAIL, ("我的预约", "")],
    }
    return render(request, "publicservice/booking/own.html", context)


def move(request: HttpRequest, key: int) -> HttpResponse:
    """Another time of the same schedule; the old one is free only when the new one is taken."""
    booking, now = own_booking(request, key), timezone.now()
    items = tuple(booking.items.values_list("item_id", flat=True))
    if request.method == "POST":
        wish = Wish(booking.schedule_id, moment_or_404(request.POST.get("slot", "")), items, booking.variant)
        bookings.reschedule(booking.pk, wish, now=now)
        messages.success(request, CHANGED)
        return redirect("booking_own", key)
    asked = Asked(items, booking.variant)
    context = {
        **week(request, asked, booking.schedule_id or 0, now=now),
        "booking": booking,
        "trail": [*TRAIL, ("我的预约", f"/booking/own/{key}/"), ("改约", "")],
    }
    return render(request, "publicservice/booking/move.html", context)


def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Asked once more before the place is given back."""
    booking = own_booking(request, key)
    if request.method == "POST":
        bookings.cancel(booking.pk, now=timezone.now())
        messages.success(request, "预约已取消，名额已放出。")
        return redirect("booking_own", key)
    context = {"booking": booking, "trail": [*TRAIL, ("我的预约", f"/booking/own/{key}/"), ("取消预约", "")]}
    return render(request, "publicservice/booking/cancel.html", context)


@require_safe
def calendar(request: HttpRequest, key: int) -> HttpResponse:
    """The entry of this booking: taken again after a change it replaces the former."""
    booking = own_booking(request, key)
    outlet = booking.outlet
    entry = Entry(
        uid=f"{booking.uid}@booking",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        title=f"知识产权咨询：{outlet.name}",
        place=outlet.address or outlet.name,
        text=f"{booking.get_variant_display()}咨询。服务电话：{outlet.phone or '见网点页面'}",
        is_cancelled=booking.state == BookingState.CANCELLED,
    )
    answer = HttpResponse(render_calendar(entry, now=timezone.now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="booking-{booking.pk}.ics"'
    return answer


@require_safe
def waiting_page(request: HttpRequest, key: int) -> HttpResponse:
    """Where one stands in the line, and the offer while it is open."""
    entry = _own_entry(request, key)
    offer = entry.offers.filter(outcome="open").first()
    ahead = WaitingEntry.objects.in_line().filter(schedule=entry.schedule, starts_at=entry.starts_at, pk__lt=entry.pk)
    context = {
        "entry": entry,
        "offer": offer,
        "ahead": ahead.count(),
        "is_in_line": entry.state in ("waiting", "offered"),
        "booking": Booking.objects.filter(offer__entry=entry, offer__outcome="accepted").first(),
        "trail": [*TRAIL, ("我的候补", "")],
    }
    return render(request, "publicservice/booking/waiting.html", context)


@require_POST
def answer_offer(request: HttpRequest, key: int) -> HttpResponse:
    entry, now = _own_entry(request, key), timezone.now()
    offer = entry.offers.filter(outcome="open").first()
    if "accept" in request.POST and offer:
        booking = waiting.accept(offer.pk, now=now)
        open_for(request, "booking", booking.pk)
        messages.success(request, "候补成功，预约已确认。候补码即预约码。")
        return redirect("booking_own", booking.pk)
    waiting.leave(entry.pk, now=now)
    messages.success(request, "已退出候补。")
    return redirect("booking_waiting", key)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """With an account: its bookings, the next first, then those that are over."""
    now = timezone.now()
    rows = Booking.objects.filter(user=request.user).exclude(state=BookingState.HELD).select_related("outlet")
    context = {
        "coming": rows.filter(ends_at__gt=now).order_by("starts_at")[:50],
        "past": rows.filter(ends_at__lte=now).order_by("-starts_at")[:50],
        "trail": [("预约咨询", "/booking/"), ("我的预约", "")],
    }
    return render(request, "publicservice/booking/mine.html", context)
