"""The desk of the annual statistics: ask for a version, read it and its proof, compare, have it published."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.documents.workbook import file_response
from ipservice.jobs.models import Job, JobState
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from supervision.statistics.forms import StepForm
from supervision.statistics.models import StatisticsRun
from supervision.statistics.rules.states import RUN, RunState, RunStep
from supervision.statistics.services import comparing, exports, publishing, runs, workbook
from supervision.statistics.services.layout import layout
from supervision.statistics.services.reading import lines
from supervision.survey.models import Survey
from supervision.survey.services import posts

HOME = "/admin/statistics/"
CSV = "text/csv; charset=utf-8"
STEPS: dict[str, Callable[..., StatisticsRun]] = {
    RunStep.SUBMIT: lambda run, by, reason: publishing.submit(run, by=by, now=timezone.now()),
    RunStep.PUBLISH: lambda run, by, reason: publishing.publish(run, by=by, now=timezone.now()),
    RunStep.SEND_BACK: lambda run, by, reason: publishing.send_back(run, by=by, reason=reason),
    RunStep.DISCARD: lambda run, by, reason: publishing.discard(run, by=by, reason=reason),
}


def for_statisticians(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """City officials with the survey post of the city; for everybody else the page does not exist."""

    def posted(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not posts.areas_of(request.user).is_city:
            raise Http404
        return view(request, *args, **kwargs)

    return for_city_officials(posted)


@for_statisticians
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every announced year with its versions."""
    found = StatisticsRun.objects.visible_to(request.user).select_related("survey")
    context = {
        "title": "年度统计",
        "trail": [("年度统计", "")],
        "surveys": Survey.objects.announced(),
        "runs": found,
    }
    return work.render(request, "supervision/statistics/work/years.html", context)


@for_statisticians
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Versions of one year; a new one is asked for here and its progress shown."""
    survey = get_object_or_404(Survey.objects.announced(), year=year)
    if request.method == "POST":
        job = runs.ask_run(year, by=request.user)
        if job.state == JobState.DONE:
            messages.info(request, "填报数据、参数和程序均未变化，已有的版本就是最新结果。")
        return redirect("statistics_year", year)
    open_jobs = Job.objects.filter(kind=runs.JOB_KIND, key__startswith=f"{year}:").exclude(state=JobState.DONE)
    context = {
        "title": f"{year} 年度统计",
        "trail": [("年度统计", HOME), (str(year), "")],
        "survey": survey,
        "runs": StatisticsRun.objects.visible_to(request.user).filter(year=year).select_related("asked_by"),
        "job": open_jobs.order_by("-pk").first(),
    }
    return work.render(request, "supervision/statistics/work/year.html", context)


@for_statisticians
@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One version: its tables, weights, estimated values, proof, and the steps that are open."""
    found = _run(request, run_id)
    context = {
        **_frame(found, ""),
        "tables": found.tables.select_related("carried_from__run"),
        "strata": found.strata.all(),
        "imputed": found.imputed.count(),
        "proofs": found.proofs.order_by("-primary", "family"),
        "others": StatisticsRun.objects.filter(year=found.year).exclude(pk=found.pk),
        "forms": [StepForm(step) for step in RUN.steps_from(RunState(found.state)) if step in STEPS],
    }
    return work.render(request, "supervision/statistics/work/run.html", context)


@for_statisticians
@require_safe
def table(request: HttpRequest, run_id: int, code: str) -> HttpResponse:
    """One table as it would be shown; ``?raw=1`` for the answers alone."""
    found = _run(request, run_id)
    one = get_object_or_404(found.tables.select_related("run"), code=code)
    raw = request.GET.get("raw") == "1"
    context = {**_frame(found, one.title), "table": one, "raw": raw, "laid": layout(one, lines(one), raw=raw)}
    return work.render(request, "supervision/statistics/work/table.html", context)


@for_statisticians
@require_safe
def proof(request: HttpRequest, run_id: int, proof_id: int) -> HttpResponse:
    """Every hidden cell of a family with the bounds that an outsider finds."""
    found = _run(request, run_id)
    one = get_object_or_404(found.proofs, pk=proof_id)
    context = {**_frame(found, "保密审核"), "proof": one, "lines": comparing.audit_lines(one)}
    return work.render(request, "supervision/statistics/work/proof.html", context)


@for_statisticians
@require_safe
def compare(request: HttpRequest, run_id: int, other_id: int) -> HttpResponse:
    """What differs between two versions of one year."""
    found, other = _run(request, run_id), _run(request, other_id)
    if found.year != other.year:
        raise Http404
    context = {**_frame(found, f"与第 {other.version} 版比较"), "other": other}
    context["changes"] = comparing.changes(other, found)
    return work.render(request, "supervision/statistics/work/compare.html", context)


@for_statisticians
@require_POST
def take_step(request: HttpRequest, run_id: int, step: str) -> HttpResponse:
    found = _run(request, run_id)
    if step not in STEPS:
        raise Http404
    form = StepForm(RunStep(step), request.POST)
    if not form.is_valid():
        messages.error(request, "请写明理由。")
        return redirect("statistics_run", found.pk)
    STEPS[step](found.pk, request.user, form.cleaned_data.get("reason", ""))
    messages.success(request, f"已办理：{RunStep(step).label}。")
    return redirect("statistics_run", found.pk)


@for_statisticians
@require_safe
def as_workbook(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _run(request, run_id)
    return file_response(workbook.to_workbook(found), f"{found.year}年度统计表第{found.version}版.xlsx")


@for_statisticians
@require_safe
def as_csv(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _run(request, run_id)
    return file_response(exports.to_csv(found), f"{found.year}年度统计数据第{found.version}版.csv", CSV)


def _run(request: HttpRequest, run_id: int) -> StatisticsRun:
    runs_seen = StatisticsRun.objects.visible_to(request.user)
    return get_object_or_404(runs_seen.select_related("asked_by", "submitted_by", "published_by"), pk=run_id)


def _frame(found: StatisticsRun, last: str) -> dict:
    here = f"/admin/statistics/runs/{found.pk}/"
    trail = [("年度统计", HOME), (str(found.year), f"{HOME}{found.year}/"), (f"第 {found.version} 版", here)]
    trail = [*trail, (last, "")] if last else [*trail[:-1], (trail[-1][0], "")]
    return {"title": str(found), "trail": trail, "run": found}
