"""The districts and service types that a search offers, kept in memory while the reference tables stay the same."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection

from ipservice.reference.models import District, ServiceType

MOST_DAYS = 32

# One text that differs whenever the tables do; part of the statement that a search asks anyway.
STATE_OF_TABLES = """concat_ws('/',
    (SELECT row(count(*), max(updated_at), max(id)) FROM reference_district),
    (SELECT row(count(*), max(from_district_id + to_district_id)) FROM reference_district_successors),
    (SELECT row(count(*), max(updated_at), max(id)) FROM reference_servicetype))"""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the day with the rows whose agencies belong to it: its own and those of units that became it."""

    code: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Offered:
    """``service_types`` are (code, name, id, parent id) in the order of the codes; ``state`` is that of the tables.

    ``names`` are those of all districts there ever were, by id.
    """

    state: str
    places: tuple[Place, ...]
    service_types: tuple[tuple[str, str, int, int | None], ...]
    names: Mapping[int, str]

    @cached_property
    def parents(self) -> dict[int, int | None]:
        """The parent of each service type, both by id."""
        return {pk: parent for _, _, pk, parent in self.service_types}


_remembered: dict[date, Offered] = {}


def remembered_on(day: date) -> Offered:
    """What existed on ``day`` when this process last looked. Who uses it compares ``state`` and asks ``in_state``."""
    return _remembered.get(day) or read_on(day)


def in_state(state: str, day: date) -> Offered:
    """What existed on ``day``, looked at again unless the tables are still in ``state``."""
    known = _remembered.get(day)
    return known if known and known.state == state else read_on(day)


def read_on(day: date) -> Offered:
    """What exists on ``day``, from the tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STATE_OF_TABLES}")
        state = cursor.fetchone()[0]
    types = ServiceType.objects.order_by("code").values_list("code", "name", "id", "parent")
    if len(_remembered) >= MOST_DAYS:
        _remembered.clear()
    names = dict(District.objects.values_list("id", "name"))
    _remembered[day] = Offered(state, tuple(_places_on(day)), tuple(types), names)
    return _remembered[day]


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
