"""The best new sites: 1,000 points and 300 candidates, proven, against HiGHS alone on the plain model.

The floor gives HiGHS the textbook model, one variable a point, built beforehand. Ours builds the model from the
travel times, merges points with the same candidates, solves, checks the cover and proves gap 0; ``siting_ties`` also
looks for every other selection that covers as much. Optimum and bound have to agree with the floor.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks import harness
from publicservice.coverage.rules.geometry import great_circle_metres
from publicservice.coverage.rules.greedy import greedy
from publicservice.coverage.rules.siting import Problem, most_covered
from publicservice.coverage.rules.travel import NEVER

POINTS, CANDIDATES = 1_000, 300
COUNTS = (5, 15)
GOAL = harness.Goal("<=", 2)
TIES_GOAL = harness.Goal("<=", 4)
LIMIT = 1_800
PAIRS = 3


def make_problem() -> Problem:
    """Places in a square of about 110 km, drawn with a fixed seed; 30 km/h with a detour of 1.4."""
    draw = np.random.default_rng(20260101)
    points = np.column_stack([draw.uniform(106, 107, POINTS), draw.uniform(29, 30, POINTS)])
    sites = points[draw.choice(POINTS, CANDIDATES, replace=False)]
    seconds = np.ceil(great_circle_metres(points, sites) * 1.4 * 3.6 / 30).astype(np.int32)
    weights = draw.integers(100, 50_000, POINTS)
    return Problem(seconds, weights, np.full(POINTS, NEVER, dtype=np.int32), LIMIT)


def plain_model(problem: Problem, count: int):
    within = sparse.csr_array((problem.seconds <= problem.limit_seconds).astype(float))
    points, sites = within.shape
    links = LinearConstraint(sparse.hstack([within, -sparse.eye_array(points)], format="csr"), 0, np.inf)
    chosen = np.concatenate([np.ones(sites), np.zeros(points)])
    rows = [links, LinearConstraint(sparse.csr_array(chosen[None, :]), count, count)]
    objective = np.concatenate([np.zeros(sites), -problem.weights.astype(float)])
    return objective, rows, chosen


def bare(model) -> float:
    """The covered weight by HiGHS alone."""
    objective, rows, whole = model
    found = milp(objective, constraints=rows, integrality=whole, bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0})
    if found.status != 0:
        raise SystemExit(f"siting: the floor ended with status {found.status}")
    return -found.fun


def require_same(problem: Problem, count: int, model) -> None:
    best, answer = bare(model), most_covered(problem, count, time_limit=120, settle_ties=False)
    if not answer.is_proven or answer.gap or abs(best - answer.covered) > 0.5:
        raise SystemExit(f"siting: {answer.covered} against {best}, proven {answer.is_proven}")
    share = greedy(problem, count)[1] / answer.covered
    harness.say(
        f"N = {count}: optimum {answer.covered:,}, bound {answer.bound:,.0f}, gap 0, greedy reaches {share:.1%}"
    )


def run() -> list[harness.Result]:
    problem = make_problem()
    results = []
    for count in COUNTS:
        model = plain_model(problem, count)
        require_same(problem, count, model)

        def floor(model=model) -> float:
            return harness.seconds(lambda: bare(model))

        def ours(count=count, *, ties: bool = False) -> float:
            return harness.seconds(lambda: most_covered(problem, count, time_limit=300, settle_ties=ties))

        name = "siting" if count == COUNTS[-1] else f"siting_{count}"
        results.append(
            harness.pairs(floor, lambda ours=ours: ours(ties=True), n=PAIRS).result(f"{name}_ties", TIES_GOAL)
        )
        results.append(harness.pairs(floor, ours, n=PAIRS).result(name, GOAL))
    return results


BENCHMARK = harness.Benchmark("siting", run)
