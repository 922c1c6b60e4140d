"""The proof: for every hidden cell, between which bounds an outsider can place it, held against what is required."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from supervision.statistics.rules.attack import Layer, Question, answers
from supervision.statistics.rules.primary import Flags, Floats
from supervision.statistics.rules.suppression import SLACK
from supervision.statistics.rules.systems import System


@dataclass(frozen=True, slots=True)
class Audited:
    """One hidden cell: its value, the bounds found, and the distance required on both sides."""

    key: str
    value: float
    low: float
    high: float
    required: float

    @property
    def is_safe(self) -> bool:
        """Wide enough on both sides; a cell hidden for the sake of others must not be a point."""
        need = self.required * (1 - SLACK)
        return self.high - self.value >= need and self.value - self.low >= need and self.high > self.low


def audit(system: System, layer: Layer, required: Floats, hidden: Flags, *, known: Flags) -> list[Audited]:
    """Every hidden cell in the order of the system; cells in ``known`` are hidden from view but not from the outsider.

    ``required`` is zero for cells hidden for the sake of others.
    """
    unknown = hidden & ~known
    targets = np.flatnonzero(unknown).tolist()
    asked = [Question(target, sign, unknown, known) for target in targets for sign in (1, -1)]
    reaches = [answer.reach for answer in answers(system, layer, asked)]
    return [
        _audited(system, layer, required, target=target, reaches=reaches[2 * place : 2 * place + 2])
        for place, target in enumerate(targets)
    ]


def _audited(system: System, layer: Layer, required: Floats, *, target: int, reaches: Sequence[float]) -> Audited:
    value = float(layer.values[target])
    up, down = reaches
    return Audited(system.keys[target], value, value - down, value + up, float(required[target]))
