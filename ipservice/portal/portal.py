"""The home page of agencies: what is to be done first, then the agency at a glance."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ipservice.portal import cards


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Officials have their own desk and are sent there."""
    if request.user.is_staff and not request.user.acts_for_agency:
        return redirect("admin:index")
    today = cards.today()
    shown = cards.portal.shown_to(request.user, today)
    return render(request, "portal/home.html", {"cards": shown, "today": today})
