"""Values that an accepted return left open, estimated one by one with their basis and kept apart from the answers.

Open is: an item that shows for this unit and is required, or that the unit answered with a number other than zero the
year before. Any other blank is zero, as the form says. The estimate is the unit's own number of last year times the
growth of the units of its class that answered in both years; without such a number, the mean of its class.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from supervision.statistics.rules.measures import Measure
from supervision.statistics.rules.states import Method
from supervision.statistics.services.gathering import SCALE, Asked, Integers, Sums
from supervision.survey.models import Answer, Survey
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.skipping import hidden_cells
from supervision.survey.rules.states import ReturnState
from supervision.survey.services.definition import questionnaire_of

OPEN = """
SELECT unit.id, unit.place, measure.number, (before.number * 10000)::bigint
FROM stat_unit AS unit
CROSS JOIN stat_measure AS measure
LEFT JOIN supervision_surveyreturn AS former
    ON former.agency_id = unit.agency_id AND former.survey_id = %(former)s AND former.state = %(accepted)s
LEFT JOIN supervision_answer AS before ON before.survey_return_id = former.id AND before.cell = measure.former
LEFT JOIN supervision_answer AS answer ON answer.survey_return_id = unit.id AND answer.cell = measure.cell
WHERE measure.is_long AND measure.option = '' AND answer.number IS NULL
    AND (before.number <> 0 OR measure.number = ANY(%(required)s))
ORDER BY unit.id, measure.number
"""


@dataclass(frozen=True, slots=True)
class Imputed:
    """One estimated value in ten-thousandths."""

    survey_return: int
    measure: int
    place: int
    cell: str
    value: int
    method: Method
    basis: str


@dataclass(frozen=True, slots=True)
class Ground:
    """From what values are estimated: sums of this year, and of both years for the units that answered in both."""

    places: Sequence[Asked]
    measures: Sequence[Measure]
    found: Sums
    matched: Integers


def imputed(survey: Survey, former: Survey | None, ground: Ground) -> list[Imputed]:
    """In the order of returns and of the form. A value for which there is no basis at all stays open."""
    rows = _open(former, ground.measures)
    shown = _shown(survey, {row[0] for row in rows}, ground.measures) if rows else {}
    means, ratios = _means(ground), _ratios(ground)
    found = []
    for survey_return, place, measure, before in rows:
        cell = ground.measures[measure].cell
        if cell in shown[survey_return]:
            continue
        value, method, basis = _estimate(_classes(ground, place, measure), before, means, ratios)
        if value is not None and ground.measures[measure].unit in WHOLE_UNITS:
            value = round(Fraction(value, SCALE)) * SCALE
        if value is not None:
            found.append(Imputed(survey_return, measure, place, cell, value, method, basis))
    return found


# People, firms and cases are counted in whole numbers.
WHOLE_UNITS = {"人", "家", "件", "个", "项"}
Key = tuple[int, tuple[str, ...]]


def _open(former: Survey | None, measures: Sequence[Measure]) -> list[tuple[int, int, int, int | None]]:
    required = [number for number, measure in enumerate(measures, start=1) if measure.is_required]
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN,
            {"former": former.pk if former else None, "required": required, "accepted": ReturnState.ACCEPTED},
        )
        return [(unit, place - 1, measure - 1, before) for unit, place, measure, before in cursor.fetchall()]


def _shown(survey: Survey, returns: set[int], measures: Sequence[Measure]) -> Mapping[int, frozenset[str]]:
    """The cells that do not show for each of these returns."""
    form: Questionnaire = questionnaire_of(survey)
    values: dict[int, dict] = {survey_return: {} for survey_return in returns}
    rows = Answer.objects.filter(survey_return__in=returns).values_list("survey_return", "cell", "number", "text")
    for survey_return, cell, number, text in rows.iterator(chunk_size=5000):
        values[survey_return][cell] = text if number is None else number
    return {survey_return: hidden_cells(form, known) for survey_return, known in values.items()}


def _classes(ground: Ground, place: int, measure: int) -> list[Key]:
    """The class of the unit, then its kind, then the city: the first with a basis is taken."""
    where = ground.places[place].place
    return [(measure, (where.kind, where.size)), (measure, (where.kind,)), (measure, ())]


def _estimate(
    classes: list[Key], before: int | None, means: Mapping[Key, Fraction], ratios: Mapping[Key, Fraction]
) -> tuple[int | None, Method, str]:
    for one in classes:
        if before and one in ratios:
            value = round(before * ratios[one])
            return value, Method.RATIO, f"上年 {_text(before)} × {ratios[one]}（{_name(one)}）"
    for one in classes:
        if one in means:
            return round(means[one]), Method.CLASS_MEAN, f"{_name(one)}平均"
    return None, Method.CLASS_MEAN, ""


def _text(value: int) -> str:
    return f"{value // SCALE}" if value % SCALE == 0 else f"{value / SCALE:.4f}"


def _name(one: Key) -> str:
    return "同类型同规模" if len(one[1]) == 2 else "同类型" if one[1] else "全市"


def _ratios(ground: Ground) -> dict[Key, Fraction]:
    sums: dict[Key, list[int]] = {}
    for measure, place, _, now, before in ground.matched.tolist():
        for one in _classes(ground, place, measure):
            pair = sums.setdefault(one, [0, 0])
            pair[0] += now
            pair[1] += before
    return {one: Fraction(now, before) for one, (now, before) in sums.items() if before}


def _means(ground: Ground) -> dict[Key, Fraction]:
    sums: dict[Key, list[int]] = {}
    found = ground.found
    for measure, place, total, units in zip(
        found.measure.tolist(), found.place.tolist(), found.total.tolist(), found.units.tolist(), strict=True
    ):
        if ground.measures[measure].has_quantiles:
            for one in _classes(ground, place, measure):
                pair = sums.setdefault(one, [0, 0])
                pair[0] += total
                pair[1] += units
    return {one: Fraction(total, units) for one, (total, units) in sums.items()}
