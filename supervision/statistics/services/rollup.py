"""From sums of classes to the cells of the tables: one flat array a quantity, indexed by measure and node."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from supervision.statistics.rules.measures import Dimension, Measure, Node, Place
from supervision.statistics.rules.primary import Contributions, Counts, Floats
from supervision.statistics.rules.suppression import NOBODY
from supervision.statistics.services.gathering import SCALE, Integers, Sums
from supervision.statistics.services.imputing import Imputed


@dataclass(frozen=True)
class Grid:
    """All measures by all nodes. ``node_of[dimension][place]``: in which node of a dimension a class of units is."""

    measures: Sequence[Measure]
    nodes: Sequence[Node]
    node_of: dict[Dimension, Integers]

    @property
    def size(self) -> int:
        return len(self.measures) * len(self.nodes)

    def cells(self, measure: Integers, place: Integers, dimension: Dimension) -> tuple[Integers, npt.NDArray[np.bool_]]:
        """The cell of each entry, and which entries have that dimension."""
        has = np.array([dimension in one.dimensions for one in self.measures], dtype=bool)[measure]
        return (measure * len(self.nodes) + self.node_of[dimension][place])[has], has


def grid_of(measures: Sequence[Measure], places: Sequence[Place], nodes: Sequence[Node]) -> Grid:
    number = {node.key: place for place, node in enumerate(nodes)}
    used = {dimension for measure in measures for dimension in measure.dimensions}
    node_of = {
        dimension: np.array([number[place.node(dimension)] for place in places], dtype=np.int64)
        for dimension in Dimension
        if dimension in used
    }
    return Grid(measures, nodes, node_of)


@dataclass(frozen=True, slots=True)
class Cells:
    """One entry a cell, in ten-thousandths: the estimate, the answers alone, units, and who stands behind them."""

    estimate: Integers
    raw: Integers
    units: Counts
    weighted_units: Integers
    estimated: Contributions
    answered: Contributions
    owner: Integers
    dominant: Integers
    is_signed: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Entries:
    """Sums of classes and single estimated values alike; ``weight`` is numerator and denominator."""

    measure: Integers
    place: Integers
    raw: Integers
    total: Integers
    units: Integers
    contributors: Integers
    size: Integers
    largest: Integers
    second: Integers
    owner: Integers
    is_signed: Integers


def cells_of(grid: Grid, found: Sums, imputed: Sequence[Imputed], weights: Sequence[tuple[int, int]]) -> Cells:
    """Weighted and unweighted sums of every cell. ``weights``: numerator and denominator a place."""
    entries = _entries(found, imputed)
    up = np.array([weights[place][0] for place in entries.place], dtype=object)
    down = np.array([weights[place][1] for place in entries.place], dtype=object)
    estimate, weighted_units = _scaled(entries.total, up, down), _scaled(entries.units * SCALE, up, down)
    factor = np.array(up / down, dtype=np.float64) if len(up) else np.zeros(0)
    is_answer = np.arange(len(entries.raw)) < len(found.measure)
    estimated = _contributions(grid, entries, factor)
    answered = _contributions(grid, entries, np.where(is_answer, 1.0, 0.0))
    alone = np.where(estimated[0].units == 1, estimated[1], NOBODY)
    return Cells(
        _added(grid, entries, estimate),
        _added(grid, entries, entries.raw),
        _added(grid, entries, entries.units),
        _added(grid, entries, weighted_units),
        estimated[0],
        answered[0],
        alone,
        estimated[1],
        _added(grid, entries, entries.is_signed) > 0,
    )


def _entries(found: Sums, imputed: Sequence[Imputed]) -> _Entries:
    """An estimated value adds to the estimate and to the units, never to the answers."""
    rows = [(one.measure, one.place, one.value, one.survey_return) for one in imputed]
    extra = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    ones, nothing = np.ones(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    value, size = extra[2], np.abs(extra[2])

    def joined(there: Integers, added: Integers) -> Integers:
        return np.concatenate([there, added])

    return _Entries(
        joined(found.measure, extra[0]),
        joined(found.place, extra[1]),
        joined(found.total, nothing),
        joined(found.total, value),
        joined(found.units, ones),
        joined(found.contributors, (value != 0).astype(np.int64)),
        joined(found.size, size),
        joined(found.largest, size),
        joined(found.second, nothing),
        joined(found.owner, extra[3]),
        joined(found.is_signed, (value < 0).astype(np.int64)),
    )


def _scaled(values: Integers, up: npt.NDArray, down: npt.NDArray) -> Integers:
    """Values times weight, rounded half up to a whole ten-thousandth; exact, whatever the size."""
    if not len(values):
        return values
    twice = values.astype(object) * up * 2 + down
    return np.array(twice // (down * 2), dtype=np.int64)


def _added(grid: Grid, entries: _Entries, values: Integers) -> Integers:
    total = np.zeros(grid.size, dtype=np.int64)
    for dimension in grid.node_of:
        cells, has = grid.cells(entries.measure, entries.place, dimension)
        np.add.at(total, cells, values[has])
    return total


def _contributions(grid: Grid, entries: _Entries, factor: Floats) -> tuple[Contributions, Integers]:
    """Who stands behind each cell, with every value taken ``factor`` times; and the largest unit of each cell."""
    units, size = np.zeros(grid.size, dtype=np.int64), np.zeros(grid.size)
    first, second = np.zeros(grid.size), np.zeros(grid.size)
    dominant = np.full(grid.size, NOBODY, dtype=np.int64)
    counted = np.where(factor > 0, entries.contributors, 0)
    for dimension in grid.node_of:
        cells, has = grid.cells(entries.measure, entries.place, dimension)
        np.add.at(units, cells, counted[has])
        np.add.at(size, cells, entries.size[has] * factor[has])
        _two_largest(
            (cells, entries.largest[has] * factor[has], entries.second[has] * factor[has], entries.owner[has]),
            (first, second, dominant),
        )
    return Contributions(units, size / SCALE, first / SCALE, second / SCALE), dominant


def _two_largest(entries: tuple[Integers, Floats, Floats, Integers], found: tuple[Floats, Floats, Integers]) -> None:
    """Writes the largest, second largest and owner of the largest of each cell into ``found``; ties by owner."""
    cells, largest, second, owner = entries
    order = np.lexsort((owner, -largest, cells))
    cells, largest, second, owner = cells[order], largest[order], second[order], owner[order]
    leads = np.flatnonzero(np.diff(cells, prepend=-1))
    found[0][cells[leads]] = largest[leads]
    found[2][cells[leads]] = np.where(largest[leads] > 0, owner[leads], NOBODY)
    rest = largest.copy()
    rest[leads] = second[leads]
    np.maximum.at(found[1], cells, rest)
