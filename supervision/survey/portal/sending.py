"""Reading everything through, sending it, and what is there afterwards."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from supervision.survey.forms.boxes import Told, lines_of, shown_text
from supervision.survey.forms.progress import PartState, findings_by_section, parts_of
from supervision.survey.models import Submission
from supervision.survey.portal.overview import head
from supervision.survey.portal.place import Place, anchor, at_own_place
from supervision.survey.rules.checking import REQUIRED
from supervision.survey.rules.definition import Section
from supervision.survey.rules.states import ReturnState
from supervision.survey.services import answers
from supervision.survey.services.answers import NotReady, Standing, standing_of
from supervision.survey.services.answers.submitting import may_submit
from supervision.survey.services.changes import differences
from supervision.survey.services.questions import unanswered

SENT = (ReturnState.SUBMITTED, ReturnState.DISTRICT_PASSED, ReturnState.ACCEPTED)


@require_safe
@login_required
@at_own_place
def check(request: HttpRequest, place: Place) -> HttpResponse:
    """核对: every answer with last year's, what is left to do, and the button."""
    return _check_page(request, place, standing_of(place.survey_return))


@require_POST
@login_required
@at_own_place
def submit(request: HttpRequest, place: Place) -> HttpResponse:
    """Send it. What keeps it from being sent is listed on the page again."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    try:
        answers.submit(place.survey_return.pk, by=request.user, now=timezone.now(), seen_version=seen)
    except NotReady as refused:
        messages.error(request, refused.message)
        return redirect(place.href("check"))
    return redirect(place.href("done"))


@require_safe
@login_required
@at_own_place
def done(request: HttpRequest, place: Place) -> HttpResponse:
    """提交成功: the number, what happens next and by when. A 404 before anything was sent."""
    submission = get_object_or_404(
        place.survey_return.submissions.select_related("submitted_by").order_by("-number")[:1]
    )
    context = {**head(place, ("提交成功", "")), "submission": submission, "number": number_of(submission, place)}
    return render(request, "supervision/survey/done.html", context)


@require_safe
@login_required
@at_own_place
def history(request: HttpRequest, place: Place) -> HttpResponse:
    """提交记录: each submission with what differs from the one before, and every step with its words."""
    submissions = list(place.survey_return.submissions.select_related("submitted_by").order_by("number"))
    cells = place.questionnaire.cells
    labels = {key: f"{cell.item.code} {cell.label}" for key, cell in cells.items()}
    rows, before = [], None
    for submission in submissions:
        answers_then = submission.answers.items()
        texts = {key: shown_text(cells[key].item, sent["value"]) for key, sent in answers_then if key in cells}
        changed = differences(before, texts, labels) if before is not None else []
        rows.append((submission, number_of(submission, place), changed))
        before = texts
    steps = place.survey_return.log.select_related("by").order_by("-id")
    context = {**head(place, ("提交记录", "")), "rows": rows[::-1], "steps": steps}
    return render(request, "supervision/survey/history.html", context)


def number_of(submission: Submission, place: Place) -> str:
    """The receipt number: year, return, how many times."""
    return f"{place.survey.year}-{place.survey_return.pk:06d}-{submission.number}"


def _check_page(request: HttpRequest, place: Place, standing: Standing) -> HttpResponse:
    by_section = findings_by_section(standing, standing.findings)
    told = Told(is_locked=True, findings=standing.findings)
    states = parts_of(standing)
    parts = [
        (state, place.href("section", state.section.code), _shown_lines(state.section, standing, told))
        for state in states
    ]
    problems = [
        (place.href("section", state.section.code, checked=1) + anchor(finding.anchor), finding)
        for state in states
        for finding in by_section.get(state.section.code, [])
        if finding.stops and finding.code != REQUIRED
    ]
    missing = _missing(place, states, by_section)
    problem_count = len(problems) + sum(len(names) for _, _, names in missing)
    waiting = len(unanswered(place.survey_return))
    context = {
        **head(place, ("核对与提交", "")),
        "parts": parts,
        "problems": problems,
        "missing": missing,
        "problem_count": problem_count,
        "explained": [one for one in standing.findings if one.is_explained],
        "unanswered": waiting,
        "version": standing.version,
        "may_submit": may_submit(place.survey_return, request.user),
        "is_ready": place.may_fill and not problem_count and not waiting and bool(standing.values),
        "is_sent": place.survey_return.state in SENT,
    }
    return render(request, "supervision/survey/check.html", context)


def _missing(place: Place, states: list[PartState], by_section: dict) -> list[tuple[str, Section, list[str]]]:
    """Required items without an answer, part by part: many at first, so they are named in one line."""
    rows = []
    for state in states:
        found = [finding for finding in by_section.get(state.section.code, []) if finding.code == REQUIRED]
        names = [place.questionnaire.cells[finding.anchor].item.label for finding in found]
        if names:
            first = place.href("section", state.section.code, checked=1) + anchor(found[0].anchor)
            rows.append((first, state.section, names))
    return rows


def _shown_lines(section, standing: Standing, told: Told) -> list:
    return [line for line in lines_of(section, standing, told) if not line.is_hidden]
