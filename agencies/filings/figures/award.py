"""The figures that the award needs, of every agency and route, in a literal number of statements."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from agencies.filings.models import COUNTED_ABNORMAL, TotalSource
from ipservice.foundation.memory import collector_paused

AGENCIES = """
SELECT agency.id, coalesce(agency.credit_code, agency.agency_code), agency.name, coalesce(agency.agency_code, ''),
       district.name, agency.kind = 'branch', agency.licensed_on, agency.state, agency.state_since
FROM agencies_agency AS agency
JOIN reference_district AS district ON district.id = agency.district_id
WHERE agency.merged_into_id IS NULL
ORDER BY 2
"""

STATES = "SELECT agency_id, state, since FROM agencies_statechange ORDER BY agency_id, since, id"

STANDINGS = """
SELECT agency_id, kind, value, valid_from, valid_until
FROM agencies_standing
WHERE valid_until IS NULL OR valid_until > make_date(%(year)s, 1, 1)
ORDER BY agency_id, kind, valid_from, id
"""

KEPT = """
SELECT agency_id, route, filed, concluded, granted, filed_abnormal, concluded_abnormal, granted_abnormal,
       CASE WHEN abnormal_parts <> '{}' THEN abnormal_parts END
FROM agencies_yearlytotal
WHERE year = %(year)s AND source = %(source)s AND kind = '1'
ORDER BY agency_id, route
"""

COUNTED = """
SELECT agency_id, route, abnormal, sum(filed)::int, sum(concluded)::int, sum(granted)::int
FROM (
    SELECT agency_id, route, abnormal, count(*) AS filed, 0 AS concluded, 0 AS granted
    FROM agencies_filing
    WHERE filed_year = %(year)s AND kind = '1'
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT agency_id, route, abnormal, 0, count(*), count(*) FILTER (WHERE outcome = 'g')
    FROM agencies_filing
    WHERE kind = '1' AND filed_year <= %(year)s
      AND concluded_on >= make_date(%(year)s, 1, 1) AND concluded_on < make_date(%(year)s + 1, 1, 1)
    GROUP BY 1, 2, 3
) AS counted
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""

COARSE = "".join(sorted(COUNTED_ABNORMAL))


class AbnormalCounts(NamedTuple):
    """The part of a route's counts whose notice stands in one of ``states`` (letters of ``Abnormal``)."""

    states: str
    filed: int
    concluded: int
    granted: int


class RouteCounts(NamedTuple):
    """Inventions of one route, 件; the abnormal parts are contained in the counts."""

    route: str
    filed: int
    concluded: int
    granted: int
    abnormal: tuple[AbnormalCounts, ...]


class AgencyYear(NamedTuple):
    """One agency or branch in one year.

    ``code`` is the credit code, or the agency code where none is known. ``states`` are (state, since) in order of
    time; since is None where the register does not know the day. ``standings`` are (kind, value, valid_from,
    valid_until) in force on some day from 1 January of the year on.
    """

    agency_id: int
    code: str
    name: str
    agency_code: str
    district: str
    is_branch: bool
    licensed_on: date | None
    states: tuple[tuple[str, date | None], ...]
    standings: tuple[tuple[str, str, date, date | None], ...]
    routes: tuple[RouteCounts, ...]


@collector_paused()
def award_facts(year: int, source: str, *, from_rows: bool = False) -> list[AgencyYear]:
    """Every agency of the register with its invention figures of ``year``, by code. Four statements.

    ``from_rows`` counts the filings themselves instead of the totals kept from them; the result is the same.
    """
    if from_rows and source != TotalSource.FILINGS:
        raise ValueError("only the filings can be counted row by row")
    values = {"year": year, "source": source}
    routes = _routes_counted(_rows(COUNTED, values)) if from_rows else _routes_kept(_rows(KEPT, values))
    states = _grouped(_rows(STATES))
    standings = _grouped(_rows(STANDINGS, values))
    return [
        AgencyYear(
            *agency[:7],
            tuple(states.get(agency[0], ())) or (agency[7:],),
            tuple(standings.get(agency[0], ())),
            tuple(routes.get(agency[0], ())),
        )
        for agency in _rows(AGENCIES)
    ]


def _rows(statement: str, values: dict[str, Any] | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _grouped(rows: Iterable[tuple]) -> dict[int, list[tuple]]:
    """The rest of each row by its first column, in the order of the rows."""
    groups: dict[int, list[tuple]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row[1:])
    return groups


def _routes_kept(rows: Iterable[tuple]) -> dict[int, list[RouteCounts]]:
    routes: dict[int, list[RouteCounts]] = defaultdict(list)
    for agency_id, route, filed, concluded, granted, *coarse, parts in rows:
        routes[agency_id].append(RouteCounts(route, filed, concluded, granted, _parts(parts, coarse)))
    return routes


def _parts(parts: str | None, coarse: list[int]) -> tuple[AbnormalCounts, ...]:
    if parts:
        return tuple(AbnormalCounts(state, *counts) for state, counts in sorted(json.loads(parts).items()))
    return (AbnormalCounts(COARSE, *coarse),) if any(coarse) else ()


def _routes_counted(rows: Iterable[tuple]) -> dict[int, list[RouteCounts]]:
    """Rows come in the order of agency, route and state; each run of one route becomes one ``RouteCounts``."""
    runs: dict[tuple[int, str], list[tuple]] = defaultdict(list)
    for agency_id, route, *counts in rows:
        runs[agency_id, route].append(tuple(counts))
    routes: dict[int, list[RouteCounts]] = defaultdict(list)
    for (agency_id, route), counts in runs.items():
        sums = [sum(column) for column in list(zip(*counts, strict=True))[1:]]
        abnormal = tuple(AbnormalCounts(*count) for count in counts if count[0])
        routes[agency_id].append(RouteCounts(route, *sums, abnormal))
    return routes
