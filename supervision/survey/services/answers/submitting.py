"""Sending a return: everything as it stands is kept for good, and the district has it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from agencies.registry.models import AgencyMembership
from ipservice.accounts.models import User
from ipservice.foundation.canonical import digest
from supervision.survey.models import Answer, Submission, SurveyReturn
from supervision.survey.rules.definition import Severity
from supervision.survey.rules.states import ReturnStep
from supervision.survey.services import telling
from supervision.survey.services.answers.refusals import NotReady, OnlyAdministratorSends
from supervision.survey.services.answers.standing import Standing, standing_of
from supervision.survey.services.questions import close_round, plain
from supervision.survey.services.return_steps import ready, take


@transaction.atomic
def submit(return_id: int, *, by: User, now: datetime, seen_version: int | None = None) -> Submission:
    """Send the return as it stands. Cells that the skip rules take away are emptied first.

    Hard checks must hold, soft ones hold or be explained, questions of the reviewer be answered. Raises ``NotReady``
    with the findings, ``QuestionsUnanswered``, ``OnlyAdministratorSends``, ``ReturnChanged`` (``seen_version`` is that
    of the page on which everything was read through), ``IllegalStep`` and ``SurveySealed``.
    """
    found = ready(return_id, ReturnStep.SUBMIT, by=by, seen_version=seen_version)
    _require_administrator(found, by)
    standing = standing_of(found)
    _require_ready(standing)
    close_round(found, by=by, now=now)
    _empty_hidden(found, standing, now)
    found.submitted_at = now
    take(found, ReturnStep.SUBMIT, by=by, now=now)
    submission = _keep(found, snapshot(standing), by=by, now=now)
    telling.sent(found)
    return submission


def may_submit(survey_return: SurveyReturn, user: User) -> bool:
    """An agency's administrators; for a paper form, whoever handles the survey there."""
    if user.is_staff:
        return True
    mine = AgencyMembership.objects.filter(agency=survey_return.agency_id, user=user, ended_at__isnull=True)
    return mine.filter(is_admin=True).exists()


def snapshot(standing: Standing) -> dict[str, dict[str, str]]:
    """What is sent: value and explanation by cell as text, without cells that do not apply or stand empty."""
    sent = {}
    for cell in standing.questionnaire.cells:
        stored = standing.stored.get(cell)
        if stored is None or cell in standing.hidden or (stored.value is None and not stored.explanation):
            continue
        value = stored.value
        text = value if isinstance(value, str) else plain(value, "")
        sent[cell] = {"value": text, "explanation": stored.explanation}
    return sent


def _require_administrator(found: SurveyReturn, by: User) -> None:
    if not may_submit(found, by):
        raise OnlyAdministratorSends(agency=found.agency_name)


def _require_ready(standing: Standing) -> None:
    blocking = standing.blocking
    if blocking:
        hard = sum(finding.severity == Severity.HARD for finding in blocking)
        raise NotReady(blocking, hard=hard, soft=len(blocking) - hard)


def _empty_hidden(found: SurveyReturn, standing: Standing, now: datetime) -> None:
    hidden = [cell for cell in standing.hidden if cell in standing.values]
    if hidden:
        Answer.objects.filter(survey_return=found, cell__in=hidden).update(
            number=None, text="", explanation="", changed_at=now, version=found.version + 1
        )


def _keep(found: SurveyReturn, answers: dict[str, dict[str, str]], *, by: User, now: datetime) -> Submission:
    number = (found.submissions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Submission.objects.create(
        survey_return=found,
        number=number,
        answers=answers,
        digest=digest({"return": found.pk, "number": number, "answers": answers}),
        submitted_by=by,
        submitted_at=now,
    )
