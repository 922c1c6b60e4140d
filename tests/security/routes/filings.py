"""Routes of filings: the choice of a year's source is the city's."""

from tests.factories.filings import make_total
from tests.security.ground import CITY, Case, World, register


@register("admin/year-sources/<int:year>/", seen_by=CITY, methods=("GET",))
def year_source(world: World) -> Case:
    make_total(world.agency_a, 2023, filed=1)
    return Case({"year": 2023}, missing={"year": 1999})
