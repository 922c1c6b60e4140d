"""The outlets at which a person serves, and the overview of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.reference.calendar import working_calendar
from publicservice.network.models import Outlet
from publicservice.network.rules import day_hours
from publicservice.network.services.access import workable_by
from publicservice.network.services.hours import hours_of


def workable(request: HttpRequest, outlet_id: int) -> Outlet:
    """An outlet where this person neither serves nor manages does not exist here."""
    return get_object_or_404(workable_by(request.user).select_related("district"), pk=outlet_id)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Where this person serves; with one outlet only, that one at once."""
    outlets = list(Outlet.objects.worked_at_by(request.user).select_related("district"))
    if len(outlets) == 1:
        return redirect("outlets:work", outlet_id=outlets[0].pk)
    return render(request, "publicservice/network/mine.html", {"outlets": outlets, "trail": [("值守网点", "")]})


@require_safe
@login_required
def work(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Today at one outlet, and the ways to its desk, hours and figures."""
    outlet = workable(request, outlet_id)
    today = timezone.localdate()
    hours = hours_of([outlet.pk])[outlet.pk]
    context = {
        "outlet": outlet,
        "today": day_hours(today, hours.versions, hours.exceptions, working_calendar()),
        "windows": outlet.windows.open_on(today).prefetch_related("items"),
        "staff": outlet.staff.serving_on(today),
        "trail": [("值守网点", "/portal/outlets/"), (outlet.name, "")],
    }
    return render(request, "publicservice/network/work.html", context)
