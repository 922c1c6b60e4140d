"""The first pages of the questionnaire: the years, and the parts of one year with what is left to do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from supervision.survey.forms.progress import PartState, parts_of
from supervision.survey.models import SurveyForm
from supervision.survey.portal.place import Place, at_own_place, has_choice, own_returns
from supervision.survey.rules.states import QuestionState
from supervision.survey.services.answers import standing_of
from supervision.survey.services.answers.submitting import may_submit
from supervision.survey.services.questions import unanswered


@require_safe
@login_required
def years(request: HttpRequest) -> HttpResponse:
    """Every year that the agency was asked about."""
    rows = [(found, Place(found, has_choice(request)).href("overview")) for found in own_returns(request)]
    return render(request, "supervision/survey/years.html", {"rows": rows, "trail": [("统计调查", "")]})


@require_safe
@login_required
@at_own_place
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """The parts with their state, the days left, what the reviewer asks, and the way on."""
    return render(request, "supervision/survey/overview.html", _context(request, place))


def _context(request: HttpRequest, place: Place) -> dict:
    standing = standing_of(place.survey_return)
    parts = parts_of(standing)
    questions = list(place.survey_return.questions.exclude(state=QuestionState.SETTLED))
    steps = place.survey_return.log.select_related("by").order_by("-id")[:8]
    return {
        **head(place),
        "parts": [(part, place.href("section", part.section.code)) for part in parts],
        "next": _next(place, parts),
        "filled": sum(part.filled for part in parts),
        "asked": sum(part.asked for part in parts),
        "blocking": len(standing.blocking),
        "questions": questions,
        "unanswered": len(unanswered(place.survey_return)) if questions else 0,
        "steps": steps,
        "may_submit": may_submit(place.survey_return, request.user),
    }


def _next(place: Place, parts: list[PartState]) -> str:
    """Where one goes on: the first part that is not done."""
    waiting = [part for part in parts if part.asked and not part.is_done]
    return place.href("section", waiting[0].section.code) if waiting else place.href("check")


def head(place: Place, *trail: tuple[str, str]) -> dict:
    """What every page of one return shows."""
    start = [("统计调查", "/portal/survey/"), (f"{place.survey.year}年度", place.href("overview") if trail else "")]
    return {
        "place": place,
        "links": place.links,
        "survey": place.survey,
        "return": place.survey_return,
        "marks": marks(place.survey.form),
        "trail": [*start, *trail],
    }


def marks(form: SurveyForm) -> list[tuple[str, str]]:
    """The five marks, as they stand at the head of the paper form."""
    until = form.valid_until
    return [
        ("表号", form.number),
        ("制定机关", form.made_by),
        ("批准（备案）机关", form.approved_by),
        ("批准（备案）文号", form.document_number),
        ("有效期至", f"{until.year}年{until.month}月{until.day}日"),
    ]
