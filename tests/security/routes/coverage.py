"""Routes of the half-hour circle: plans and searches are the city's."""

from django.utils import timezone

from publicservice.coverage.models import Change, ChangeKind, Scenario, SitingGoal, SitingRun
from tests.factories.coverage import make_travel_model
from tests.factories.publicservice import make_outlet
from tests.security.ground import CITY, Case, World, register


def _plan(world: World) -> Scenario:
    return Scenario.objects.create(
        title="方案",
        mode="car",
        ruleset=make_travel_model(),
        created_by=world.people["municipal"],
        created_at=timezone.now(),
    )


def _run(world: World) -> SitingRun:
    return SitingRun.objects.create(
        goal=SitingGoal.MOST,
        result={
            "sites": [],
            "outcome": "proven",
            "covered": 0,
            "already": 0,
            "bound": 0,
            "total": 0,
            "candidates": 0,
            "greedy_sites": [],
            "greedy_covered": 0,
        },
        amount=2,
        mode="car",
        ruleset=make_travel_model(),
        created_by=world.people["municipal"],
        created_at=timezone.now(),
    )


@register("admin/coverage/siting/<int:run_id>/", seen_by=CITY, methods=("GET",))
def siting_run(world: World) -> Case:
    return Case({"run_id": _run(world).pk})


@register("admin/coverage/siting/<int:run_id>/plan/", seen_by=("municipal",), methods=("POST",))
def siting_plan(world: World) -> Case:
    return Case({"run_id": _run(world).pk})


@register("admin/coverage/scenarios/<int:scenario_id>/", seen_by=CITY, methods=("GET",))
def scenario(world: World) -> Case:
    return Case({"scenario_id": _plan(world).pk})


for act in ("changes/", "compute/"):
    register(f"admin/coverage/scenarios/<int:scenario_id>/{act}", seen_by=("municipal",), methods=("POST",))(
        lambda world: Case({"scenario_id": _plan(world).pk})
    )


@register(
    "admin/coverage/scenarios/<int:scenario_id>/changes/<int:change_id>/drop/",
    seen_by=("municipal",),
    methods=("POST",),
)
def drop(world: World) -> Case:
    plan = _plan(world)
    change = Change.objects.create(scenario=plan, kind=ChangeKind.CLOSE, outlet=make_outlet())
    return Case({"scenario_id": plan.pk, "change_id": change.pk})
