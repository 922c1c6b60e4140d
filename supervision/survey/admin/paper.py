"""A paper form typed in by an official: the scan first, then every cell on one page, then it is sent for the agency."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ipservice.evidence.content import FileRefused
from ipservice.evidence.services import keep
from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from supervision.survey.admin.access import for_survey_people, return_or_404
from supervision.survey.forms.reviewing import PaperFormForm
from supervision.survey.models import SurveyReturn
from supervision.survey.rules.checking import REQUIRED, CheckFinding
from supervision.survey.rules.definition import Cell, ItemType, Severity, cells_of
from supervision.survey.rules.values import as_text, options_of
from supervision.survey.services import answers, paper
from supervision.survey.services.answers.standing import Standing, standing_of

VALUE, EXPLANATION = "v:", "e:"
CHOSEN = (ItemType.CHOICE, ItemType.YES_NO)


@for_survey_people
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, return_id: int) -> HttpResponse:
    found = return_or_404(request, return_id)
    form = PaperFormForm(request.POST or None, request.FILES or None, initial={"received_on": timezone.localdate()})
    if request.method != "POST":
        return _page(request, found, form)
    refused: dict[str, str] = {}
    try:
        refused = _save(request, found, form)
        if not form.errors and not refused and "send" in request.POST:
            answers.submit(found.pk, by=request.user, now=timezone.now())
            messages.success(request, f"{found.agency_name}：已代为提交，待审核。")
            return redirect("survey_return", found.pk)
    except (FileRefused, DomainError) as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    found.refresh_from_db()
    if not form.errors and not refused:
        messages.success(request, "已保存。")
        return redirect("survey_paper", found.pk)
    return _page(request, found, form, refused=refused)


def _save(request: HttpRequest, found: SurveyReturn, form: PaperFormForm) -> dict[str, str]:
    """What could not be read, by cell; everything else is stored."""
    if not form.is_valid():
        return {}
    if form.cleaned_data["scan"]:
        stored = keep(form.cleaned_data["scan"], purpose=paper.PURPOSE, by=request.user)
        received = form.cleaned_data["received_on"] or timezone.localdate()
        paper.keep_scan(found.pk, paper.Paper(stored, received), by=request.user, now=timezone.now())
    typed = paper.Typed(_posted(request, VALUE), _posted(request, EXPLANATION))
    saved = paper.enter(found.pk, typed, by=request.user, now=timezone.now())
    return {cell: fault.message for cell, fault in saved.refused.items()}


def _posted(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): text for name, text in request.POST.items() if name.startswith(prefix)}


def _page(
    request: HttpRequest, found: SurveyReturn, form: PaperFormForm, *, refused: dict[str, str] | None = None
) -> HttpResponse:
    home = f"/admin/survey/{found.survey.year}/"
    context = {
        "title": f"代为录入：{found.agency_name}",
        "found": found,
        "form": form,
        "papers": found.paper_forms.select_related("file", "by"),
        "parts": _parts(request, found, refused or {}),
        "refused": len(refused or {}),
        "trail": [
            ("统计调查", "/admin/survey/"),
            (f"{found.survey.year}年度", home),
            (found.agency_name, f"/admin/survey/returns/{found.pk}/"),
            ("代为录入", ""),
        ],
    }
    status = 422 if form.errors or refused else 200
    return work.render(request, "supervision/survey/review/paper.html", context, status)


def _parts(request: HttpRequest, found: SurveyReturn, refused: dict[str, str]) -> list[dict]:
    """What is missing is said once somebody tries to send; everything else at once."""
    standing = standing_of(found)
    findings: dict[str, list[CheckFinding]] = {}
    for finding in standing.findings:
        if finding.code != REQUIRED or "send" in request.POST:
            findings.setdefault(finding.anchor, []).append(finding)
    parts = []
    for section in standing.questionnaire.sections:
        cells = [cell for item in section.items for cell in cells_of(item)]
        rows = [_row(request, cell, standing, findings.get(cell.key, [])) for cell in cells]
        for row in rows:
            row["refused"] = refused.get(row["cell"].key, "")
        parts.append({"section": section, "rows": rows, "findings": sum(len(row["findings"]) for row in rows)})
    return parts


def _row(request: HttpRequest, cell: Cell, standing: Standing, findings: list[CheckFinding]) -> dict:
    stored = standing.stored.get(cell.key)
    value = as_text(cell.item, stored.value if stored else None)
    explanation = stored.explanation if stored else ""
    return {
        "cell": cell,
        "options": options_of(cell.item) if cell.item.type in CHOSEN else (),
        "value": request.POST.get(f"{VALUE}{cell.key}", value),
        "explanation": explanation,
        "is_explainable": bool(explanation) or any(one.severity == Severity.SOFT for one in findings),
        "last": as_text(cell.item, standing.last_year.get(cell.key)),
        "findings": findings,
    }
