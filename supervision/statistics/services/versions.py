"""What the public has already seen of a year, and what has changed since, unit by unit."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import numpy as np
from django.db.models import F

from ipservice.foundation.errors import DomainError
from supervision.statistics.models import RunUnit, StatCell, StatisticsRun
from supervision.statistics.rules.measures import Measure, cell_name
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.services.disclosure import Earlier
from supervision.statistics.services.gathering import SCALE, Asked, Sums
from supervision.statistics.services.rollup import Grid, cells_of
from supervision.survey.models import Answer, Submission, Survey, SurveyReturn
from supervision.survey.rules.states import ReturnState

HIDDEN = (CellStatus.PRIMARY, CellStatus.SECONDARY)


class CannotCompare(DomainError):
    code = "statistics_cannot_compare"
    template = "“{name}”没有提交记录，无法与已公布的第 {version} 版核对变动；请先补齐该机构的提交记录。"


def earlier_of(survey: Survey, grid: Grid, places: Sequence[Asked]) -> Earlier:
    """Nothing for a year of which nothing was shown."""
    shown_runs = StatisticsRun.objects.filter(survey=survey).shown()
    latest = shown_runs.order_by("-version").first()
    if latest is None:
        return Earlier()
    cells = StatCell.objects.filter(table__run__in=shown_runs, table__withheld="")
    rows = set(cells.values_list("measure", "node", "status"))
    hidden = {cell_name(measure, node) for measure, node, status in rows if status in HIDDEN}
    shown = {cell_name(measure, node) for measure, node, status in rows if status not in HIDDEN}
    changes = _changes(latest, survey, grid.measures, places)
    return Earlier(frozenset(shown), frozenset(hidden), cells_of(grid, changes, [], [(1, 1)] * len(places)))


def units_now(survey: Survey) -> dict[int, int | None]:
    """The accepted returns with the submission that passed, if there is one."""
    accepted = SurveyReturn.objects.filter(survey=survey, state=ReturnState.ACCEPTED)
    found: dict[int, int | None] = dict.fromkeys(accepted.order_by("pk").values_list("pk", flat=True))
    passed = Submission.objects.filter(survey_return__in=accepted, is_accepted=True).order_by("number")
    found.update(passed.values_list("survey_return", "pk"))
    return found


def _changes(latest: StatisticsRun, survey: Survey, measures: Sequence[Measure], places: Sequence[Asked]) -> Sums:
    """One entry a measure and unit that differs from the version before; absent answers count as zero."""
    before = dict(RunUnit.objects.filter(run=latest).values_list("survey_return", "submission"))
    now = units_now(survey)
    changed = [unit for unit in {*before, *now} if before.get(unit, 0) != now.get(unit, 0)]
    unknown = [unit for unit in {*before, *now} if None in (before.get(unit, 0), now.get(unit, 0))]
    if unknown:
        name = SurveyReturn.objects.get(pk=min(unknown)).agency_name
        raise CannotCompare(name=name, version=latest.version)
    was = _sent([before[unit] for unit in changed if unit in before])
    number = {(one.district_id, one.place.kind, one.place.size): place for place, one in enumerate(places)}
    classes = SurveyReturn.objects.filter(pk__in=changed).values_list("pk", "district", "kind", "size_class")
    standing = _standing([unit for unit in changed if unit in now])
    rows = []
    for unit, district, kind, size in classes.order_by("pk"):
        place = number[district, kind, size]
        for measure, change in enumerate(_differences(measures, was.get(unit, {}), standing.get(unit, {}))):
            if change:
                rows.append((measure, place, 1, 1, change, abs(change), abs(change), 0, unit, int(change < 0)))
    return Sums(*np.array(rows, dtype=np.int64).reshape(-1, 10).T)


def _sent(submissions: Sequence[int | None]) -> dict[int, dict[str, str]]:
    rows = Submission.objects.filter(pk__in=submissions).values_list("survey_return", "answers")
    return {unit: {cell: str(answer["value"]) for cell, answer in answers.items()} for unit, answers in rows}


def _standing(units: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {unit: {} for unit in units}
    for unit, cell, number, text in Answer.objects.filter(survey_return__in=units).values_list(
        F("survey_return"), "cell", "number", "text"
    ):
        found[unit][cell] = text if number is None else str(number)
    return found


def _differences(measures: Sequence[Measure], was: Mapping[str, str], now: Mapping[str, str]) -> list[int]:
    return [_counted(measure, now) - _counted(measure, was) for measure in measures]


def _counted(measure: Measure, answers: Mapping[str, str]) -> int:
    text = answers.get(measure.cell, "")
    if measure.option:
        return SCALE if text == measure.option else 0
    try:
        return int(Decimal(text) * SCALE) if text else 0
    except InvalidOperation:
        return 0
