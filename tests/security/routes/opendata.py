"""Routes of open data: the officials of the city make and publish releases."""

from tests.factories.opendata import make_release
from tests.security.ground import CITY, Case, World, register

WORK = "admin/open-data/<int:release_id>/"


def _draft(world: World) -> Case:
    return Case({"release_id": make_release(by=world.people["municipal"]).pk})


register(WORK, seen_by=CITY, methods=("GET",))(_draft)
register(f"{WORK}publish/", seen_by=CITY, methods=("POST",))(_draft)
register(f"{WORK}discard/", seen_by=CITY, methods=("POST",))(_draft)
