"""The life of a survey year: made from what is shipped or from another year, opened, closed and sealed."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.notices.services import complete_task
from supervision.survey.models import Survey
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.states import SURVEY, ReturnState, SurveyState, SurveyStep
from supervision.survey.services import definition, opening, telling
from supervision.survey.services.errors import YearExists
from supervision.survey.services.posts import require_city_post
from supervision.survey.services.shipped import shipped


@transaction.atomic
def load_shipped(year: int, by: User) -> Survey:
    """A draft for ``year`` with the questionnaire that comes with the portal. Raises ``YearExists``, ``NoPost``."""
    require_city_post(by, act="建立调查")
    return _made(shipped(year), by=by, how="按随附问卷")


@transaction.atomic
def copy(survey_id: int, *, year: int, by: User) -> Survey:
    """A draft for ``year`` with the questionnaire of another year.

    Every item remembers the code that it had, so that last year's figure is found after it got another.
    """
    require_city_post(by, act="建立调查")
    source = Survey.objects.get(pk=survey_id)
    questionnaire = definition.read(source.pk)
    return _made(_next_year(questionnaire, year), by=by, how=f"复制{source.title}", copied_from=source)


def _next_year(questionnaire: Questionnaire, year: int) -> Questionnaire:
    sections = tuple(
        replace(section, items=tuple(replace(item, former_code=item.code) for item in section.items))
        for section in questionnaire.sections
    )
    title = questionnaire.title.replace(str(questionnaire.year), str(year))
    return Questionnaire(year, title, sections, questionnaire.checks)


def _made(questionnaire: Questionnaire, *, by: User, how: str, copied_from: Survey | None = None) -> Survey:
    survey, is_new = Survey.objects.get_or_create(
        year=questionnaire.year,
        defaults={
            "title": questionnaire.title,
            "copied_from": copied_from,
            "is_demo": bool(copied_from and copied_from.is_demo),
        },
    )
    if not is_new:
        raise YearExists(year=questionnaire.year)
    definition.write(survey, questionnaire)
    record("survey.create", f"{how}建立“{survey.title}”", subject=("survey", survey.pk), by=by)
    return survey


@transaction.atomic
def open_year(survey_id: int, *, by: User, today: date) -> Survey:
    """Freeze the questionnaire and the list of who must answer, and open the year to them.

    Raises ``NoPost``, ``IllegalStep``, ``MarksMissing``, ``FormExpired``, ``DaysMissing``, ``QuestionnaireFaulty``,
    ``NobodyToAnswer``; then nothing is changed.
    """
    require_city_post(by, act="启动填报")
    survey = _locked(survey_id)
    after = SURVEY.after(SurveyState(survey.state), SurveyStep.OPEN)
    opening.require_ready(survey, today=today)
    survey.state, survey.opened_by, survey.opened_at = after, by, timezone.now()
    survey.save(update_fields=["state", "opened_by", "opened_at"])
    listed = opening.list_who_must_answer(survey, today=today)
    telling.year_opened(survey)
    record("survey.open", f"启动“{survey.title}”填报，列入 {listed} 家机构", subject=("survey", survey.pk), by=by)
    return survey


@transaction.atomic
def close(survey_id: int, *, by: User, now: datetime) -> Survey:
    """Seal the year: from here on the database itself refuses any change to answers, returns and questionnaire.

    Returns that are not accepted stay as they are; the statistics take accepted ones. Raises ``NoPost``,
    ``IllegalStep``.
    """
    require_city_post(by, act="结束填报")
    survey = _locked(survey_id)
    after = SURVEY.after(SurveyState(survey.state), SurveyStep.CLOSE)
    accepted = survey.returns.filter(state=ReturnState.ACCEPTED).count()
    total = survey.returns.due().count()
    survey.state, survey.closed_by, survey.closed_at = after, by, now
    survey.save(update_fields=["state", "closed_by", "closed_at"])
    complete_task(telling.event_of(survey.pk))
    sentence = f"结束并封存“{survey.title}”：应报 {total} 家，已通过 {accepted} 家"
    record("survey.close", sentence, subject=("survey", survey.pk), by=by)
    return survey


def _locked(survey_id: int) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).select_related("form").get(pk=survey_id)
