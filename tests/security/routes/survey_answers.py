"""Routes of the questionnaire: the agency that is asked, and nobody else."""

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.states import ReturnState
from tests.factories.survey import a_return, open_survey
from tests.security.ground import AGENCY_A, Case, World, register

MISSING = {"year": 1999}


def _return(world: World) -> SurveyReturn:
    survey = open_survey(agencies=[world.agency_a])
    mine = a_return(survey, agency=world.agency_a, state=ReturnState.FILLING, values={"10201": 10})
    mine.submissions.create(number=1, answers={}, digest="0" * 64, submitted_at=survey.opened_at)
    return mine


for page in ("", "check/", "done/", "history/", "questions/"):
    register(f"portal/survey/<int:year>/{page}", seen_by=AGENCY_A, methods=("GET",))(
        lambda world: Case({"year": _return(world).survey.year}, missing=MISSING)
    )


@register("portal/survey/<int:year>/submit/", seen_by=AGENCY_A, methods=("POST",))
def submit(world: World) -> Case:
    return Case({"year": _return(world).survey.year}, missing=MISSING)


@register("portal/survey/<int:year>/<slug:code>/", seen_by=AGENCY_A, methods=("GET",))
def section(world: World) -> Case:
    return Case({"year": _return(world).survey.year, "code": "102"}, missing=MISSING)
