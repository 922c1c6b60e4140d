"""Routes of bulk actions: what one started oneself, by acts one may do."""

from ipservice.bulk.models import BulkRun
from tests.security.ground import Case, World, register


def _run(world: World) -> BulkRun:
    agency = world.agency_a
    return BulkRun.objects.create(
        action="standing",
        failed=[{"key": agency.pk, "label": agency.name, "problem": "已登记"}],
        by=world.people["municipal"],
    )


@register("admin/bulk/results/<int:run_id>/", seen_by=("municipal",), methods=("GET",))
def result(world: World) -> Case:
    return Case({"run_id": _run(world).pk})


@register("admin/bulk/results/<int:run_id>/undo/", seen_by=("municipal",), methods=("POST",))
def undo(world: World) -> Case:
    return Case({"run_id": _run(world).pk})


@register("admin/bulk/<slug:code>/run/", seen_by=("municipal",), methods=("POST",))
def run(world: World) -> Case:
    return Case({"code": "standing"}, missing={"code": "no-such-act"})
