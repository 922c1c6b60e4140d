"""What reviewers do with a return: pass it on, send it back with questions, accept, reopen, excuse, extend.

Each step is one transaction: lock, ask, move, record, tell. ``seen_version`` (everywhere optional) is the version that
the reviewer's page showed; who acts on an older one is told what happened meanwhile and by whom.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.workdays import Deadline
from ipservice.reference.calendar import working_calendar
from supervision.survey.models import Answer, Extension, ReturnLog, SurveyReturn
from supervision.survey.rules.reviewing import (
    Hands,
    require_city_for,
    require_later,
    require_other_person,
    require_questions,
    require_words,
)
from supervision.survey.rules.states import RETURN, ReturnState, ReturnStep, Via
from supervision.survey.services import questions as cell_questions
from supervision.survey.services import review_notices, review_terms
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.questions import answer_question
from supervision.survey.services.return_steps import SUBJECT, Seen, has_city_post, locked, ready, take

__all__ = [
    "accept",
    "answer_question",
    "correction_deadline",
    "excuse",
    "extend",
    "pass_district",
    "reopen",
    "send_back",
]


class Terms(Seen, total=False):
    """Why, and until when."""

    reason: str
    due_on: date


def correction_deadline(today: date) -> Deadline:
    """By when a return that goes back today should be corrected: so many working days, the day itself not counted."""
    return working_calendar().add(today, review_terms.in_force(today)["correction_working_days"])


@transaction.atomic
def pass_district(return_id: int, *, by: User, now: datetime, **seen: Unpack[Seen]) -> SurveyReturn:
    """The district (or the city in its stead) has looked and passes it on to the city."""
    found = ready(return_id, ReturnStep.PASS_DISTRICT, by=by, **seen)
    take(found, ReturnStep.PASS_DISTRICT, by=by, now=now)
    return found


@transaction.atomic
def send_back(
    return_id: int, questions: Mapping[str, str], *, by: User, now: datetime, **terms: Unpack[Terms]
) -> SurveyReturn:
    """Back to the agency with a question on each of ``questions``' cells; only those cells and their dependants open.

    Keywords: ``due_on`` (default: the rule set's working days), ``reason`` for the whole return, ``seen_version``.
    Raises ``QuestionsMissing``, ``DayNotLater`` and ``NotYourReviewStep``.
    """
    return _give_back(ReturnStep.SEND_BACK, return_id, questions, by=by, now=now, **terms)


@transaction.atomic
def reopen(
    return_id: int, questions: Mapping[str, str], *, by: User, now: datetime, **terms: Unpack[Terms]
) -> SurveyReturn:
    """Open cells of an accepted return again; the accepted submission stays, what differs from it is shown.

    The reason is required. The city's alone.
    """
    require_words("重新打开的理由", terms.get("reason", ""))
    return _give_back(ReturnStep.REOPEN, return_id, questions, by=by, now=now, **terms)


def _give_back(
    step: ReturnStep, return_id: int, questions: Mapping[str, str], *, by: User, now: datetime, **terms: Unpack[Terms]
) -> SurveyReturn:
    found = ready(return_id, step, by=by, seen_version=terms.get("seen_version"))
    require_city_for(step, ReturnState(found.state), is_city=has_city_post(by))
    asked = require_questions(questions, questionnaire_of(found.survey).cells)
    today = timezone.localdate(now)
    found.due_on = require_later(terms.get("due_on") or correction_deadline(today).day, today)
    cell_questions.ask(found, asked, by=by, now=now)
    step_taken = take(found, step, by=by, now=now, reason=terms.get("reason", "").strip())
    review_notices.gone_back(found, len(asked), step_taken)
    return found


@transaction.atomic
def accept(return_id: int, *, by: User, now: datetime, **seen: Unpack[Seen]) -> SurveyReturn:
    """The city accepts: the submission counts, questions are settled. Raises ``SamePersonReviews``."""
    found = ready(return_id, ReturnStep.ACCEPT, by=by, **seen)
    require_city_for(ReturnStep.ACCEPT, ReturnState(found.state), is_city=has_city_post(by))
    require_other_person(hands_of(found), by.pk, found.agency_name)
    cell_questions.settle(found)
    found.accepted_at = now
    found.submissions.filter(pk=found.submissions.order_by("-number").values("pk")[:1]).update(is_accepted=True)
    step_taken = take(found, ReturnStep.ACCEPT, by=by, now=now)
    review_notices.accepted(found, step_taken)
    return found


def hands_of(survey_return: SurveyReturn) -> Hands:
    """Who passed it for the district since it was last sent, and who typed in what came on paper."""
    passed = survey_return.log.filter(step=ReturnStep.PASS_DISTRICT).order_by("-id").first()
    typed = Answer.objects.filter(survey_return=survey_return, via=Via.OFFICE, changed_by__isnull=False)
    return Hands(
        passed_by=passed.by_id if passed else None,
        typed_by=frozenset(typed.values_list("changed_by_id", flat=True).distinct()),
    )


@transaction.atomic
def excuse(return_id: int, *, reason: str, by: User, now: datetime) -> SurveyReturn:
    """This unit need not answer (closed, no business in the year); it leaves the response rate."""
    said = require_words("免予填报的理由", reason)
    found = ready(return_id, ReturnStep.EXCUSE, by=by)
    step_taken = take(found, ReturnStep.EXCUSE, by=by, now=now, reason=said)
    review_notices.excused(found, step_taken)
    return found


@transaction.atomic
def extend(return_id: int, *, due_on: date, reason: str, by: User, now: datetime) -> Extension:
    """A later day for one agency that still has to answer. Raises ``IllegalStep`` once it has, and ``DayNotLater``."""
    said = require_words("延期的理由", reason)
    found = locked(return_id, by=by)
    RETURN.after(ReturnState(found.state), ReturnStep.FILL)
    require_later(due_on, max(found.due_on, timezone.localdate(now)))
    extension = Extension.objects.create(
        survey_return=found, former_due_on=found.due_on, due_on=due_on, reason=said, by=by, at=now
    )
    found.due_on, found.version = due_on, found.version + 1
    found.save(update_fields=["due_on", "version"])
    record(
        "survey.return.extend",
        f"延期至 {due_on:%Y年%-m月%-d日}：{found.agency_name}",
        subject=(SUBJECT, found.pk),
        by=by,
        reason=said,
        before={"due_on": f"{extension.former_due_on}"},
        after={"due_on": f"{due_on}"},
    )
    review_notices.extended(found, extension)
    return extension


def last_step(survey_return: SurveyReturn) -> ReturnLog | None:
    """The newest line of the log."""
    return survey_return.log.select_related("by").order_by("-id").first()
