"""The questionnaire on the first page of an agency: which one, by when, how far."""

from datetime import date
from typing import Any

from django.urls import reverse

from agencies.registry.models import Agency
from ipservice.portal.cards import Card, Shown, portal
from supervision.survey.models import SurveyReturn
from supervision.survey.rules.states import QuestionState, ReturnState, SurveyState

TO_DO = (ReturnState.WAITING, ReturnState.FILLING, ReturnState.RETURNED)
NOTES = {
    ReturnState.WAITING: "还没有开始填写",
    ReturnState.FILLING: "已开始填写，尚未提交",
}


def register_cards() -> None:
    """Called when the app is ready."""
    portal.register(Card("survey.due", order=5, build=due))


def due(user: Any, today: date) -> Shown | None:
    """The returns that the person's agencies still have to send, the most urgent first. Nothing once all are sent."""
    returns = list(
        SurveyReturn.objects.filter(
            agency__in=Agency.objects.run_by(user), survey__state=SurveyState.OPEN, state__in=TO_DO
        )
        .select_related("survey", "agency")
        .prefetch_related("questions")
        .order_by("due_on", "agency_name")
    )
    if not returns:
        return None
    many = len({found.agency_id for found in returns}) > 1
    rows = [(found, _href(found, many), _note(found, many)) for found in returns]
    context = {"rows": rows, "is_dated": True}
    return Shown(
        "统计调查",
        template="supervision/survey/_card.html",
        context=context,
        href="/portal/survey/",
        href_label="历年填报",
    )


def _href(found: SurveyReturn, many: bool) -> str:
    path = reverse("survey_overview", args=[found.survey.year])
    return f"{path}?agency={found.agency.public_code}" if many else path


def _note(found: SurveyReturn, many: bool) -> str:
    name = f"{found.agency_name}：" if many else ""
    if found.state != ReturnState.RETURNED:
        return name + NOTES[ReturnState(found.state)]
    waiting = sum(question.state == QuestionState.ASKED for question in found.questions.all())
    return f"{name}退回更正，{waiting} 格待答复" if waiting else f"{name}退回更正，已答复，尚未再次提交"
