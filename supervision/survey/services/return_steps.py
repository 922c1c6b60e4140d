"""How every step of a return reads: lock the year, lock the return, ask, move, record.

The year is locked first (shared) and the return second, everywhere: closing a year waits for the steps under way, and
no step begins in a year that is closed.
"""

from datetime import datetime
from typing import TypedDict

from django.db import connection
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from supervision.survey.models import ReturnLog, SurveyPost, SurveyReturn
from supervision.survey.rules.reviewing import ReturnChanged, SurveySealed
from supervision.survey.rules.states import RETURN, ReturnState, ReturnStep, SurveyState

SUBJECT = "supervision.SurveyReturn"
HOLD_THE_YEAR = """
SELECT survey.state FROM supervision_survey AS survey
WHERE survey.id = (SELECT survey_id FROM supervision_surveyreturn WHERE id = %s) FOR SHARE
"""


class Seen(TypedDict, total=False):
    """``seen_version``: the version that the page showed; without it nothing is asked."""

    seen_version: int | None


def locked(return_id: int, *, by: User, seen_version: int | None = None) -> SurveyReturn:
    """The return, theirs and locked, in an open year, as the page showed it.

    Raises ``SurveyReturn.DoesNotExist`` for whom it is not, ``SurveySealed`` and ``ReturnChanged``.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD_THE_YEAR, [return_id])
    held = SurveyReturn.objects.visible_to(by).filter(pk=return_id).values("pk")
    found = SurveyReturn.objects.select_for_update(of=("self",)).select_related("survey").get(pk__in=held)
    if found.survey.state != SurveyState.OPEN:
        raise SurveySealed(survey=found.survey.title, state=found.survey.get_state_display())
    require_current(found, seen_version)
    return found


def ready(return_id: int, step: ReturnStep, *, by: User, seen_version: int | None = None) -> SurveyReturn:
    """As ``locked``, and the table allows the step. Raises ``IllegalStep`` too."""
    found = locked(return_id, by=by, seen_version=seen_version)
    RETURN.after(ReturnState(found.state), step)
    return found


def require_current(survey_return: SurveyReturn, seen_version: int | None) -> None:
    """Raises ``ReturnChanged`` naming the last step, by whom and when."""
    if seen_version is None or seen_version == survey_return.version:
        return
    last = survey_return.log.select_related("by").order_by("-id").first()
    raise ReturnChanged(agency=survey_return.agency_name, changes=spoken(last) if last else "数据已被修改")


def spoken(step: ReturnLog) -> str:
    """王某 于 6月30日 15:20 “退回更正”（原因）"""
    reason = f"（{step.reason}）" if step.reason else ""
    return f"{step.by or '系统'} 于 {timezone.localtime(step.at):%-m月%-d日 %H:%M} “{step.get_step_display()}”{reason}"


def take(survey_return: SurveyReturn, step: ReturnStep, *, by: User, now: datetime, reason: str = "") -> ReturnLog:
    """Move a return that is ready, count the write, write the step down. Saves the columns the caller set."""
    before = survey_return.state
    survey_return.state = RETURN.after(ReturnState(before), step)
    survey_return.version += 1
    survey_return.save()
    record(
        f"survey.return.{step.value}",
        f"{step.label}：{survey_return.agency_name}",
        subject=(SUBJECT, survey_return.pk),
        by=by,
        reason=reason,
        before={"state": before},
        after={"state": survey_return.state},
    )
    return ReturnLog.objects.create(
        survey_return=survey_return, step=step, state_after=survey_return.state, by=by, at=now, reason=reason
    )


def has_city_post(user: User) -> bool:
    return SurveyPost.objects.live().filter(user=user, district__isnull=True).exists()
