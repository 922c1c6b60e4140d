"""The life of a survey year: made, opened with the list of who must answer, closed and sealed."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from supervision.survey.models import Survey
from supervision.survey.rules.states import SURVEY, ReturnState, SurveyState, SurveyStep
from supervision.survey.services import survey_terms

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


@transaction.atomic
def open_year(survey_id: int, *, by: User, today: date) -> Survey:
    """Freeze the questionnaire and the list of who must answer, and open the year to them."""
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    after = SURVEY.after(SurveyState(survey.state), SurveyStep.OPEN)
    survey.state, survey.opened_by, survey.opened_at = after, by, timezone.now()
    survey.save(update_fields=["state", "opened_by", "opened_at"])
    listed = _list_who_must_answer(survey, today)
    record("survey.open", f"启动“{survey.title}”填报，列入 {listed} 家机构", subject=("survey", survey.pk), by=by)
    return survey


def _list_who_must_answer(survey: Survey, today: date) -> int:
    numbers = survey_terms.in_force(today)
    with connection.cursor() as cursor:
        cursor.execute(WHO_MUST_ANSWER, {**numbers, "survey": survey.pk, "state": ReturnState.WAITING})
        return cursor.rowcount
