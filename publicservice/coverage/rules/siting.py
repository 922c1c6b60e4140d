"""Where new outlets help most, exactly: maximal covering (Church and ReVelle 1974) and set covering (Toregas 1971).

Existing outlets stay: who they cover is covered already and is taken out before. Points with the same candidates in
reach are one point with their weights added. HiGHS solves and proves; its bound, gap and time go with the answer.

Ties: of all selections that cover most, the one with the least Σ weight × time to the nearest outlet, then the one
whose ids come first. They are found one by one, each solve forbidding those before it, until there is no other: the
answer then does not depend on the order in which candidates came. With more than ``MOST_TIES`` of them, or out of
time, the answer is the best of those found and says that the tie is not settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from publicservice.coverage.rules.circle import Weights
from publicservice.coverage.rules.geometry import Flags
from publicservice.coverage.rules.travel import Seconds

MOST_TIES = 40
DAY = 86_400
INFEASIBLE = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """``seconds[i][j]`` from point i to candidate j, ``existing[i]`` to the nearest outlet that is there already.

    Candidates stand in the order of their ids. What is within ``limit_seconds`` is in reach.
    """

    seconds: Seconds
    weights: Weights
    existing: Seconds
    limit_seconds: int

    @property
    def is_covered(self) -> Flags:
        already: Flags = self.existing <= self.limit_seconds
        return already

    @property
    def total(self) -> int:
        return int(self.weights.sum())

    @property
    def already(self) -> int:
        return int(self.weights[self.is_covered].sum())


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. ``bound`` is what no selection can exceed (or, for set covering, go below); gap 0 is a proof.

    ``sites`` are places of candidates in ascending order; ``covered`` counts what existing outlets cover too.
    """

    sites: tuple[int, ...]
    covered: int
    bound: float
    gap: float
    seconds: float
    is_proven: bool
    is_tie_settled: bool = True
    is_feasible: bool = True


@dataclass(frozen=True, slots=True)
class _Groups:
    """Points not covered yet, merged by the candidates in their reach: ``reach[g][j]``."""

    reach: sparse.csr_array
    weights: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Model:
    """Maximal covering as HiGHS takes it: first the sites, then the groups."""

    problem: Problem
    sites: int
    objective: NDArray[np.float64]
    rows: list[LinearConstraint]


def most_covered(problem: Problem, count: int, *, time_limit: float, settle_ties: bool = True) -> Answer:
    """``count`` new sites (fewer when there are fewer candidates) that cover most."""
    begun = perf_counter()
    model = _model(problem, min(count, problem.seconds.shape[1]))
    found = _solve(model.objective, model.rows, time_limit=time_limit, sites=model.sites)
    if found.x is None:
        return Answer((), problem.already, float(problem.total), 1.0, perf_counter() - begun, False, False)
    answer = _answer(problem, _chosen(found.x, model.sites), result=found)
    settled = False
    if settle_ties and answer.is_proven:
        left = time_limit - (perf_counter() - begun)
        sites, settled = _settle(model, answer.sites, answer.covered - problem.already, time_limit=left)
        answer = replace(answer, sites=sites)
    return replace(answer, is_tie_settled=settled, seconds=perf_counter() - begun)


def _model(problem: Problem, count: int) -> _Model:
    groups, sites = _groups(problem), problem.seconds.shape[1]
    objective = np.concatenate([np.zeros(sites), -groups.weights.astype(np.float64)])
    return _Model(problem, sites, objective, [_links(groups), _exactly(count, sites, len(groups.weights))])


