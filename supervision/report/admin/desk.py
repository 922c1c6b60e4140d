"""Officials have a report compiled, see how it stands, explain revisions and take its steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.portal import work
from supervision.report.forms import YearForm
from supervision.report.models import IndustryReport, RevisionNote
from supervision.report.rules.states import REPORT, ReportStage, ReportStep
from supervision.report.services import compiling, revising, steps, writing
from supervision.report.services.template import template

HOME = "/admin/reports/"


def for_city(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The report is the city's: a district's official has no part in it."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_city_official:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return work.require_staff(guarded)


@for_city
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """The reports of all years; a new one is asked for here."""
    form = YearForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    if request.method == "POST" and form.is_valid():
        job = compiling.ask(form.cleaned_data["year"], by=request.user, today=timezone.localdate(), fresh=True)
        return redirect("job", job.pk)
    reports = IndustryReport.objects.visible_to(request.user).select_related("edition", "asked_by")
    context = {"title": "发展报告", "reports": reports, "form": form, "trail": [("发展报告", "")]}
    return work.render(request, "supervision/report/work/desk.html", context, 422 if form.errors else 200)


@for_city
@require_safe
def show(request: HttpRequest, year: int) -> HttpResponse:
    """Stage, sections with their versions, checks of consistency, revisions, steps."""
    report = _report(request, year)
    written = {version.section: version for version in writing.versions(report)}
    stage = ReportStage(report.stage)
    context = {
        "title": str(report),
        "report": report,
        "edition": report.edition,
        "chapters": [(part, [(one, written.get(one.code)) for one in part.sections]) for part in template()],
        "is_current": report.edition and report.edition.words == writing.words_digest(writing.texts(report)),
        "checks": [c for c in report.edition.checks if c["verdict"] != "confirmed"] if report.edition else [],
        "confirmed": sum(c["verdict"] == "confirmed" for c in report.edition.checks) if report.edition else 0,
        "revisions": report.revisions.all(),
        "steps": [(step, step in steps.REASONED) for step in REPORT.steps_from(stage)],
        "is_draft": stage == ReportStage.DRAFT,
        "trail": [("发展报告", HOME), (str(year), "")],
    }
    return work.render(request, "supervision/report/work/report.html", context)


@for_city
@require_POST
def print_again(request: HttpRequest, year: int) -> HttpResponse:
    """A further printing: with the words as they stand now, or with figures read anew as well."""
    report = _report(request, year)
    fresh = request.POST.get("figures") == "fresh"
    job = compiling.ask(report.year, by=request.user, today=timezone.localdate(), fresh=fresh)
    return redirect("job", job.pk)


@for_city
@require_POST
def take_step(request: HttpRequest, year: int, step: str) -> HttpResponse:
    report = _report(request, year)
    if step not in set(ReportStep):
        raise Http404
    seen = request.POST.get("seen", "")
    steps.take(
        report.pk,
        ReportStep(step),
        by=request.user,
        today=timezone.localdate(),
        seen_version=int(seen) if seen.isdecimal() else None,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, f"已{ReportStep(step).label}。")
    return redirect("report_work", year)


@for_city
@require_POST
def explain(request: HttpRequest, note_id: int) -> HttpResponse:
    visible = RevisionNote.objects.filter(report__in=IndustryReport.objects.visible_to(request.user))
    note = get_object_or_404(visible.select_related("report"), pk=note_id)
    revising.explain(note.pk, request.POST.get("reason", ""), by=request.user)
    messages.success(request, "已填写修订原因，提交前请重新排印。")
    return redirect("report_work", note.report.year)


def _report(request: HttpRequest, year: int) -> IndustryReport:
    visible = IndustryReport.objects.visible_to(request.user).select_related(
        "edition__pdf", "edition__docx", "edition__snapshot", "submitted_by", "approved_by", "asked_by"
    )
    return get_object_or_404(visible, year=year)
