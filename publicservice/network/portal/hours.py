"""开放时间: the week in force, the next eight weeks, every version with who and why, and the days that differ."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.jobs.idempotency import once
from ipservice.reference.calendar import working_calendar
from publicservice.network.forms import ExceptionForm, RestoreForm, TokenForm, WeekForm, answers_in, initial_week
from publicservice.network.models import HoursException, HoursVersion, Outlet
from publicservice.network.portal.outlets import workable
from publicservice.network.rules import days_ahead, read_week
from publicservice.network.rules.hours import DAYS, Hours, in_force, in_words
from publicservice.network.services import hours
from publicservice.network.services.hours import Preview
from publicservice.network.services.touched import Answer, Choice

EIGHT_WEEKS = 56
MOST_VERSIONS = 100


@require_safe
@login_required
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    outlet = workable(request, outlet_id)
    today = timezone.localdate()
    found = hours.hours_of([outlet.pk])[outlet.pk]
    current = in_force(found.versions, today)
    context = {
        "outlet": outlet,
        "days": days_ahead(found, today, EIGHT_WEEKS, working_calendar()),
        "week": list(zip(DAYS, current.week, strict=True)) if current else [],
        "versions": _history(outlet, current.recorded if current else 0),
        "exceptions": outlet.exceptions.filter(ended_at__isnull=True, day__gte=today).select_related("created_by"),
        "trail": _trail(outlet),
    }
    return render(request, "publicservice/network/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """A new week: refused until each touched booking is answered; ``preview`` only shows the eight weeks."""
    outlet = workable(request, outlet_id)
    form = WeekForm(request.POST or None, initial=_present(outlet))
    return _decide(
        request,
        outlet,
        form,
        title="变更开放时间",
        look=lambda: hours.preview_version(outlet.pk, form.new_week(), today=timezone.localdate(), by=request.user),
        act=lambda answers: hours.add_version(
            outlet.pk, form.new_week(), answers=answers, today=timezone.localdate(), by=request.user
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def restore(request: HttpRequest, outlet_id: int, version_id: int) -> HttpResponse:
    """An earlier week once more, from a day on."""
    outlet = workable(request, outlet_id)
    former = get_object_or_404(outlet.hours, pk=version_id)
    form = RestoreForm(request.POST or None, initial={"in_force_from": timezone.localdate()})

    def look() -> Preview:
        new = hours.restored_week(former, form.cleaned_data["in_force_from"])
        return hours.preview_version(outlet.pk, new, today=timezone.localdate(), by=request.user)

    def act(answers: dict[str, Answer]) -> HoursVersion:
        return hours.restore(
            former.pk, in_force_from=form.cleaned_data["in_force_from"], answers=answers,
            today=timezone.localdate(), by=request.user,
        )  # fmt: skip

    title = f"恢复 {former.in_force_from:%Y-%m-%d} 起的开放时间"
    return _decide(request, outlet, form, title=title, look=look, act=act)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_exception(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """One day with other hours, or none."""
    outlet = workable(request, outlet_id)
    form = ExceptionForm(request.POST or None)
    return _decide(
        request,
        outlet,
        form,
        title="登记特殊日期",
        look=lambda: hours.preview_exception(
            outlet.pk, form.new_exception(), today=timezone.localdate(), by=request.user
        ),
        act=lambda answers: hours.add_exception(
            outlet.pk, form.new_exception(), answers=answers, today=timezone.localdate(), by=request.user
        ),
    )


@require_POST
@login_required
def end_exception(request: HttpRequest, outlet_id: int, exception_id: int) -> HttpResponse:
    """The day has its ordinary hours again."""
    outlet = workable(request, outlet_id)
    row = get_object_or_404(HoursException, outlet=outlet, pk=exception_id)
    hours.end_exception(row.pk, today=timezone.localdate(), by=request.user)
    messages.success(request, f"已取消 {row.day:%Y-%m-%d} 的特殊安排。")
    return redirect("outlets:hours", outlet_id=outlet.pk)


def _decide(
    request: HttpRequest,
    outlet: Outlet,
    form: TokenForm,
    *,
    title: str,
    look: Callable[[], Preview],
    act: Callable[[dict[str, Answer]], Any],
) -> HttpResponse:
    """Show the form; once it is whole, what it touches; once everything is answered, carry it out."""
    context: dict[str, Any] = {"outlet": outlet, "form": form, "title": title, "trail": _trail(outlet, title)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "publicservice/network/hours_change.html", context, status=422 if form.errors else 200)
    seen = look()
    answers = answers_in(request.POST, seen.touched)
    if "preview" in request.POST or any(booking.key not in answers for booking in seen.touched):
        context |= {
            "preview": days_ahead(seen.after, timezone.localdate(), EIGHT_WEEKS, working_calendar()),
            "touched": [(booking, seen.offers[booking.key], answers.get(booking.key)) for booking in seen.touched],
            "choices": list(Choice),
        }
        must_answer = "preview" not in request.POST
        return render(request, "publicservice/network/hours_change.html", context, status=422 if must_answer else 200)
    once("outlet_hours", form.cleaned_data["form_token"], {**form.payload(), "outlet": outlet.pk},
         lambda: act(answers).pk)  # fmt: skip
    messages.success(request, f"已办理：{title}。")
    return redirect("outlets:hours", outlet_id=outlet.pk)


def _present(outlet: Outlet) -> dict[str, Any]:
    found: Hours = hours.hours_of([outlet.pk])[outlet.pk]
    current = in_force(found.versions, timezone.localdate())
    if current is None:
        return {}
    week = HoursVersion.objects.values_list("week", flat=True).get(pk=current.recorded)
    return {**initial_week(week), "follows_working_calendar": current.follows_working_calendar,
            "makeup_weekday": current.makeup_weekday}  # fmt: skip


def _history(outlet: Outlet, current: int) -> list[tuple[HoursVersion, list[tuple[str, str, str]], bool]]:
    """Each version, newest first, with the days on which it differs from the one recorded before it."""
    rows = list(outlet.hours.select_related("created_by").order_by("-id")[:MOST_VERSIONS])
    earlier: Sequence[HoursVersion | None] = [*rows[1:], None][: len(rows)]
    return [(row, _differences(before, row), row.pk == current) for row, before in zip(rows, earlier, strict=True)]


def _differences(before: HoursVersion | None, after: HoursVersion) -> list[tuple[str, str, str]]:
    weeks = [[in_words(day) for day in read_week(row.week)] if row else [""] * 7 for row in (before, after)]
    return [(label, old, new) for label, old, new in zip(DAYS, *weeks, strict=True) if old != new]


def _trail(outlet: Outlet, last: str = "") -> list[tuple[str, str]]:
    here = f"/portal/outlets/{outlet.pk}/"
    trail = [("值守网点", "/portal/outlets/"), (outlet.name, here)]
    return [*trail, ("开放时间", f"{here}hours/"), (last, "")] if last else [*trail, ("开放时间", "")]
