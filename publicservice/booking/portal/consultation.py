"""One consultation: who it is, what came of it, to whom it is handed on, what is still owed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ipservice.audit.models import AuditEntry
from ipservice.evidence import services as evidence
from ipservice.foundation import masking
from ipservice.jobs.idempotency import once
from publicservice.booking.models import Booking, BookingState, BookingStep, FollowUp
from publicservice.booking.portal.day import booking_of, trail, workable
from publicservice.booking.portal.forms import RecordForm, TransferForm
from publicservice.booking.rules.states import BOOKING
from publicservice.booking.services import consultations, desk, telling
from publicservice.booking.services.consultations import Record, Task

PURPOSE = "booking"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, outlet_id: int, booking_id: int) -> HttpResponse:
    """The page of one booking; the record is written here once the person was called."""
    outlet = workable(request, outlet_id)
    booking = booking_of(outlet, booking_id)
    steps = BOOKING.steps_from(BookingState(booking.state))
    can_serve, can_transfer = BookingStep.SERVE in steps, BookingStep.TRANSFER in steps
    form = RecordForm(request.POST or None, request.FILES or None, outlet=outlet) if can_serve else None
    if request.method == "POST" and form and form.is_valid():
        once(
            "desk_record",
            form.cleaned_data["form_token"],
            {"booking": booking.pk},
            lambda: _serve(request, booking, form),
        )
        messages.success(request, "已办结并留存服务记录；评价链接已发给预约人。")
        return redirect("desk_day", outlet_id=outlet.pk)
    context = {
        "outlet": outlet,
        "booking": booking,
        "facts": _facts(booking),
        "items": booking.items.select_related("item"),
        "files": booking.files.all(),
        "record": getattr(booking, "record", None),
        "follow_ups": booking.follow_ups.select_related("owner"),
        "history": AuditEntry.objects.filter(subject_type=telling.SUBJECT, subject_key=str(booking.pk)).order_by("pk"),
        "form": form,
        "transfer_form": TransferForm(outlet=outlet, today=timezone.localdate()) if can_transfer else None,
        "trail": trail(outlet, f"预约 {booking.pk}"),
    }
    return render(
        request, "publicservice/booking/desk/booking.html", context, status=422 if form and form.errors else 200
    )


@require_POST
@login_required
def transfer(request: HttpRequest, outlet_id: int, booking_id: int) -> HttpResponse:
    """To another consultant or window of the outlet."""
    outlet = workable(request, outlet_id)
    booking = booking_of(outlet, booking_id)
    form = TransferForm(request.POST, outlet=outlet, today=timezone.localdate())
    if not form.is_valid():
        context = {"outlet": outlet, "form": form, "title": "转办", "trail": trail(outlet, "转办")}
        return render(request, "publicservice/booking/desk/form.html", context, status=422)
    desk.transfer(booking.pk, form.seat(), reason=form.cleaned_data["reason"], now=timezone.now(), by=request.user)
    messages.success(request, "已转办。")
    return redirect("desk_day", outlet_id=outlet.pk)


@require_POST
@login_required
def finish(request: HttpRequest, outlet_id: int, follow_up_id: int) -> HttpResponse:
    """A follow-up task is done, with what came of it."""
    outlet = workable(request, outlet_id)
    row = get_object_or_404(FollowUp, pk=follow_up_id, booking__outlet=outlet)
    result = request.POST.get("result", "")[:500]
    consultations.finish_follow_up(row.pk, result, now=timezone.now(), by=request.user)
    messages.success(request, "跟进任务已办结。")
    return redirect("desk_booking", outlet_id=outlet.pk, booking_id=row.booking_id)


def _serve(request: HttpRequest, booking: Booking, form: RecordForm) -> int:
    cleaned = form.cleaned_data
    files = tuple(evidence.keep(file, purpose=PURPOSE, by=request.user) for file in cleaned["papers"] or [])
    task = Task(cleaned["task"], cleaned["owner"], cleaned["due_on"]) if cleaned["task"] else None
    record = Record(cleaned["summary"], cleaned["advice"], files)
    return consultations.serve(booking.pk, record, task=task, now=timezone.now(), by=request.user).pk


def _facts(booking: Booking) -> list[tuple[str, str, str]]:
    """Masked as on every list; in clear on a click, with the reason logged."""
    local = timezone.localtime(booking.starts_at)
    by = f"{booking.booked_by}，{booking.acting_for}" if booking.acting_for else ""
    return [
        ("排队号", str(booking.queue_number or ""), ""),
        ("时间", f"{local:%Y-%m-%d %H:%M}", booking.get_variant_display()),
        ("姓名", masking.name(booking.name), ""),
        ("手机号", masking.phone(booking.phone), ""),
        ("单位", booking.organisation, booking.credit_code),
        ("咨询内容", booking.subject, ""),
        ("来源", booking.get_source_display(), by),
        ("窗口", booking.window.name if booking.window else "", booking.consultant.name if booking.consultant else ""),
    ]
