"""Reads the accepted answers as sums of small classes of units: PostgreSQL adds, only the sums come here.

Numbers travel as whole ten-thousandths, the scale of an answer, so that nothing is rounded on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import connection

from supervision.statistics.rules.measures import Measure, Place
from supervision.statistics.rules.weighting import Stratum
from supervision.survey.models import Survey
from supervision.survey.rules.states import ReturnState

SCALE = 10_000
Integers = npt.NDArray[np.int64]

PLACES = """
SELECT district.id, district.code, district.name, COALESCE(NULLIF(district."group", ''), '其他'), unit.kind,
    unit.size_class, count(*), count(*) FILTER (WHERE unit.state = %(accepted)s)
FROM supervision_surveyreturn AS unit JOIN reference_district AS district ON district.id = unit.district_id
WHERE unit.survey_id = %(survey)s AND unit.state <> %(excused)s
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY district.code, district.id, unit.kind, unit.size_class
"""
UNITS = """
CREATE TEMP TABLE stat_unit ON COMMIT DROP AS
SELECT unit.id, unit.agency_id, place.number::int AS place
FROM supervision_surveyreturn AS unit
JOIN unnest(%(districts)s::bigint[], %(kinds)s::text[], %(sizes)s::text[]) WITH ORDINALITY
    AS place(district, kind, size, number)
    ON place.district = unit.district_id AND place.kind = unit.kind AND place.size = unit.size_class
WHERE unit.survey_id = %(survey)s AND unit.state = %(accepted)s;
CREATE UNIQUE INDEX ON stat_unit (id);
ANALYZE stat_unit
"""
MEASURES = """
CREATE TEMP TABLE stat_measure ON COMMIT DROP AS
SELECT measure.number::int AS number, measure.cell, measure.option, measure.former, measure.is_long
FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[]) WITH ORDINALITY
    AS measure(cell, option, former, is_long, number);
ANALYZE stat_measure
"""
# The order of contributors is that of their size, equal ones by the return, so that the largest is the same each time.
SUMS = """
SELECT number, place, count(*), count(*) FILTER (WHERE value <> 0), sum(value)::bigint, sum(abs(value))::bigint,
    (array_agg(abs(value) ORDER BY abs(value) DESC, unit))[1],
    COALESCE((array_agg(abs(value) ORDER BY abs(value) DESC, unit))[2], 0),
    (array_agg(unit ORDER BY abs(value) DESC, unit))[1], (min(value) < 0)::int
FROM (
    SELECT measure.number, unit.place, unit.id AS unit,
        CASE WHEN measure.option = '' THEN (answer.number * 10000)::bigint ELSE 10000 END AS value
    FROM supervision_answer AS answer
    JOIN stat_unit AS unit ON unit.id = answer.survey_return_id
    JOIN stat_measure AS measure ON measure.cell = answer.cell
    WHERE CASE WHEN measure.option = '' THEN answer.number IS NOT NULL ELSE answer.text = measure.option END
) AS answers
GROUP BY number, place ORDER BY number, place
"""
QUARTILES = """
SELECT measure.number, node.node, percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY answer.number)
FROM supervision_answer AS answer
JOIN stat_unit AS unit ON unit.id = answer.survey_return_id
JOIN stat_measure AS measure ON measure.cell = answer.cell AND measure.option = '' AND measure.is_long
JOIN unnest(%s::int[], %s::int[]) AS node(place, node) ON node.place = unit.place
WHERE answer.number IS NOT NULL
GROUP BY measure.number, node.node HAVING count(*) >= %s
"""
MATCHED = """
SELECT measure.number, unit.place, count(*), (sum(answer.number) * 10000)::bigint, (sum(earlier.number) * 10000)::bigint
FROM supervision_answer AS answer
JOIN stat_unit AS unit ON unit.id = answer.survey_return_id
JOIN stat_measure AS measure ON measure.cell = answer.cell AND measure.option = '' AND measure.is_long
JOIN supervision_surveyreturn AS former
    ON former.agency_id = unit.agency_id AND former.survey_id = %(former)s AND former.state = %(accepted)s
JOIN supervision_answer AS earlier ON earlier.survey_return_id = former.id AND earlier.cell = measure.former
WHERE answer.number IS NOT NULL AND earlier.number IS NOT NULL
GROUP BY measure.number, unit.place
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One class of units that were asked, with how many answered."""

    district_id: int
    district: str
    place: Place
    due: int
    answered: int


@dataclass(frozen=True, slots=True)
class Sums:
    """One entry a measure and place (both counted from 0), in whole ten-thousandths."""

    measure: Integers
    place: Integers
    units: Integers
    contributors: Integers
    total: Integers
    size: Integers
    largest: Integers
    second: Integers
    owner: Integers
    is_signed: Integers


def asked(survey: Survey) -> list[Asked]:
    """Everybody who was asked and not excused, in the order of district codes."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"survey": survey.pk, "accepted": ReturnState.ACCEPTED, "excused": ReturnState.EXCUSED})
        return [
            Asked(district_id, name, Place(code, group, kind, size), due, answered)
            for district_id, code, name, group, kind, size, due, answered in cursor.fetchall()
        ]


def prepare(survey: Survey, places: Sequence[Asked], measures: Sequence[Measure]) -> None:
    """Who answered and what is counted, as two small tables of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stat_unit, stat_measure")
        cursor.execute(
            UNITS,
            {
                "survey": survey.pk,
                "accepted": ReturnState.ACCEPTED,
                "districts": [one.district_id for one in places],
                "kinds": [one.place.kind for one in places],
                "sizes": [one.place.size for one in places],
            },
        )
        columns = ([getattr(measure, name) for measure in measures] for name in ("cell", "option", "former"))
        cursor.execute(MEASURES, [*columns, [measure.has_quantiles for measure in measures]])


def sums() -> Sums:
    """The answers of every measure by class of units."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS)
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 10).T
    return Sums(rows[0] - 1, rows[1] - 1, *rows[2:])


def quartiles(nodes: Sequence[tuple[int, int]], fewest: int) -> list[tuple[int, int, list]]:
    """``(measure, node, [lower, median, upper])`` where enough units answered; ``nodes`` pairs place with node."""
    with connection.cursor() as cursor:
        cursor.execute(QUARTILES, [[place + 1 for place, _ in nodes], [node for _, node in nodes], fewest])
        return [(measure - 1, node, values) for measure, node, values in cursor.fetchall()]


def matched(former: Survey) -> Integers:
    """Rows ``measure, place, units, this year, last year`` of units that answered in both years."""
    with connection.cursor() as cursor:
        cursor.execute(MATCHED, {"former": former.pk, "accepted": ReturnState.ACCEPTED})
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 5)
    return rows - np.array([1, 1, 0, 0, 0])


def weights(places: Sequence[Asked], strata: Sequence[Stratum]) -> list[Stratum]:
    """The stratum of each place."""
    by_class = {(one.kind, one.size): one for one in strata}
    return [by_class[one.place.kind, one.place.size] for one in places]
