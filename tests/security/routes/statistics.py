"""Routes of the annual statistics: the desk is for those who handle the survey of the whole city."""

from supervision.statistics.models import DisclosureProof, StatisticsRun
from supervision.survey.models import SurveyPost
from tests.factories.statistics import a_year, compute
from tests.factories.survey import post
from tests.security.ground import Case, World, register

POSTED = ("municipal",)
VALUES = [{"10103": "company", "10201": 10 + number, "10301": 1_000_000} for number in range(9)]
MISSING = {"year": 1999}


def _version(world: World) -> StatisticsRun:
    if not SurveyPost.objects.filter(user=world.people["municipal"]).exists():
        post(world.people["municipal"])
    return compute(a_year(VALUES))


@register("admin/statistics/<int:year>/", seen_by=POSTED, methods=("GET", "POST"))
def year(world: World) -> Case:
    return Case({"year": _version(world).year}, missing=MISSING)


for page in ("", "tables.xlsx", "data.csv"):
    register(f"admin/statistics/runs/<int:run_id>/{page}", seen_by=POSTED, methods=("GET",))(
        lambda world: Case({"run_id": _version(world).pk})
    )


@register("admin/statistics/runs/<int:run_id>/tables/<str:code>/", seen_by=POSTED, methods=("GET",))
def table(world: World) -> Case:
    return Case({"run_id": _version(world).pk, "code": "10201"})


@register("admin/statistics/runs/<int:run_id>/proofs/<int:proof_id>/", seen_by=POSTED, methods=("GET",))
def proof(world: World) -> Case:
    run = _version(world)
    return Case({"run_id": run.pk, "proof_id": DisclosureProof.objects.filter(run=run).first().pk})


@register("admin/statistics/runs/<int:run_id>/compare/<int:other_id>/", seen_by=POSTED, methods=("GET",))
def compare(world: World) -> Case:
    run = _version(world)
    return Case({"run_id": run.pk, "other_id": run.pk})


@register("admin/statistics/runs/<int:run_id>/steps/<slug:step>/", seen_by=POSTED, methods=("POST",))
def step(world: World) -> Case:
    return Case({"run_id": _version(world).pk, "step": "submit"})
