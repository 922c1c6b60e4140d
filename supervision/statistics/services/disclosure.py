"""Hides cells family by family and keeps the proof. What earlier versions showed or hid is taken into account."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from supervision.statistics.rules.attack import Layer
from supervision.statistics.rules.audit import Audited, audit
from supervision.statistics.rules.measures import (
    ALL_OPTIONS,
    Equation,
    Link,
    Measure,
    Place,
    cell_name,
    equations,
    families,
)
from supervision.statistics.rules.parameters import Parameters
from supervision.statistics.rules.primary import Contributions, Flags, Floats, is_sensitive, protection
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.rules.suppression import NOBODY, Pattern, Problem, suppress, violated
from supervision.statistics.rules.systems import MINUS, System, system_of
from supervision.statistics.services.gathering import SCALE
from supervision.statistics.services.rollup import Cells, Grid

UNSAFE = "隐去任何单元格都不足以保护单个单位，本版不公布本组表"
DIFFERENCE = "与上一版的差额会透露单个单位的变动，本组表沿用上一版"
SHOWN_BEFORE = "上一版已公布的数据本版应当隐去，本组表沿用上一版"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the public has seen of this year: names of cells that were shown, and of those hidden in shown tables.

    ``changes`` are the sums of what differs from the version before, by the units that differ.
    """

    shown: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    changes: Cells | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one family. ``reason`` is set where nothing of it is shown in this version."""

    family: Sequence[Measure]
    cells: int
    primary: int
    pattern: Pattern
    reason: str
    lines: Sequence[Audited] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ground:
    grid: Grid
    cells: Cells
    places: Sequence[Place]
    links: Sequence[Link]
    parameters: Parameters


def hide(ground: Ground, earlier: Earlier) -> Iterator[tuple[Proof, Mapping[str, CellStatus]]]:
    """For each family its proof and the status of every cell."""
    for family in families(ground.grid.measures, ground.links):
        known = equations(family, ground.places, ground.links)
        problem = problem_of(ground, system_of(_holding(ground, known)), earlier)
        yield _solved(ground, family, problem, earlier)


def _holding(ground: Ground, known: Sequence[Equation]) -> list[Equation]:
    """Margins, and those sums of the form that the numbers obey within the protection: others teach nothing.

    An answer that an estimate took the place of need not obey a hard check any more.
    """
    system = system_of(known)
    at = _places(ground, system)
    matrix = system.matrix
    holds = np.ones(len(system.equations), dtype=bool)
    for values in (ground.cells.estimate, ground.cells.raw):
        flat = np.where(at < 0, 0.0, values[at] / SCALE)
        _fill_sums(system, flat, at)
        missed = np.abs(matrix @ flat) * 100
        holds &= missed <= abs(matrix) @ np.abs(flat) * ground.parameters.protection_percent
    names = system.keys
    return [
        (names[total], [f"{MINUS if sign < 0 else ''}{names[part]}" for part, sign in parts])
        for (total, parts), flag in zip(system.equations, holds, strict=True)
        if flag
    ] + [(key, []) for key in names]


def problem_of(ground: Ground, system: System, earlier: Earlier) -> Problem:
    """Estimates and bare answers are protected by one and the same choice of cells."""
    at = _places(ground, system)
    estimated, answered = _taken(ground.cells.estimated, at), _taken(ground.cells.answered, at)
    sensitive = is_sensitive(estimated, ground.parameters) | is_sensitive(answered, ground.parameters)
    kept = np.array([key in earlier.hidden for key in system.keys], dtype=bool) & (estimated.units > 0)
    shown = np.array([key in earlier.shown for key in system.keys], dtype=bool)
    layers, required = _layers(ground, system, at=at, sensitive=sensitive)
    return Problem(
        system=system,
        layers=layers,
        sensitive=sensitive,
        required=required,
        cost=estimated.units + 1.0,
        is_open=(estimated.units == 0) | (shown & ~sensitive),
        is_kept=kept,
        owner=np.where(at < 0, NOBODY, ground.cells.owner[at]),
        dominant=np.where(at < 0, NOBODY, ground.cells.dominant[at]),
    )


def _places(ground: Ground, system: System) -> npt.NDArray[np.int64]:
    """Where each cell of the system stands in the grid; −1 for the sum of all options, which nobody hides."""
    measure = {one.key: number for number, one in enumerate(ground.grid.measures)}
    node = {one.key: number for number, one in enumerate(ground.grid.nodes)}
    split = (key.split("@", 1) for key in system.keys)
    return np.array(
        [-1 if key.endswith(ALL_OPTIONS) else measure[key] * len(node) + node[where] for key, where in split],
        dtype=np.int64,
    )


def _taken(found: Contributions, at: npt.NDArray[np.int64]) -> Contributions:
    def taken(values: npt.NDArray) -> npt.NDArray:
        return np.where(at < 0, 0, values[at])

    return Contributions(taken(found.units), taken(found.size), taken(found.largest), taken(found.second))


def _layers(
    ground: Ground, system: System, *, at: npt.NDArray[np.int64], sensitive: Flags
) -> tuple[tuple[Layer, ...], tuple[Floats, ...]]:
    cells = ground.cells
    layers, required = [], []
    pairs = [(cells.estimate, cells.estimated)]
    if not np.array_equal(cells.estimate, cells.raw):
        pairs.append((cells.raw, cells.answered))
    for values, contributions in pairs:
        flat = np.where(at < 0, 0.0, values[at] / SCALE)
        _fill_sums(system, flat, at)
        layers.append(Layer(flat, bool(cells.is_signed[at[at >= 0]].any())))
        required.append(np.where(sensitive, protection(_taken(contributions, at), ground.parameters), 0.0))
    return tuple(layers), tuple(required)


def _fill_sums(system: System, values: Floats, at: npt.NDArray[np.int64]) -> None:
    for total, parts in system.equations:
        if at[total] < 0:
            values[total] = sum(sign * values[part] for part, sign in parts)


def _solved(
    ground: Ground, family: Sequence[Measure], problem: Problem, earlier: Earlier
) -> tuple[Proof, Mapping[str, CellStatus]]:
    parameters = ground.parameters
    pattern = suppress(problem, exact_cells=parameters.exact_cells, nodes=parameters.nodes_per_family)
    keys = problem.system.keys
    exposed = [key for key, flag in zip(keys, problem.sensitive, strict=True) if flag and key in earlier.shown]
    reason = SHOWN_BEFORE if exposed else "" if pattern.is_safe else UNSAFE
    if not reason and earlier.changes is not None and tells_a_change(ground, problem, pattern, earlier=earlier):
        reason = DIFFERENCE
    lines = [] if reason else _audited(problem, pattern)
    proof = Proof(family, len(keys), int(problem.sensitive.sum()), pattern, reason, lines)
    return proof, _statuses(ground, family, problem, pattern=pattern)


def tells_a_change(ground: Ground, problem: Problem, pattern: Pattern, *, earlier: Earlier) -> bool:
    """Whether taking the version before from this one would show what changed in a single unit.

    The differences of two versions add up like the values do; a difference is known where both versions show the
    cell, and where nothing changed.
    """
    system, changes = problem.system, earlier.changes
    at = _places(ground, system)
    by_unit = _taken(changes.answered, at)
    flat = np.where(at < 0, 0.0, changes.raw[at] / SCALE)
    _fill_sums(system, flat, at)
    sensitive = is_sensitive(by_unit, ground.parameters)
    in_both = ~pattern.hidden & np.array([key in earlier.shown for key in system.keys], dtype=bool)
    if (sensitive & in_both).any():
        return True
    question = replace(
        problem,
        layers=(Layer(flat, is_signed=True),),
        sensitive=sensitive,
        required=(np.where(sensitive, protection(by_unit, ground.parameters), 0.0),),
        is_open=in_both | (by_unit.units == 0),
        is_kept=np.zeros_like(sensitive),
        owner=np.where(at < 0, NOBODY, changes.owner[at]),
        dominant=np.where(at < 0, NOBODY, changes.dominant[at]),
    )
    return bool(violated(question, ~question.is_open))


def _audited(problem: Problem, pattern: Pattern) -> list[Audited]:
    """Of every hidden cell, for the estimates and for the bare answers where they differ, the narrower bounds."""
    found: dict[str, Audited] = {}
    for layer, required in zip(problem.layers, problem.required, strict=True):
        for line in audit(problem.system, layer, required, pattern.hidden, known=problem.is_open):
            before = found.get(line.key)
            if before is None or line.high - line.low < before.high - before.low:
                found[line.key] = line
    return list(found.values())


def _statuses(
    ground: Ground, family: Sequence[Measure], problem: Problem, *, pattern: Pattern
) -> dict[str, CellStatus]:
    place = problem.system.place
    found = {}
    for measure in family:
        for node in ground.grid.nodes:
            key = cell_name(measure.key, node.key)
            if node.dimension in measure.dimensions:
                found[key] = _status(problem, pattern, place[key])
    return found


def _status(problem: Problem, pattern: Pattern, at: int) -> CellStatus:
    if problem.sensitive[at]:
        return CellStatus.PRIMARY
    if problem.cost[at] <= 1:
        return CellStatus.EMPTY
    return CellStatus.SECONDARY if pattern.hidden[at] else CellStatus.PUBLISHED
