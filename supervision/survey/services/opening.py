"""What must be true before a year opens, and the list of who must answer."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from ipservice.lists.wording import day
from supervision.survey.models import Survey, SurveyForm
from supervision.survey.rules.states import ReturnState
from supervision.survey.rules.validating import faults
from supervision.survey.services import definition, survey_terms
from supervision.survey.services.errors import (
    DaysMissing,
    FormExpired,
    MarksMissing,
    NobodyToAnswer,
    QuestionnaireFaulty,
)

MARKS = {
    "number": "表号",
    "made_by": "制定机关",
    "approved_by": "批准（备案）机关",
    "document_number": "批准（备案）文号",
    "valid_until": "有效期至",
}
WHO_MUST_ANSWER = """
INSERT INTO supervision_surveyreturn
    (survey_id, agency_id, agency_name, agency_code, district_id, kind, size_class, state, due_on, version)
SELECT survey.id, agency.id, agency.name, COALESCE(agency.credit_code, agency.agency_code, ''), agency.district_id,
    agency.kind,
    CASE WHEN agency.attorney_count IS NULL THEN 'unknown'
         WHEN agency.attorney_count >= %(size_large_from)s THEN 'large'
         WHEN agency.attorney_count >= %(size_medium_from)s THEN 'medium'
         ELSE 'small' END,
    %(state)s, survey.due_on, 0
FROM agencies_agency AS agency CROSS JOIN supervision_survey AS survey
WHERE survey.id = %(survey)s AND agency.state = 'active' AND agency.merged_into_id IS NULL
    AND agency.is_demo = survey.is_demo
    AND (agency.kind <> 'branch' OR %(include_branches)s = 1)
    AND (%(founded_by_year_end)s = 0 OR agency.founded_on IS NULL
         OR agency.founded_on <= make_date(survey.year::int, 12, 31))
ON CONFLICT (survey_id, agency_id) DO NOTHING
"""


def require_ready(survey: Survey, *, today: date) -> None:
    """Raises what stands in the way of opening: marks, days, questionnaire, in this order."""
    _require_marks(survey)
    _require_days(survey, today)
    found = faults(definition.read(survey.pk))
    if found:
        raise QuestionnaireFaulty(count=len(found), first=str(found[0]))


def obstacles(survey: Survey, *, today: date) -> list[str]:
    """Every sentence that stands in the way, for the page; empty when the year may open."""
    return list(_obstacles(survey, today))


def _obstacles(survey: Survey, today: date) -> Iterator[str]:
    for require in (_require_marks, lambda one: _require_days(one, today)):
        try:
            require(survey)
        except (MarksMissing, DaysMissing, FormExpired) as refused:
            yield refused.message
    yield from (str(fault) for fault in faults(definition.read(survey.pk)))


def missing_marks(form: SurveyForm | None) -> list[str]:
    """The marks of the statistics law that the form does not carry."""
    return [label for name, label in MARKS.items() if form is None or not getattr(form, name)]


def _require_marks(survey: Survey) -> None:
    missing = missing_marks(survey.form)
    if missing:
        what = "没有指定调查表式" if survey.form is None else f"调查表式缺少{'、'.join(missing)}"
        raise MarksMissing(survey=survey.title, missing=what)


def _require_days(survey: Survey, today: date) -> None:
    if survey.opens_on is None or survey.due_on is None:
        raise DaysMissing(problem="还没有填报开始日期和截止日期，请在“表式与日期”中填写。")
    if today < survey.opens_on:
        raise DaysMissing(problem=f"填报从 {day(survey.opens_on)} 开始，到当日才能启动；提前启动的请先改开始日期。")
    if today > survey.due_on:
        raise DaysMissing(problem=f"填报截止日 {day(survey.due_on)} 已过，请先改截止日期。")
    if survey.form is not None and survey.form.valid_until and survey.form.valid_until < survey.due_on:
        raise FormExpired(form=survey.form.title, valid_until=survey.form.valid_until, due_on=survey.due_on)


def list_who_must_answer(survey: Survey, *, today: date) -> int:
    """One statement writes the list; agencies registered or moved later don't change it. Raises ``NobodyToAnswer``."""
    numbers = survey_terms.in_force(today)
    with connection.cursor() as cursor:
        cursor.execute(WHO_MUST_ANSWER, {**numbers, "survey": survey.pk, "state": ReturnState.WAITING})
        listed = cursor.rowcount
    if not listed:
        raise NobodyToAnswer
    return listed
