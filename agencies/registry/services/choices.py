"""The districts and service types that a search offers, kept in memory while the reference tables stay the same."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from ipservice.reference.models import District, ServiceType

STATE_OF_TABLES = """
SELECT (SELECT row(count(*), max(updated_at), max(id))::text FROM reference_district),
       (SELECT row(count(*), max(from_district_id + to_district_id))::text FROM reference_district_successors),
       (SELECT row(count(*), max(updated_at), max(id))::text FROM reference_servicetype)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the day with the rows whose agencies belong to it: its own and those of units that became it."""

    code: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """``service_types`` are (code, name, id, parent id) in the order of the codes."""

    places: tuple[Place, ...]
    service_types: tuple[tuple[str, str, int, int | None], ...]


def offered_on(day: date) -> Offered:
    """What exists on ``day``. One small query tells whether what is in memory is still right."""
    with connection.cursor() as cursor:
        cursor.execute(STATE_OF_TABLES)
        return _offered(day, cursor.fetchone())


@lru_cache(maxsize=32)
def _offered(day: date, state: tuple[str, ...]) -> Offered:
    types = ServiceType.objects.order_by("code").values_list("code", "name", "id", "parent")
    return Offered(tuple(_places_on(day)), tuple(types))


def _places_on(day: date) -> list[Place]:
    """The districts and functional areas of ``day`` in the order of their codes."""
    spans = District.objects.order_by("code", "valid_from").values_list("id", "code", "name")
    there = {pk: (code, name) for pk, code, name in spans.filter(pk__in=District.objects.valid_on(day))}
    became: dict[int, set[int]] = {}
    for earlier, later in District.successors.through.objects.values_list("from_district", "to_district"):
        became.setdefault(later, set()).add(earlier)
    return [Place(code, name, _with_predecessors(pk, became, there)) for pk, (code, name) in there.items()]


def _with_predecessors(pk: int, became: dict[int, set[int]], there: Container[int]) -> tuple[int, ...]:
    """``pk`` and all that became it, except what still exists on that day and has a place of its own."""
    found, todo = {pk}, [pk]
    while todo:
        for earlier in became.get(todo.pop(), set()) - found:
            if earlier not in there:
                found.add(earlier)
                todo.append(earlier)
    return tuple(sorted(found))
