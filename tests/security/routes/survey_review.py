"""Routes of the survey's review: people with a survey post, each for their area; a role alone opens nothing."""

from supervision.survey.models import OutlierFlag, SurveyPost, SurveyReturn
from supervision.survey.rules.states import ReturnState
from tests.factories.survey import a_return, open_survey, post
from tests.security.ground import Case, World, register

POSTED = ("municipal", "district_1")
MISSING = {"year": 1999}


def _posted(world: World) -> SurveyReturn:
    """The return of agency A; the municipal official has the city's post, the officials of districts none but one."""
    if not SurveyPost.objects.filter(user=world.people["municipal"]).exists():
        post(world.people["municipal"])
        post(world.people["district_1"], world.district_1)
    survey = open_survey(agencies=[world.agency_a], by=world.people["municipal"])
    return a_return(survey, agency=world.agency_a, state=ReturnState.FILLING, values={"10201": 10})


for page in ("", "returns/", "outliers/"):
    register(f"admin/survey/<int:year>/{page}", seen_by=POSTED, methods=("GET",))(
        lambda world: Case({"year": _posted(world).survey.year}, missing=MISSING)
    )
for act in ("returns/extend/", "outliers/compute/"):
    register(f"admin/survey/<int:year>/{act}", seen_by=POSTED, methods=("POST",))(
        lambda world: Case({"year": _posted(world).survey.year}, missing=MISSING)
    )
for page in ("", "paper/"):
    register(f"admin/survey/returns/<int:return_id>/{page}", seen_by=POSTED, methods=("GET",))(
        lambda world: Case({"return_id": _posted(world).pk})
    )


@register("admin/survey/returns/<int:return_id>/<slug:step>/", seen_by=POSTED, methods=("POST",))
def take_step(world: World) -> Case:
    return Case({"return_id": _posted(world).pk, "step": "excuse"}, data={"reason": "已于年内注销，全年无业务。"})


@register("admin/survey/flags/<int:flag_id>/", seen_by=POSTED, methods=("POST",))
def judge(world: World) -> Case:
    flag = OutlierFlag.objects.create(
        survey_return=_posted(world),
        cell="10201",
        kind="robust_z",
        value=10,
        score=9,
        sentence="年末从业人员填报 10 人。",
    )
    return Case({"flag_id": flag.pk}, data={"kind": "ok"})
