"""Hidden cells can't be computed back: a published example, drawn cities, neighbours, and the control without it."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from supervision.statistics.rules.attack import Layer, Question, answers
from supervision.statistics.rules.audit import audit
from supervision.statistics.rules.suppression import NOBODY, Problem, suppress, violated
from supervision.statistics.rules.systems import system_of, two_way
from tests.supervision.statistics.cities import PARAMETERS, City, problem_of

# Fischetti and Salazar, "Solving the Cell Suppression Problem on Tabular Data with Linear Constraints", Management
# Science 47 (2001), figure 1: investment by activity (I to III) and region (A to C).
INVESTMENT = {
    ("I", "A"): 20, ("I", "B"): 50, ("I", "C"): 10,
    ("II", "A"): 8, ("II", "B"): 19, ("II", "C"): 22,
    ("III", "A"): 17, ("III", "B"): 32, ("III", "C"): 12,
}  # fmt: skip
TABLE = system_of(two_way(["I", "II", "III"], ["A", "B", "C"]))
SEED_COUNT = 6


def investment(sensitive: str = "II|C", required: float = 5.0, **changes) -> Problem:
    values = np.array([_sum(*key.split("|")) for key in TABLE.keys])
    flags = np.isin(TABLE.keys, [sensitive])
    nothing = np.zeros(len(values), dtype=bool)
    facts = {
        "system": TABLE,
        "layers": (Layer(values),),
        "sensitive": flags,
        "required": (np.where(flags, required, 0.0),),
        "cost": values,
        "is_open": nothing,
        "is_kept": nothing,
        "owner": np.full(len(values), NOBODY),
        "dominant": np.full(len(values), NOBODY),
    }
    return Problem(**{**facts, **changes})


def _sum(row: str, column: str) -> float:
    return float(
        sum(
            value
            for (its_row, its_column), value in INVESTMENT.items()
            if row in ("全部", its_row) and column in ("全部", its_column)
        )
    )


def solved(problem: Problem, *, exact: bool = True):
    return suppress(problem, exact_cells=1000 if exact else 0, nodes=5000)


def reach_by_hand(problem: Problem, hidden: np.ndarray, target: int, values: np.ndarray) -> tuple[float, float]:
    """The attacker again, written independently: unknown values themselves, one plain programme a bound."""
    known = np.where(hidden, 0.0, values)
    columns = np.flatnonzero(hidden)
    matrix = problem.system.matrix.toarray()
    found = []
    for sign in (1, -1):
        cost = np.where(columns == target, -sign, 0.0)
        answer = linprog(cost, A_eq=matrix[:, columns], b_eq=-matrix @ known, bounds=(0, 4 * values.max()))
        found.append(-sign * answer.fun)
    return found[1], found[0]


def test_the_outsider_of_the_published_example_finds_the_published_bounds():
    hidden = np.isin(TABLE.keys, ["II|A", "II|C", "III|A", "III|C"])

    found = {line.key: (line.low, line.high) for line in _audit(investment(), hidden)}

    assert found["II|C"] == pytest.approx((5, 30))


def test_the_published_example_is_solved_with_the_least_loss():
    pattern = solved(investment())

    hidden = set(np.array(TABLE.keys)[pattern.hidden])
    assert hidden == {"II|A", "II|C", "III|A", "III|C"}
    assert (pattern.cost, pattern.is_exact, pattern.is_safe) == (59.0, True, True)


def test_no_cheaper_pattern_of_the_example_is_safe():
    problem = investment()
    best = solved(problem).cost
    cells = [place for place, key in enumerate(TABLE.keys) if key != "II|C"]

    cheaper = []
    for number in range(4):
        for chosen in combinations(cells, number):
            hidden = problem.sensitive.copy()
            hidden[list(chosen)] = True
            if problem.cost @ hidden < best and not violated(problem, hidden):
                cheaper.append(chosen)

    assert cheaper == []


@pytest.mark.parametrize("units", [60, 300, 1500])
@pytest.mark.parametrize("is_exact", [True, False], ids=["exact", "best cell for its cost"])
def test_every_hidden_cell_of_a_city_stays_wider_than_its_protection(units, is_exact):
    for seed in range(SEED_COUNT):
        problem = City(units, seed).problem()

        pattern = solved(problem, exact=is_exact)

        assert pattern.is_safe
        lines = _audit(problem, pattern.hidden)
        assert [line.key for line in lines if not line.is_safe] == []
        assert {line.key for line in lines} == set(np.array(problem.system.keys)[pattern.hidden])


def test_bounds_agree_with_a_plain_programme_written_by_itself():
    problem = City(300, 1).problem()
    hidden = solved(problem).hidden
    values = problem.layers[0].values

    for line in _audit(problem, hidden):
        low, high = reach_by_hand(problem, hidden, problem.system.place[line.key], values)
        assert (line.low, line.high) == pytest.approx((low, high), rel=1e-6, abs=1.0)


def test_without_further_cells_the_attack_succeeds():
    broken = 0
    for seed in range(SEED_COUNT):
        problem = City(300, seed).problem()
        values = problem.layers[0].values
        for target in np.flatnonzero(problem.sensitive):
            low, high = reach_by_hand(problem, problem.sensitive, int(target), values)
            broken += high - low < 1e-6 * values[target]

    assert broken >= SEED_COUNT / 2


def test_the_exact_choice_never_costs_more_than_the_stepwise_one():
    problems = [City(units, seed).problem() for units in (90, 150, 300) for seed in range(SEED_COUNT)]
    costs = [(solved(problem).cost, solved(problem, exact=False).cost) for problem in problems]

    assert [pair for pair in costs if pair[0] > pair[1]] == []
    assert [pair for pair in costs if pair[0] < pair[1]] != []


def test_a_unit_alone_in_a_hidden_cell_does_not_learn_its_neighbour():
    system = system_of([("all", ["a", "b", "c", "d"])])
    members = [np.arange(9), *(np.array([place]) for place in (0, 1)), np.arange(2, 5), np.arange(5, 9)]
    value = np.array([50.0, 60, 30, 31, 32, 20, 21, 22, 23])
    problem = problem_of(system, members, value)

    kept = solved(problem)
    naive = solved(replace(problem, owner=np.full(5, NOBODY)))

    assert np.array(system.keys)[naive.hidden].tolist() == ["a", "b"]
    assert np.array(system.keys)[kept.hidden].tolist() == ["a", "b", "c"]


def test_linked_tables_are_protected_together():
    """The parts of revenue by service add up to revenue: hiding one service of a district hides another there."""
    equations = [(f"total@{node}", [f"{part}@{node}" for part in "xyz"]) for node in ("city", "n", "s")]
    equations += [(f"{measure}@city", [f"{measure}@n", f"{measure}@s"]) for measure in ("total", "x", "y", "z")]
    system = system_of(equations)
    values = {"x": (40, 90), "y": (30, 70), "z": (20, 60)}
    values["total"] = tuple(map(sum, zip(*values.values(), strict=True)))
    flat = np.array([_linked(values, key) for key in system.keys])
    sensitive = np.isin(system.keys, ["x@n"])
    nothing = np.zeros(len(flat), dtype=bool)
    required = (np.where(sensitive, 4.0, 0.0),)
    nobody = np.full(len(flat), NOBODY)
    problem = Problem(system, (Layer(flat),), sensitive, required, flat, nothing, nothing, nobody, nobody)

    hidden = set(np.array(system.keys)[solved(problem).hidden])

    assert hidden == {"x@n", "x@s", "z@n", "z@s"}


def _linked(values: dict, key: str) -> float:
    measure, node = key.split("@")
    return float(sum(values[measure]) if node == "city" else values[measure][node == "s"])


def test_cells_of_an_earlier_version_protect_nothing():
    shown = np.isin(TABLE.keys, ["II|A", "III|A", "III|C"])

    pattern = solved(investment(is_open=shown))

    assert pattern.is_safe
    assert not (pattern.hidden & shown).any()


def test_where_nothing_can_protect_a_cell_the_family_is_not_shown():
    everything_else = ~np.isin(TABLE.keys, ["II|C"])

    pattern = solved(investment(is_open=everything_else))
    stepwise = solved(investment(is_open=everything_else), exact=False)

    assert (pattern.is_safe, bool(pattern.hidden.all())) == (False, True)
    assert stepwise.is_safe is False


def test_values_below_zero_are_attacked_without_a_floor():
    system = system_of([("all", ["a", "b"])])
    hidden = np.array([False, True, True])
    values = np.array([5.0, 10.0, -5.0])
    question = Question(1, 1, hidden, ~hidden)

    floored = answers(system, Layer(np.abs(values)), [question])[0].reach
    signed = answers(system, Layer(values, is_signed=True), [question])[0].reach

    assert floored == pytest.approx(5.0)
    assert signed > 20


def _audit(problem: Problem, hidden: np.ndarray):
    return audit(problem.system, problem.layers[0], problem.required[0], hidden, known=problem.is_open)


def test_the_parameters_of_the_office_are_the_thresholds():
    assert (PARAMETERS.fewest_units, PARAMETERS.dominance_percent, PARAMETERS.protection_percent) == (3, 80, 10)
