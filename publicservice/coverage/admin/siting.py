"""Where new outlets help most: ask, wait, read the proof, make it a plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.jobs.models import Job
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from publicservice.coverage.forms import SitingForm
from publicservice.coverage.models import SitingGoal, SitingRun
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import siting
from publicservice.coverage.services.siting import Outcome
from publicservice.network.admin.doors import require_may_change

TRAIL = [("半小时服务圈", "/admin/coverage/")]
SHOWN = 30


@for_city_officials
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """Searches so far, and the form for a new one."""
    form = SitingForm(request.POST or None)
    if request.method == "POST":
        require_may_change(request)
        if form.is_valid():
            asked = form.cleaned_data
            run, _ = siting.start(
                SitingGoal(asked["goal"]),
                asked["amount"],
                Mode(asked["mode"]),
                by=request.user,
                now=timezone.now(),
                uses_imported=asked["uses_imported"],
                time_limit_seconds=asked["time_limit_seconds"],
            )
            return redirect("coverage_siting_run", run.pk)
    context = {
        "title": "选址计算",
        "trail": [*TRAIL, ("选址计算", "")],
        "form": form,
        "runs": SitingRun.objects.visible_to(request.user).select_related("created_by")[:SHOWN],
    }
    return work.render(request, "publicservice/coverage/work/siting.html", context)


@for_city_officials
@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The answer with optimum, bound, gap and time, and greedy beside it; until then how far the work is."""
    found = get_object_or_404(SitingRun.objects.visible_to(request.user).select_related("ruleset"), pk=run_id)
    result = found.result or {}
    context = {
        "title": str(found),
        "trail": [*TRAIL, ("选址计算", "/admin/coverage/siting/"), (str(found), "")],
        "run": found,
        "result": result,
        "bound": f"{result['bound']:,.3f}".rstrip("0").rstrip(".") if result else "",
        "outcome": Outcome.label_of(result["outcome"]) if result else "",
        "gained": result.get("covered", 0) - result.get("already", 0),
        "behind": result.get("covered", 0) - result.get("greedy_covered", 0),
        "job": None if result else Job.objects.filter(kind=siting.JOB_KIND, key=str(found.pk)).first(),
    }
    return work.render(request, "publicservice/coverage/work/siting_run.html", context)


@for_city_officials
@require_POST
def plan(request: HttpRequest, run_id: int) -> HttpResponse:
    """Make the sites found a plan."""
    require_may_change(request)
    found = get_object_or_404(SitingRun.objects.visible_to(request.user), pk=run_id, result__isnull=False)
    scenario = siting.as_scenario(found.pk, by=request.user, now=timezone.now())
    messages.success(request, "已保存为布点方案。")
    return redirect("coverage_scenario", scenario.pk)
