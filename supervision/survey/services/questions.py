"""Questions about single cells: asked when a return goes back, answered by the agency, settled when it passes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from supervision.survey.models import Answer, CellQuestion, SurveyReturn
from supervision.survey.rules.reviewing import (
    NothingChanged,
    QuestionClosed,
    QuestionsUnanswered,
    require_words,
)
from supervision.survey.rules.states import QuestionState, ReturnState
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.return_steps import SUBJECT, locked

LISTED_CELLS = 5


def values_of(survey_return: SurveyReturn, cells: list[str] | None = None) -> dict[str, str]:
    """The present values as text, by cell: a number without needless zeros, everything else as stored."""
    rows = Answer.objects.filter(survey_return=survey_return)
    if cells is not None:
        rows = rows.filter(cell__in=cells)
    return {cell: plain(number, text) for cell, number, text in rows.values_list("cell", "number", "text")}


def plain(number, text: str) -> str:
    """One stored value as text."""
    return text if number is None else f"{number.normalize():f}"


def ask(survey_return: SurveyReturn, questions: Mapping[str, str], *, by: User, now: datetime) -> list[CellQuestion]:
    """One question on each cell, with its value of now; what was answered before is settled."""
    settle(survey_return)
    standing = values_of(survey_return, list(questions))
    return CellQuestion.objects.bulk_create(
        CellQuestion(
            survey_return=survey_return,
            cell=cell,
            question=text,
            value_then=standing.get(cell, ""),
            asked_by=by,
            asked_at=now,
        )
        for cell, text in questions.items()
    )


def settle(survey_return: SurveyReturn) -> int:
    """What the agency answered is done with; returns how many."""
    return survey_return.questions.filter(state__in=(QuestionState.CONFIRMED, QuestionState.CHANGED)).update(
        state=QuestionState.SETTLED
    )


@transaction.atomic
def answer_question(question_id: int, *, confirmed: bool, text: str, by: User, now: datetime) -> CellQuestion:
    """The agency says that a cell is right as it is, and why, or that it has changed it.

    Raises ``QuestionClosed``, ``WordsTooShort`` for a confirmation without a reason, and ``NothingChanged``.
    """
    key = CellQuestion.objects.values_list("survey_return_id", flat=True).get(pk=question_id)
    survey_return = locked(key, by=by)
    question = CellQuestion.objects.get(pk=question_id)
    if question.state not in (QuestionState.ASKED, QuestionState.CONFIRMED, QuestionState.CHANGED):
        raise QuestionClosed(cell=_label(survey_return, question.cell), state=question.get_state_display())
    if survey_return.state != ReturnState.RETURNED:
        raise QuestionClosed(cell=_label(survey_return, question.cell), state="已提交")
    if confirmed:
        question.state, question.answer = QuestionState.CONFIRMED, require_words("确认无误的理由", text)
    else:
        _require_change(survey_return, question)
        question.state, question.answer = QuestionState.CHANGED, text.strip()
    question.answered_by, question.answered_at = by, now
    question.save()
    record(
        "survey.question.answer",
        f"{question.get_state_display()}：{survey_return.agency_name} {_label(survey_return, question.cell)}",
        subject=(SUBJECT, survey_return.pk),
        by=by,
        reason=question.answer,
    )
    return question


def _require_change(survey_return: SurveyReturn, question: CellQuestion) -> None:
    value = values_of(survey_return, [question.cell]).get(question.cell, "")
    if value == question.value_then:
        raise NothingChanged(cell=_label(survey_return, question.cell), value=value or "空白")


def unanswered(survey_return: SurveyReturn) -> list[CellQuestion]:
    """Questions whose cell still holds the value that was asked about and was not confirmed. Two statements."""
    asked = list(survey_return.questions.filter(state__in=(QuestionState.ASKED, QuestionState.CHANGED)))
    standing = values_of(survey_return, [question.cell for question in asked]) if asked else {}
    return [question for question in asked if standing.get(question.cell, "") == question.value_then]


def close_round(survey_return: SurveyReturn, *, by: User, now: datetime) -> None:
    """Before a returned one is sent again: what was changed counts as answered, the rest must be.

    Part of the submission and of its transaction. Raises ``QuestionsUnanswered``.
    """
    if waiting := [_label(survey_return, question.cell) for question in unanswered(survey_return)]:
        shown = "、".join(waiting[:LISTED_CELLS]) + ("等" if len(waiting) > LISTED_CELLS else "")
        raise QuestionsUnanswered(count=len(waiting), cells=shown)
    for question in survey_return.questions.filter(state=QuestionState.ASKED):
        question.state, question.answered_by, question.answered_at = QuestionState.CHANGED, by, now
        question.save(update_fields=["state", "answered_by", "answered_at"])


def _label(survey_return: SurveyReturn, cell: str) -> str:
    found = questionnaire_of(survey_return.survey).cells.get(cell)
    return found.label if found else cell