def fewest_sites(problem: Problem, share_percent: int, *, time_limit: float) -> Answer:
    """The fewest new sites with which at least ``share_percent`` of all weight is covered; of these, the most covered.

    ``is_feasible`` is False where all candidates together do not reach it.
    """
    begun = perf_counter()
    sites = problem.seconds.shape[1]
    missing = -(-problem.total * share_percent // 100) - problem.already
    groups = _groups(problem)
    if missing <= 0:
        return Answer((), problem.already, 0.0, 0.0, perf_counter() - begun, True)
    if int(groups.weights.sum()) < missing:
        covered = problem.already + int(groups.weights.sum())
        return Answer((), covered, float(sites), 0.0, perf_counter() - begun, True, is_feasible=False)
    size = len(groups.weights)
    enough = np.concatenate([np.zeros(sites), groups.weights.astype(np.float64)])
    rows = [_links(groups), LinearConstraint(sparse.csr_array(enough[None, :]), missing, np.inf)]
    objective = np.concatenate([np.ones(sites), np.zeros(size)])
    found = _solve(objective, rows, time_limit=time_limit, sites=sites)
    if found.x is None:
        return Answer((), problem.already, 0.0, 1.0, perf_counter() - begun, False, False)
    chosen = _chosen(found.x, sites)
    bound = _bound(found)
    is_proven = found.status == 0 and len(chosen) <= int(np.ceil(bound - 1e-6))
    settled = is_proven
    if is_proven:
        left = time_limit - (perf_counter() - begun)
        best = most_covered(problem, len(chosen), time_limit=max(left, 1.0))
        chosen, settled = best.sites or chosen, best.is_proven and best.is_tie_settled
    gap = 0.0 if is_proven else (len(chosen) - bound) / len(chosen)
    return Answer(
        chosen, covered_by(problem, chosen), bound, gap, perf_counter() - begun, is_proven, is_tie_settled=settled
    )


def covered_by(problem: Problem, sites: Sequence[int]) -> int:
    """What existing outlets and these candidates cover together."""
    within = (problem.seconds[:, list(sites)] <= problem.limit_seconds).any(axis=1) | problem.is_covered
    return int(problem.weights[within].sum())


def _groups(problem: Problem) -> _Groups:
    open_ = ~problem.is_covered & (problem.weights > 0)
    within = problem.seconds[open_] <= problem.limit_seconds
    own = problem.weights[open_]
    reached = within.any(axis=1)
    within, own = within[reached], own[reached]
    if not len(own):
        return _Groups(sparse.csr_array(np.zeros((0, problem.seconds.shape[1]))), np.zeros(0, dtype=np.int64))
    packed = np.packbits(within, axis=1)
    _, first, group = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    merged = np.bincount(group, weights=own, minlength=len(first)).astype(np.int64)
    return _Groups(sparse.csr_array(within[first].astype(np.float64)), merged)


def _links(groups: _Groups) -> LinearConstraint:
    """A group counts only where a site in its reach is chosen: Σ x − y ≥ 0."""
    size = len(groups.weights)
    return LinearConstraint(sparse.hstack([groups.reach, -sparse.eye_array(size)], format="csr"), 0, np.inf)


def _exactly(count: int, sites: int, rest: int) -> LinearConstraint:
    ones = np.concatenate([np.ones(sites), np.zeros(rest)])
    return LinearConstraint(sparse.csr_array(ones[None, :]), count, count)


def _solve(
    objective: NDArray[np.float64], rows: list[LinearConstraint], *, time_limit: float, sites: int
) -> OptimizeResult:
    """Sites are whole numbers; all else lies between 0 and 1 and becomes whole by itself."""
    whole = np.concatenate([np.ones(sites), np.zeros(len(objective) - sites)])
    options = {"time_limit": max(time_limit, 0.1), "mip_rel_gap": 0.0}
    return milp(objective, constraints=rows, integrality=whole, bounds=Bounds(0, 1), options=options)


def _chosen(x: NDArray[np.float64], sites: int) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(x[:sites] > 0.5))


def _bound(result: OptimizeResult) -> float:
    bound = result.mip_dual_bound
    return float(result.fun if bound is None else bound)


def _answer(problem: Problem, chosen: tuple[int, ...], *, result: OptimizeResult) -> Answer:
    covered = covered_by(problem, chosen)
    bound = min(problem.already - _bound(result), float(problem.total))
    gap = max(0.0, (bound - covered) / bound) if bound else 0.0
    is_proven = result.status == 0 and bound - covered < 1 - 1e-6
    return Answer(chosen, covered, bound, 0.0 if is_proven else gap, 0.0, is_proven)


def _settle(model: "_Model", chosen: tuple[int, ...], value: int, *, time_limit: float) -> tuple[tuple[int, ...], bool]:
    """The best of all selections that cover as much, each found by a solve that forbids the ones before it."""
    begun = perf_counter()
    found, sites = [chosen], model.sites
    rows = [*model.rows, LinearConstraint(sparse.csr_array(-model.objective[None, :]), value - 0.5, np.inf)]
    settled = False
    while len(found) <= MOST_TIES and not settled:
        rows.append(_another(found[-1], len(model.objective)))
        left = time_limit - (perf_counter() - begun)
        if left <= 0:
            break
        result = _solve(model.objective, rows, time_limit=left, sites=sites)
        settled = result.status == INFEASIBLE
        if settled or result.x is None:
            break
        found.append(_chosen(result.x, sites))
    return min(found, key=lambda selection: (_travel(model.problem, selection), selection)), settled


def _another(selection: tuple[int, ...], size: int) -> LinearConstraint:
    """Not this selection again: at least one of its sites is left out."""
    ones = np.zeros(size)
    ones[list(selection)] = 1
    return LinearConstraint(sparse.csr_array(ones[None, :]), -np.inf, len(selection) - 1)


def _travel(problem: Problem, selection: tuple[int, ...]) -> int:
    """Σ weight × seconds to the nearest outlet, existing or chosen; a day for who has none."""
    nearest = np.minimum(problem.existing, DAY)
    if selection:
        nearest = np.minimum(nearest, problem.seconds[:, list(selection)].min(axis=1))
    return int(problem.weights @ nearest.astype(np.int64))
