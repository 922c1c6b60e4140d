"""预约安排 of one outlet: what can be booked, for how long, how far ahead; and days off."""

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.forms.days import DayInput
from ipservice.foundation.errors import DomainError
from publicservice.booking.models import Schedule, Variant
from publicservice.booking.portal.day import trail, workable
from publicservice.booking.services import schedules
from publicservice.booking.services.terms import terms
from publicservice.network.models import Outlet, OutletStaff, ServiceItem, ServiceWindow
from publicservice.network.rules import read_intervals

GAP = re.compile(r"[\s,，、;；]+")
FIXED = ("consultant", "window", "slot_minutes", "valid_from")


class ScheduleForm(forms.Form):
    """One schedule; the matters follow as one box of minutes each, empty where it is not offered."""

    name = forms.CharField(label="名称", max_length=80, help_text="例如“综合咨询窗口”“专家一对一”。")
    consultant = forms.ModelChoiceField(
        OutletStaff.objects.none(), label="咨询员", required=False, help_text="一对一预约时选择；每个时段一个名额。"
    )
    window = forms.ModelChoiceField(ServiceWindow.objects.none(), label="窗口", required=False)
    variants = forms.MultipleChoiceField(
        label="服务方式", choices=Variant.choices(), widget=forms.CheckboxSelectMultiple
    )
    online_instruction = forms.CharField(label="线上或电话咨询说明", max_length=300, required=False)
    slot_minutes = forms.IntegerField(label="每个时段（分钟）", min_value=5, max_value=480, initial=30)
    capacity = forms.IntegerField(label="每个时段名额", min_value=1, max_value=500, initial=1)
    lead_minutes = forms.IntegerField(label="至少提前（分钟）", min_value=0, max_value=20160, initial=60)
    horizon_days = forms.IntegerField(label="可预约今后多少天", min_value=1, max_value=366, initial=28)
    breaks = forms.CharField(
        label="休息时间", max_length=200, required=False, help_text="例如 12:00-13:00，多段用顿号隔开。"
    )
    valid_from = forms.DateField(label="自", widget=DayInput)
    valid_until = forms.DateField(label="至", widget=DayInput, required=False)
    is_published = forms.BooleanField(label="对外开放预约", required=False)

    def __init__(self, *args: Any, outlet: Outlet, schedule: Schedule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultant"].queryset = outlet.staff.filter(is_consultant=True, ended_on__isnull=True)
        self.fields["window"].queryset = outlet.windows.open_on(timezone.localdate())
        for name in FIXED if schedule else ():
            del self.fields[name]
        self.matters = list(ServiceItem.objects.filter(is_active=True).order_by("code"))
        for item in self.matters:
            self.fields[f"minutes_{item.pk}"] = forms.IntegerField(
                label=f"{item.name}：所需分钟", min_value=5, max_value=480, required=False
            )

    def clean_breaks(self) -> list[list[str]]:
        parts = [part for part in GAP.split(self.cleaned_data["breaks"].strip()) if part]
        pairs = [re.split(r"[-—–~至]+", part) for part in parts]
        try:
            read_intervals(pairs, "休息时间")
        except DomainError as refused:
            raise forms.ValidationError(refused.message) from refused
        return pairs

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("minutes_")}

    def minutes(self) -> dict[int, int]:
        given = {item.pk: self.cleaned_data.get(f"minutes_{item.pk}") for item in self.matters}
        return {item: length for item, length in given.items() if length}


class DayOffForm(forms.Form):
    day = forms.DateField(label="停约日期", widget=DayInput)
    reason = forms.CharField(label="原因", max_length=200)

    def clean_day(self) -> date:
        if self.cleaned_data["day"] < timezone.localdate():
            raise forms.ValidationError("停约日期不能早于今天。")
        return self.cleaned_data["day"]


@require_safe
@login_required
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """What the outlet offers, with the proposal of extra places beside each."""
    outlet, now = workable(request, outlet_id), timezone.now()
    rules = terms(timezone.localdate(now))
    rows = Schedule.objects.filter(outlet=outlet).select_related("consultant", "window").prefetch_related("items__item")
    context = {
        "outlet": outlet,
        "rows": [(row, schedules.extra_places(row, rules, now=now)) for row in rows],
        "risk": rules.overload_percent,
        "trail": trail(outlet, "预约安排"),
    }
    return render(request, "publicservice/booking/desk/schedules.html", context)


@login_required
def write(request: HttpRequest, outlet_id: int, schedule_id: int | None = None) -> HttpResponse:
    """A new schedule, or what may change of one."""
    outlet = workable(request, outlet_id)
    schedule = get_object_or_404(Schedule, pk=schedule_id, outlet=outlet) if schedule_id else None
    form = ScheduleForm(request.POST or None, outlet=outlet, schedule=schedule, initial=_initial(schedule))
    if request.method == "POST" and form.is_valid() and _written(request, outlet, schedule, form):
        messages.success(request, "预约安排已保存。")
        return redirect("desk_schedules", outlet.pk)
    return _page(request, outlet, form, "修改预约安排" if schedule else "新建预约安排")


def _written(request: HttpRequest, outlet: Outlet, schedule: Schedule | None, form: ScheduleForm) -> bool:
    try:
        if schedule:
            schedules.change(schedule.pk, form.facts(), form.minutes(), by=request.user)
        else:
            schedules.publish(outlet.pk, form.facts(), form.minutes(), by=request.user)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _initial(schedule: Schedule | None) -> dict[str, Any]:
    if schedule is None:
        return {"valid_from": timezone.localdate(), "variants": [Variant.ON_SITE]}
    known = {name: getattr(schedule, name) for name in schedules.CHANGEABLE}
    breaks = "、".join("-".join(pair) for pair in schedule.breaks)
    minutes = {f"minutes_{row.item_id}": row.minutes for row in schedule.items.all()}
    return {**known, "breaks": breaks, **minutes}


@login_required
def rest(request: HttpRequest, outlet_id: int, schedule_id: int) -> HttpResponse:
    """A day off of one schedule."""
    outlet = workable(request, outlet_id)
    schedule = get_object_or_404(Schedule, pk=schedule_id, outlet=outlet)
    form = DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        schedules.rest(schedule.pk, schedules.DayOff(**form.cleaned_data), by=request.user)
        messages.success(request, "该日已停约。")
        return redirect("desk_schedules", outlet.pk)
    return _page(request, outlet, form, f"停约：{schedule.name}")


def _page(request: HttpRequest, outlet: Outlet, form: forms.Form, title: str) -> HttpResponse:
    context = {"outlet": outlet, "form": form, "title": title, "trail": trail(outlet, title)}
    status = 422 if form.is_bound else 200
    return render(request, "publicservice/booking/desk/form.html", context, status=status)
