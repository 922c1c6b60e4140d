"""An outsider with every published sum and a linear programme: between which bounds must a hidden cell lie?

Independent questions are put to HiGHS together as one programme of blocks, because starting it costs more than most
answers. Every answer comes with the multipliers of the equations: they prove the bound and give the cut by which the
choice of further cells is made (Fischetti and Salazar, Management Science 47, 2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

from supervision.statistics.rules.primary import Flags, Floats
from supervision.statistics.rules.systems import System

CAP_FACTOR = 4.0
BLOCKS_AT_ONCE = 60
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Layer:
    """One set of values over the cells of a system. ``is_signed`` where values below zero are possible."""

    values: Floats
    is_signed: bool = False

    def bounds(self) -> tuple[Floats, Floats]:
        """How far an outsider may believe a cell to lie below and above its value."""
        cap = CAP_FACTOR * max(float(np.abs(self.values).max(initial=0.0)), 1.0)
        above = cap - self.values
        return (self.values + cap if self.is_signed else self.values.copy()), above


@dataclass(frozen=True, slots=True)
class Question:
    """The largest (``sign`` +1) or smallest (−1) value of ``target`` for one who knows all but ``hidden``.

    ``known`` are cells that this person would know even if they were hidden; none of them is in ``hidden``.
    """

    target: int
    sign: int
    hidden: Flags
    known: Flags


@dataclass(frozen=True, slots=True)
class Answer:
    """``reach``: how far from the true value the bound lies. ``weight``: what hiding each cell adds to it at most."""

    reach: float
    weight: Floats


@dataclass(frozen=True, slots=True)
class _Block:
    columns: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    cost: Floats
    matrix: csr_array
    lower: Floats
    upper: Floats
    scale: float


def answers(system: System, layer: Layer, questions: Sequence[Question]) -> list[Answer]:
    """One answer a question, in order."""
    found: list[Answer] = []
    for start in range(0, len(questions), BLOCKS_AT_ONCE):
        found += _solve(system, layer, questions[start : start + BLOCKS_AT_ONCE])
    return found


def _solve(system: System, layer: Layer, questions: Sequence[Question]) -> list[Answer]:
    """Unknown is the distance of each hidden cell from its value, so every equation reads "sums to zero"."""
    blocks = [_block(system, layer, question) for question in questions]
    matrix = block_diag([block.matrix for block in blocks], format="csr")
    result = linprog(
        np.concatenate([block.cost for block in blocks]),
        A_eq=matrix,
        b_eq=np.zeros(matrix.shape[0]),
        bounds=np.column_stack(
            (np.concatenate([block.lower for block in blocks]), np.concatenate([block.upper for block in blocks]))
        ),
        method="highs",
        options={"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
    )
    if result.status != 0:
        raise ArithmeticError(f"HiGHS gives no bound: {result.message}")
    return _read(system, layer, blocks, questions, result.x, result.eqlin.marginals)


def _block(system: System, layer: Layer, question: Question) -> _Block:
    columns = component(system, question.target, question.hidden)
    part = csr_array(system.by_column[:, columns])
    rows = np.flatnonzero(np.diff(part.indptr))
    below, above = layer.bounds()
    scale = max(float(np.abs(layer.values[columns]).max(initial=0.0)), 1e-12)
    cost = np.where(columns == question.target, -float(question.sign), 0.0)
    return _Block(columns, rows, cost, part[rows, :], -below[columns] / scale, above[columns] / scale, scale)


def component(system: System, target: int, hidden: Flags) -> npt.NDArray[np.int64]:
    """The hidden cells that hang together with ``target`` through equations; the others cannot move it."""
    seen = {target}
    waiting = [target]
    while waiting:
        for equation in system.equations_of[waiting.pop()]:
            fresh = [cell for cell in system.members[equation] if hidden[cell] and cell not in seen]
            seen.update(fresh)
            waiting += fresh
    return np.array(sorted(seen), dtype=np.int64)


def _read(
    system: System, layer: Layer, blocks: Sequence[_Block], questions: Sequence[Question], x: Floats, duals: Floats
) -> list[Answer]:
    below, above = layer.bounds()
    found, at, row = [], 0, 0
    for block, question in zip(blocks, questions, strict=True):
        size, height = len(block.columns), len(block.rows)
        reach = float(-(block.cost @ x[at : at + size])) * block.scale
        multipliers = np.zeros(len(system.equations))
        multipliers[block.rows] = duals[row : row + height]
        reduced = -(system.matrix.T @ multipliers)
        reduced[question.target] -= question.sign
        reduced[np.abs(reduced) < TOLERANCE] = 0.0
        weight = np.where(reduced > 0, reduced * below, -reduced * above)
        found.append(Answer(max(reach, 0.0), weight))
        at, row = at + size, row + height
    return found
