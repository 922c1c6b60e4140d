"""预约与办理统计 of one outlet: the head figures and, day by day, what they are made of (row 5.32)."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.lists import wording
from publicservice.booking.portal.day import trail, workable
from publicservice.booking.portal.forms import SpanForm
from publicservice.booking.services import usage
from publicservice.booking.services.usage import Use

DAYS_SHOWN = 28


@require_safe
@login_required
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """The last four weeks, or the span asked for."""
    outlet = workable(request, outlet_id)
    today = timezone.localdate()
    first, last = today - timedelta(days=DAYS_SHOWN - 1), today
    form = SpanForm(request.GET if "first" in request.GET else None, initial={"first": first, "last": last})
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    days = usage.by_day(outlet.pk, first, last)
    context = {
        "outlet": outlet,
        "form": form,
        "first": first,
        "last": last,
        "total": _words(usage.total(outlet.pk, first, last)),
        "days": [(day, _words(use)) for day, use in days if use != Use()],
        "trail": trail(outlet, "预约与办理统计"),
    }
    return render(request, "publicservice/booking/desk/figures.html", context)


def _words(use: Use) -> list[tuple[str, str]]:
    """Label and value, in the order of the table; a rate shows what it divides."""
    return [
        ("计划名额", wording.count(use.planned)),
        ("已约名额", wording.count(use.booked)),
        ("使用率", f"{wording.percent(use.use)}（{use.booked}/{use.planned}）" if use.planned else "—"),
        ("预约人次", wording.count(use.appointments)),
        ("现场取号", wording.count(use.walk_ins)),
        ("办结", wording.count(use.served)),
        ("未到", wording.count(use.missed)),
        (
            "未到率",
            f"{wording.percent(use.no_show)}（{use.missed}/{use.missed + use.kept}）"
            if use.no_show is not None
            else "—",
        ),
        ("平均等候", f"{use.minutes_waited} 分钟" if use.minutes_waited is not None else "—"),
        ("平均办理", f"{use.minutes_served} 分钟" if use.minutes_served is not None else "—"),
    ]
