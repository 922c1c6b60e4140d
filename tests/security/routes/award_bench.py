"""Routes of the officials' workbench of an award round: the city's officials only."""

from io import StringIO

from django.core.management import call_command

from incentives.awards.models import AwardLine, FigureCheck
from tests.factories.awards import YEAR, computed, make_checked_year
from tests.security.ground import CITY, Case, World, register

MISSING = 1999


def _computed(world: World):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    official = world.people["municipal"]
    make_checked_year(official)
    return computed(official)


for page in ("", "grounds/", "checks/", "whatif/", "readings/", "screening/"):
    register(f"admin/awards/<int:year>/{page}", seen_by=CITY, methods=("GET",))(
        lambda world: Case({"year": int(_computed(world).period)}, missing={"year": MISSING})
    )

for act in ("open-checks/", "reopen-checks/", "compute/", "whatif/save/"):
    register(f"admin/awards/<int:year>/{act}", seen_by=CITY, methods=())(
        lambda world: Case({"year": int(_computed(world).period)}, missing={"year": MISSING})
    )


@register("admin/awards/<int:year>/checks/<int:check_id>/", seen_by=CITY, methods=("GET",))
def settle(world: World) -> Case:
    _computed(world)
    return Case({"year": YEAR, "check_id": FigureCheck.objects.first().pk})


@register("admin/awards/<int:year>/bundle/<int:decision_id>/", seen_by=CITY, methods=("GET",))
def bundle(world: World) -> Case:
    return Case({"year": YEAR, "decision_id": _computed(world).pk})


@register("admin/awards/lines/<int:line_id>/recover/", seen_by=CITY, methods=("GET",))
def recover(world: World) -> Case:
    return Case({"line_id": AwardLine.objects.filter(decision=_computed(world), amount_fen__gt=0).first().pk})
