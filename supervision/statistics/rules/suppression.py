"""Which further cells to hide so that no hidden cell can be computed back, at least cost, with the proof.

The choice is that of Fischetti and Salazar: least cost over 0/1 choices, under cuts that linear programmes of an
outsider give while some cell is not yet safe. HiGHS solves each choice to its optimum. Systems above a size, and those
that branch too often, are solved over the same cuts by taking the best cell for its cost; the same audit must hold.

Besides the outsider there is the insider: a unit that stands alone in a hidden cell knows that cell. A cell is safe
only if it is safe from every such neighbour too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from supervision.statistics.rules.attack import Layer, Question, answers, component
from supervision.statistics.rules.primary import Flags, Floats
from supervision.statistics.rules.systems import System

NOBODY = -1
SLACK = 1e-6
INFEASIBLE = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """What must be protected.

    ``required[layer][cell]``: distance needed up and down where ``sensitive``. ``is_open``: cells an outsider knows
    whatever is done (empty ones, and those of an earlier version). ``is_kept``: cells that an earlier version hid.
    ``owner``: the unit that stands alone in a cell, else ``NOBODY``. ``dominant``: the largest unit of a cell, the one
    that its protection is for.
    """

    system: System
    layers: tuple[Layer, ...]
    sensitive: Flags
    required: tuple[Floats, ...]
    cost: Floats
    is_open: Flags
    is_kept: Flags
    owner: npt.NDArray[np.int64]
    dominant: npt.NDArray[np.int64]

    @property
    def hidden_at_least(self) -> Flags:
        flags: Flags = self.sensitive | self.is_kept
        return flags


@dataclass(frozen=True, slots=True)
class Pattern:
    """The hidden cells. ``is_exact``: proven to be of least cost. Not ``is_safe``: no pattern is, all are hidden."""

    hidden: Flags
    cost: float
    rounds: int
    is_exact: bool
    is_safe: bool


class TooHard(Exception):
    """The exact choice needs more branches than it may; counted, not timed, so that it ends the same each time."""


def suppress(problem: Problem, *, exact_cells: int, nodes: int) -> Pattern:
    """A safe pattern of least cost; not ``is_safe`` where no pattern would be (then nothing of it may be shown)."""
    if len(problem.system.keys) > exact_cells:
        return _search(problem, _Greedy(problem))
    try:
        return _search(problem, _Exact(problem, nodes))
    except TooHard:
        return _search(problem, _Greedy(problem))


def _search(problem: Problem, choice: "_Exact | _Greedy") -> Pattern:
    """Choose, attack, cut, until nothing is violated."""
    hidden: Flags | None = problem.hidden_at_least.copy()
    for rounds in count():
        if hidden is None:
            return Pattern(np.ones_like(problem.sensitive), 0.0, rounds, choice.is_exact, False)
        fresh = violated(problem, hidden)
        if not fresh:
            hidden = _without_useless(problem, hidden)
            return Pattern(hidden, float(problem.cost @ hidden), rounds, choice.is_exact, True)
        hidden = choice.after(fresh, hidden)
    raise AssertionError


def violated(problem: Problem, hidden: Flags) -> list[Floats]:
    """A cut for each question whose answer comes too near, outsiders first; empty where all is safe.

    A cut gives each cell a weight; the weights of the hidden cells must reach 1.
    """
    found: list[Floats] = []
    for layer, required in zip(problem.layers, problem.required, strict=True):
        cuts = _too_near(problem, layer, required, list(_outsiders(problem, hidden)))
        found += cuts or _too_near(problem, layer, required, list(_insiders(problem, hidden)))
    return found


def _outsiders(problem: Problem, hidden: Flags) -> Iterator[Question]:
    for target in np.flatnonzero(problem.sensitive):
        yield from _both_ways(int(target), hidden, problem.is_open)


def _insiders(problem: Problem, hidden: Flags) -> Iterator[Question]:
    for target in np.flatnonzero(problem.sensitive):
        near = component(problem.system, int(target), hidden & ~problem.is_open)
        for unit in sorted(set(problem.owner[near].tolist()) - {NOBODY, int(problem.dominant[target])}):
            yield from _both_ways(int(target), hidden, problem.is_open | (problem.owner == unit))


def _both_ways(target: int, hidden: Flags, known: Flags) -> Iterator[Question]:
    for sign in (1, -1):
        yield Question(target, sign, hidden & ~known, known)


def _too_near(problem: Problem, layer: Layer, required: Floats, asked: Sequence[Question]) -> list[Floats]:
    asked = [question for question in asked if required[question.target] > 0]
    found = []
    for question, answer in zip(asked, answers(problem.system, layer, asked), strict=True):
        need = float(required[question.target])
        if answer.reach < need * (1 - SLACK):
            found.append(np.where(question.known, 0.0, np.minimum(answer.weight / need, 1.0)))
    return found


def _without_useless(problem: Problem, hidden: Flags) -> Flags:
    """A cell that everybody can compute protects nobody: it is shown again, and nobody learns from it."""
    unknown = hidden & ~problem.is_open
    targets = np.flatnonzero(unknown & ~problem.hidden_at_least).tolist()
    asked = [Question(target, sign, unknown, problem.is_open) for target in targets for sign in (1, -1)]
    is_needed = np.zeros_like(hidden)
    for layer in problem.layers:
        for question, answer in zip(asked, answers(problem.system, layer, asked), strict=True):
            is_needed[question.target] |= answer.reach > SLACK * abs(layer.values[question.target])
    kept: Flags = problem.hidden_at_least | (hidden & is_needed)
    return kept


class _Exact:
    """Least cost under the cuts so far, to the optimum; two cells or none of each equation to begin with."""

    is_exact = True

    def __init__(self, problem: Problem, nodes: int) -> None:
        self.problem = problem
        self.nodes = nodes
        self.alone = _never_alone(problem.system)
        self.cuts: list[Floats] = []

    def after(self, fresh: list[Floats], _: Flags) -> Flags | None:
        self.cuts += fresh
        problem = self.problem
        lower = problem.hidden_at_least.astype(np.float64)
        upper = np.where(problem.is_open, lower, 1.0)
        rows = csr_array(np.array(self.cuts))
        result = milp(
            problem.cost,
            integrality=np.ones(len(lower)),
            bounds=Bounds(lower, upper),
            constraints=[LinearConstraint(rows, lb=1 - SLACK), LinearConstraint(self.alone, ub=0.0)],
            options={"mip_rel_gap": 0.0, "node_limit": self.nodes},
        )
        if result.status == INFEASIBLE:
            return None
        if result.status != 0:
            raise TooHard
        chosen: Flags = result.x > 0.5
        return chosen


class _Greedy:
    """Keeps what is hidden and adds, for each cut that is not met, the cell that brings most for its cost."""

    is_exact = False

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def after(self, fresh: list[Floats], hidden: Flags) -> Flags | None:
        chosen = hidden.copy()
        for cut in fresh:
            while cut @ chosen < 1 - SLACK:
                gain = np.where(chosen | self.problem.is_open, 0.0, np.minimum(cut, 1 - cut @ chosen))
                best = int(np.argmax(gain / self.problem.cost))
                if gain[best] <= 0:
                    return None
                chosen[best] = True
        return chosen


def _never_alone(system: System) -> csr_array:
    """``row @ hidden <= 0``: a hidden cell has another hidden one in each of its equations, or is known at once."""
    rows, columns, signs = [], [], []
    number = 0
    for members in system.members:
        for cell in members:
            rows += [number] * len(members)
            columns += list(members)
            signs += [1.0 if member == cell else -1.0 for member in members]
            number += 1
    return csr_array((signs, (rows, columns)), shape=(number, len(system.keys)), dtype=np.float64)
