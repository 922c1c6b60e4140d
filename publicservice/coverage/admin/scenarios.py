"""Plans for the network: changes, before and after by district, side by side, as a workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from ipservice.reference.places import units_on
from publicservice.coverage.admin import exports
from publicservice.coverage.admin.siting import TRAIL
from publicservice.coverage.forms import ChangeForm, ScenarioForm
from publicservice.coverage.models import Change, ChangeKind, Scenario
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import lookup, scenarios
from publicservice.network.admin.doors import require_may_change

PLANS = ("布点方案", "/admin/coverage/scenarios/")
MOST_COMPARED = 4
SHOWN = 50


@for_city_officials
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan, the form for a new one, and up to four side by side."""
    form = ScenarioForm(request.POST or None)
    if request.method == "POST":
        require_may_change(request)
        if form.is_valid():
            asked = form.cleaned_data
            made = scenarios.draw_up(
                asked["title"], Mode(asked["mode"]), by=request.user, now=timezone.now(), note=asked["note"]
            )
            return redirect("coverage_scenario", made.pk)
    shown = Scenario.objects.visible_to(request.user).select_related("created_by")
    chosen = [int(key) for key in request.GET.getlist("compare") if key.isascii() and key.isdigit() and len(key) < 18]
    compared = list(shown.filter(pk__in=chosen, result__isnull=False).order_by("pk")[:MOST_COMPARED])
    context = {
        "title": "布点方案",
        "trail": [*TRAIL, ("布点方案", "")],
        "form": form,
        "plans": shown[:SHOWN],
        "compared": compared,
        "comparison": _comparison(compared),
    }
    return work.render(request, "publicservice/coverage/work/scenarios.html", context)


def _names() -> dict[str, str]:
    return {unit.code: unit.name for unit in units_on(timezone.localdate())}


def _comparison(compared: list[Scenario]) -> list[dict[str, Any]]:
    """One row a district that differs in any plan, with what each plan adds."""
    names = _names()
    changes: dict[str, list[int]] = {}
    for place, plan in enumerate(compared):
        for row in plan.result["districts"]:
            changes.setdefault(row["code"], [0] * len(compared))[place] = row["after"] - row["before"]
    return [{"district": names.get(code, code), "changes": row} for code, row in changes.items() if any(row)]


@for_city_officials
@require_safe
def plan(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """One plan: its changes and what they would do."""
    return _page(request, _plan(request, scenario_id), ChangeForm())


def _plan(request: HttpRequest, scenario_id: int) -> Scenario:
    return get_object_or_404(Scenario.objects.visible_to(request.user).select_related("ruleset"), pk=scenario_id)


def _page(request: HttpRequest, found: Scenario, form: ChangeForm) -> HttpResponse:
    names = _names()
    if request.GET.get("export") == "xlsx" and found.result:
        return exports.scenario(found, names, now=timezone.localtime())
    result = found.result or {}
    rows = [
        {**row, "district": names.get(row["code"], row["code"]), "change": row["after"] - row["before"]}
        for row in result.get("districts", [])
    ]
    totals = {name: sum(row[name] for row in rows) for name in ("total", "before", "after", "change")}
    context = {
        "title": found.title,
        "trail": [*TRAIL, PLANS, (found.title, "")],
        "plan": found,
        "changes": found.changes.select_related("outlet"),
        "form": form,
        "rows": rows,
        "totals": totals,
        "sides": [
            (label, _listed(result.get(key, []), names)) for key, label in (("lost", "不再覆盖"), ("gained", "新覆盖"))
        ],
        "result": result,
    }
    return work.render(request, "publicservice/coverage/work/scenario.html", context)


def _listed(places: list[dict[str, Any]], names: dict[str, str]) -> dict[str, Any]:
    named = [{**one, "district": names.get(one["district"], one["district"])} for one in places]
    return {"places": named, "people": sum(one["people"] for one in places)}


@for_city_officials
@require_POST
def add(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """One more change. A place given by name alone is looked up."""
    require_may_change(request)
    found = _plan(request, scenario_id)
    form = ChangeForm(request.POST)
    if not form.is_valid() or not _with_place(form):
        return _page(request, found, form)
    kind = ChangeKind(form.cleaned_data["kind"])
    scenarios.add(found.pk, kind, {**form.cleaned_data, "place": form.cleaned_data.get("found")}, by=request.user)
    messages.success(request, "已加入方案，请重新计算。")
    return redirect("coverage_scenario", found.pk)


def _with_place(form: ChangeForm) -> bool:
    """Fill in the position of a place given by name; an unknown name is said at its field."""
    asked = form.cleaned_data
    asked["found"] = form.place
    if form.place or asked["kind"] not in (ChangeKind.OPEN, ChangeKind.MOVE):
        return True
    try:
        spot = lookup.places_named(asked["name"], now=timezone.now())[0]
    except DomainError as refusal:
        form.add_error("name", refusal.message)
        return False
    asked["found"], asked["name"] = (f"{spot.longitude:.5f}", f"{spot.latitude:.5f}"), f"{spot.district}{spot.name}"
    return True


@for_city_officials
@require_POST
def drop(request: HttpRequest, scenario_id: int, change_id: int) -> HttpResponse:
    """Take a change out."""
    require_may_change(request)
    change = get_object_or_404(Change, pk=change_id, scenario=_plan(request, scenario_id))
    scenarios.drop(change.pk, by=request.user)
    return redirect("coverage_scenario", scenario_id)


@for_city_officials
@require_POST
def compute(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Compute and keep."""
    require_may_change(request)
    scenarios.compute(_plan(request, scenario_id).pk, by=request.user, now=timezone.now())
    messages.success(request, "已计算并保存。")
    return redirect("coverage_scenario", scenario_id)
