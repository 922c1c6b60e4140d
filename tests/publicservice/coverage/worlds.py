"""Small worlds that a person can count by hand, and published instances."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from publicservice.coverage.rules.parameters import TravelParameters
from publicservice.coverage.rules.siting import Problem
from publicservice.coverage.rules.travel import NEVER

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
PLAIN = {
    "limit_minutes": 30,
    "detour_percent": {"中心城区": 100, "主城新区": 100, "渝东北": 100, "渝东南": 100},
    "speed_kmh": {"transit": 12, "car": 60},
    "fixed_minutes": {"transit": 0, "car": 0},
    "crossing_minutes": 10,
    "bridge_near_metres": 1_000,
    "least_half_days": 5,
    "unknown_staffing_counts": True,
    "bookable_working_days": 5,
}


def parameters(**changes) -> TravelParameters:
    return TravelParameters.read({**PLAIN, **changes})


def problem(minutes: Sequence[Sequence[int]], weights: Sequence[int], existing: Sequence[int] | None = None) -> Problem:
    """Minutes from each point to each candidate; half an hour is the limit."""
    seconds = np.array(minutes, dtype=np.int32) * 60
    there = (
        np.full(len(weights), NEVER, dtype=np.int32) if existing is None else np.array(existing, dtype=np.int32) * 60
    )
    return Problem(seconds, np.array(weights, dtype=np.int64), there, 1800)


def sjc324(radius: int) -> Problem:
    """324 blocks of São José dos Campos with their demand, a site possible at each (Lorena and Pereira 2002).

    Distances stand in for times, in whole thousandths of the unit.
    """
    with (GOLDEN / "covering_sjc324.csv").open(encoding="utf-8") as lines:
        rows = [[int(cell) for cell in row.values()] for row in csv.DictReader(lines)]
    place = np.array([row[:2] for row in rows], dtype=np.float64)
    away = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
    demand = np.array([row[2] for row in rows], dtype=np.int64)
    nothing = np.full(len(rows), NEVER, dtype=np.int32)
    return Problem((away * 1000).astype(np.int32), demand, nothing, radius * 1000)
