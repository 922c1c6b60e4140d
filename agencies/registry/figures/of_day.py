"""Agencies by district and by state, as of any day: with the states of that day and the districts of that day."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import connection

from agencies.registry.models import AgencyState
from ipservice.figures.registry import Chart, Figure, Table, Value
from ipservice.lists import wording
from ipservice.reference.models import District

ON_THE_DAY = """
WITH held AS (
    SELECT agency_id, (array_agg(state ORDER BY since DESC, id DESC) FILTER (WHERE since <= %(day)s))[1] AS state
    FROM agencies_statechange GROUP BY agency_id
)
SELECT agency.district_id, CASE
           WHEN held.agency_id IS NULL THEN agency.state
           WHEN held.state IS NOT NULL THEN held.state
           WHEN agency.licensed_on IS NULL AND agency.founded_on IS NULL THEN 'active' END AS state, count(*)
FROM agencies_agency AS agency LEFT JOIN held ON held.agency_id = agency.id
WHERE agency.merged_into_id IS NULL AND coalesce(agency.licensed_on, agency.founded_on, %(day)s) <= %(day)s
GROUP BY 1, 2
"""
REGISTERED = frozenset({AgencyState.ACTIVE, AgencyState.SUSPENDED})
SOURCE = "重庆市知识产权服务机构登记"


def _counts(day: date) -> list[tuple[int, str | None, int]]:
    """(district, state, agencies) on ``day``; the state is None where the register knows no state of that day."""
    with connection.cursor() as cursor:
        cursor.execute(ON_THE_DAY, {"day": day})
        return cursor.fetchall()


def by_district(day: date) -> Table:
    """Registered agencies by district of ``day``, in the order of the district codes. Four statements."""
    places = {place.pk: place for place in District.objects.order_by("code", "valid_from")}
    pairs = list(District.successors.through.objects.values_list("from_district", "to_district"))
    then = {place.pk for place in District.objects.valid_on(day).units()}
    homes: Counter[tuple[int, ...]] = Counter()
    for district, state, count in _counts(day):
        if state in REGISTERED:
            homes[_homes(district, then, pairs)] += count
    alone = [Value((places[pk].name,), count=homes.pop((pk,), 0)) for pk in places if pk in then]
    together = [Value((_joined(group, places),), count=count, note="未细分") for group, count in sorted(homes.items())]
    notes = ["该日之后设立或调整的区县，其机构按当时所在区县合并列出，不作推算。"] if together else []
    edition = f"按 {wording.day(day)} 有效的 {len(then)} 个区县"
    return Table([*alone, *together], as_of=day, source=SOURCE, edition=edition, notes=notes)


def _homes(district: int, then: set[int], pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """The places of that day for a place of another day: itself, else what it came from, else what became of it."""
    if district in then:
        return (district,)
    before = _reached(district, then, [(new, old) for old, new in pairs])
    return before or _reached(district, then, pairs) or (district,)


def _reached(district: int, then: set[int], steps: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Places of that day found by following ``steps`` from ``district``."""
    steps, seen, edge, found = list(steps), {district}, {district}, set()
    while edge:
        edge = {there for here, there in steps if here in edge} - seen
        seen |= edge
        found |= edge & then
        edge -= then
    return tuple(sorted(found))


def _joined(group: tuple[int, ...], places: dict[int, District]) -> str:
    return "、".join(places[pk].name for pk in group)


def by_state(day: date) -> Table:
    """Agencies by state on ``day``, in the order of the states. One statement."""
    sums: Counter[str] = Counter()
    for _, state, count in _counts(day):
        if state is not None:
            sums[state] += count
    values = [Value((state.label,), count=sums[state]) for state in AgencyState]
    return Table(values, as_of=day, source=SOURCE)


BY_DISTRICT = Figure(
    key="agencies.by_district",
    title="在册服务机构（按区县）",
    unit="家",
    clause="措施（一）1",
    definition="截至该日登记在册（正常执业或停止承接新业务）的知识产权服务机构和分支机构，按登记的区县统计。",
    dimensions=("区县",),
    read=by_district,
    chart=Chart.BARS,
    is_dated=True,
    adds_up=True,
    made_of=("agencies", "reference"),
)
BY_STATE = Figure(
    key="agencies.by_state",
    title="服务机构（按状态）",
    unit="家",
    clause="措施（二）2",
    definition="截至该日登记过的知识产权服务机构和分支机构，按该日的执业状态统计；已并入其他记录的不计。",
    dimensions=("状态",),
    read=by_state,
    chart=Chart.BARS,
    is_dated=True,
    adds_up=True,
    made_of=("agencies", "reference"),
)
