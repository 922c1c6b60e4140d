"""半小时服务圈 for everybody: one sentence, the share by district, the gaps, the nearest outlet of a place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.foundation.errors import DomainError
from publicservice.coverage.forms import PlaceForm
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import lookup
from publicservice.coverage.services.circle import circle
from publicservice.coverage.services.wording import SENTENCE, caveats
from publicservice.coverage.sketch import draw

GAPS_SHOWN = 20


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The circle as it stands, by one mode."""
    mode = next((mode for mode in Mode if mode == request.GET.get("mode")), Mode.CAR)
    context: dict[str, Any] = {"mode": mode, "modes": list(Mode), "sentence": SENTENCE, "form": PlaceForm()}
    try:
        found = circle(mode, now=timezone.now())
    except DomainError as refusal:
        return render(request, "publicservice/coverage/circle.html", {**context, "refusal": refusal.message})
    context |= {
        "circle": found,
        "caveats": caveats(found),
        "gaps": found.gaps[:GAPS_SHOWN],
        "totals": {name: found.total(name) for name in ("total", "covered", "real", "left_out")},
        "map": draw(found) if request.GET.get("view") == "map" else None,
    }
    return render(request, "publicservice/coverage/circle.html", context)


@require_safe
def nearest(request: HttpRequest) -> HttpResponse:
    """The nearest outlets of a place or position; several places of one name are offered for choice."""
    form = PlaceForm(request.GET)
    context: dict[str, Any] = {"form": form, "modes": list(Mode)}
    if form.is_valid() and (form.position or form.cleaned_data["place"]):
        try:
            context |= _found(form)
        except DomainError as refusal:
            form.add_error("place", refusal.message)
    return render(request, "publicservice/coverage/nearest.html", context)


def _found(form: PlaceForm) -> dict[str, Any]:
    now = timezone.now()
    if form.position:
        spot, others = lookup.spot_at(*form.position), []
        if name := form.cleaned_data["place"]:
            spot = lookup.renamed(spot, name)
    else:
        spot, *others = lookup.places_named(form.cleaned_data["place"], now=now)
    rows = [
        (near, [(mode, near.minutes[mode], near.is_within[mode], near.is_estimate[mode]) for mode in Mode])
        for near in lookup.nearest_outlets(spot, now=now)
    ]
    return {"spot": spot, "others": others, "rows": rows}
