"""代为预约: staff books for somebody who called or came without a telephone of their own (row X.28)."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ipservice.jobs.idempotency import once
from publicservice.booking.models import Schedule
from publicservice.booking.portal.day import trail, workable
from publicservice.booking.portal.forms import CallerForm
from publicservice.booking.rules import codes
from publicservice.booking.services import bookings
from publicservice.booking.services.facts import Wish, choices
from publicservice.booking.services.people import code_for
from publicservice.booking.services.refusals import spoken
from publicservice.network.models import Outlet, ServiceItem

DAYS_OFFERED = 14
MOST_OFFERED = 40


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def book(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """First the matter, then a slot and who it is for; the code is shown to be told to the caller."""
    outlet = workable(request, outlet_id)
    offered = ServiceItem.objects.filter(is_active=True, scheduled__schedule__outlet=outlet).distinct()
    asked = request.POST.get("item") or request.GET.get("item", "")
    item = offered.filter(pk=int(asked)).first() if asked.isdigit() and len(asked) < 10 else None
    form = CallerForm(request.POST or None, slots=_slots(outlet, item)) if item else None
    if request.method == "POST" and form and form.is_valid():
        code, booked = _book(request, item, form)
        messages.success(request, f"已代为预约：{booked}。请告知来电人预约码 {codes.shown(code)}。")
        return redirect("desk_day", outlet_id=outlet.pk)
    context = {
        "outlet": outlet,
        "items": offered,
        "item": item,
        "form": form,
        "trail": trail(outlet, "代为预约"),
    }
    return render(
        request, "publicservice/booking/desk/caller.html", context, status=422 if form and form.errors else 200
    )


def _slots(outlet: Outlet, item: ServiceItem) -> list[tuple[str, str]]:
    """The next free slots of every schedule that takes the matter: ``schedule|variant|moment`` and words."""
    now = timezone.now()
    takes = Schedule.objects.bookable_on(timezone.localdate()).filter(outlet=outlet, items__item=item)
    found = [
        (slot.starts_at, choice.schedule)
        for choice in choices(
            list(takes.values_list("pk", flat=True)), [item.pk], (timezone.localdate(), DAYS_OFFERED), now=now
        )
        for slot in choice.slots
        if slot.free
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].pk))
    return [
        (f"{schedule.pk}|{schedule.variants[0]}|{moment.isoformat()}", f"{spoken(moment)}　{schedule.name}")
        for moment, schedule in found[:MOST_OFFERED]
    ]


def _book(request: HttpRequest, item: ServiceItem, form: CallerForm) -> tuple[str, str]:
    token, slot = form.cleaned_data["form_token"], form.cleaned_data["slot"]
    schedule, variant, moment = slot.split("|")
    starts_at = datetime.fromisoformat(moment)
    code = code_for(token)
    wish = Wish(int(schedule), starts_at, (item.pk,), variant)
    once(
        "desk_caller",
        token,
        {"slot": slot, "phone": form.cleaned_data["phone"]},
        lambda: bookings.book(wish, form.person(), code=code, now=timezone.now(), by=request.user).pk,
    )
    return code, spoken(starts_at)
