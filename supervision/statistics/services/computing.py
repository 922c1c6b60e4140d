"""Computes one version: gather, weight, estimate, add up, hide. Everything in memory is sums, never answers."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ipservice.foundation.errors import DomainError
from supervision.statistics.models import StatisticsRun
from supervision.statistics.rules.measures import Dimension, Measure, Node, links_of, measures_of
from supervision.statistics.rules.parameters import Parameters
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.rules.weighting import Stratum, strata
from supervision.statistics.services import gathering, imputing
from supervision.statistics.services.disclosure import Ground, Proof, hide
from supervision.statistics.services.gathering import Asked, Integers
from supervision.statistics.services.imputing import Imputed
from supervision.statistics.services.nodes import nodes_of
from supervision.statistics.services.rollup import Cells, Grid, cells_of, grid_of
from supervision.statistics.services.versions import earlier_of
from supervision.survey.models import Survey
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.services.definition import questionnaire_of

Say = Callable[[int, int, str], None]
STEPS = 6


class NothingToCount(DomainError):
    code = "nothing_to_count"
    template = "{year} 年的调查表中没有可以汇总的数值指标，请先补充题目。"


@dataclass(frozen=True)
class Computed:
    """Everything a version says, before it is written."""

    questionnaire: Questionnaire
    parameters: Parameters
    places: Sequence[Asked]
    strata: Sequence[Stratum]
    grid: Grid
    cells: Cells
    imputed: Sequence[Imputed]
    proofs: Sequence[Proof]
    statuses: dict[str, CellStatus]
    quartiles: dict[int, list]
    matched: tuple[Integers, Integers, Integers]


def compute(survey: Survey, parameters: Parameters, say: Say) -> Computed:
    """Inside the transaction of the job. Raises ``NobodyAnswered``, ``NothingToCount``."""
    form = questionnaire_of(survey)
    measures = measures_of(form, crossed=parameters.crossed_items)
    if not measures:
        raise NothingToCount(year=survey.year)
    places = gathering.asked(survey)
    found_strata = _strata(places)
    say(0, STEPS, "正在汇总填报数据")
    gathering.prepare(survey, places, measures)
    sums = gathering.sums()
    say(1, STEPS, "正在与上年比对")
    former = Survey.objects.filter(year=survey.year - 1).first()
    matched = gathering.matched(former) if former else np.zeros((0, 5), dtype=np.int64)
    say(2, STEPS, "正在估计缺失数据")
    filled = imputing.imputed(survey, former, imputing.Ground(places, measures, sums, matched))
    grid = grid_of(measures, [one.place for one in places], nodes_of(places, measures))
    weights = [(one.weight.numerator, one.weight.denominator) for one in gathering.weights(places, found_strata)]
    cells = cells_of(grid, sums, filled, weights)
    say(3, STEPS, "正在计算分位数")
    quartiles = _quartiles(grid, parameters)
    say(4, STEPS, "正在进行保密处理")
    proofs, statuses = _hidden(survey, grid, cells, places=places, parameters=parameters)
    return Computed(
        form,
        parameters,
        places,
        found_strata,
        grid,
        cells,
        filled,
        proofs,
        statuses,
        quartiles,
        _matched(grid, matched),
    )


def _strata(places: Sequence[Asked]) -> list[Stratum]:
    due: dict[tuple[str, str], int] = {}
    answered: dict[tuple[str, str], int] = {}
    for one in places:
        key = (one.place.kind, one.place.size)
        due[key] = due.get(key, 0) + one.due
        answered[key] = answered.get(key, 0) + one.answered
    return strata(due, answered)


def _hidden(
    survey: Survey, grid: Grid, cells: Cells, *, places: Sequence[Asked], parameters: Parameters
) -> tuple[list[Proof], dict[str, CellStatus]]:
    form = questionnaire_of(survey)
    ground = Ground(grid, cells, [one.place for one in places], links_of(form), parameters)
    proofs, statuses = [], {}
    for proof, status in hide(ground, earlier_of(survey, grid, places)):
        proofs.append(proof)
        statuses.update(status)
    return proofs, statuses


def _quartiles(grid: Grid, parameters: Parameters) -> dict[int, list]:
    """Lower quartile, median, upper quartile by cell, where enough units answered."""
    long = set().union(*(one.dimensions for one in grid.measures if one.has_quantiles))
    pairs = [
        (place, int(node))
        for dimension in Dimension
        if dimension in long and dimension in grid.node_of
        for place, node in enumerate(grid.node_of[dimension])
    ]
    rows = gathering.quartiles(pairs, parameters.fewest_for_median)
    return {measure * len(grid.nodes) + node: values for measure, node, values in rows}


def _matched(grid: Grid, rows: Integers) -> tuple[Integers, Integers, Integers]:
    """Units and sums of both years over the units that answered in both, by cell."""
    found = tuple(np.zeros(grid.size, dtype=np.int64) for _ in range(3))
    for dimension in grid.node_of:
        cells, has = grid.cells(rows[:, 0], rows[:, 1], dimension)
        for column, total in enumerate(found, start=2):
            np.add.at(total, cells, rows[has, column])
    return found[0], found[1], found[2]


def status_of(computed: Computed, measure: Measure, node: Node) -> CellStatus:
    return computed.statuses[f"{measure.key}@{node.key}"]


@lru_cache(maxsize=1)
def code_version() -> str:
    """The code that computes, by its content: the same code gives the same text wherever it runs."""
    here = Path(__file__).parent
    sources = [*here.glob("*.py"), *(here.parent / "rules").glob("*.py")]
    content = b"".join(path.read_bytes() for path in sorted(sources, key=lambda path: path.as_posix()))
    return hashlib.sha256(content).hexdigest()[:16]


def latest_shown(survey: Survey) -> StatisticsRun | None:
    return StatisticsRun.objects.filter(survey=survey).shown().order_by("-version").first()
