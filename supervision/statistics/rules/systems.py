"""What an outsider knows to hold between published sums: a list of "total = sum of parts" over cells.

Tables with margins, hierarchies (district, group, city) and tables that share margins are all of this form, so they
are protected together as one system.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array

MINUS = "-"


@dataclass(frozen=True)
class System:
    """Cells by key and the equations among them: ``(total, ((part, sign), ...))`` by place in ``keys``."""

    keys: tuple[str, ...]
    equations: tuple[tuple[int, tuple[tuple[int, float], ...]], ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def matrix(self) -> csr_array:
        """``matrix @ values == 0``: one row an equation, +1 for its total and −1 for each part that is added."""
        rows, columns, signs = [], [], []
        for row, (total, parts) in enumerate(self.equations):
            rows += [row] * (len(parts) + 1)
            columns += [total, *(part for part, _ in parts)]
            signs += [1.0, *(-sign for _, sign in parts)]
        return csr_array((signs, (rows, columns)), shape=(len(self.equations), len(self.keys)), dtype=np.float64)

    @cached_property
    def by_column(self) -> csc_array:
        """The matrix again, quick to take columns from."""
        return csc_array(self.matrix)

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """The cells of each equation, total first."""
        return tuple((total, *(part for part, _ in parts)) for total, parts in self.equations)

    @cached_property
    def equations_of(self) -> tuple[tuple[int, ...], ...]:
        """The equations that each cell stands in."""
        found: list[list[int]] = [[] for _ in self.keys]
        for equation, members in enumerate(self.members):
            for cell in members:
                found[cell].append(equation)
        return tuple(tuple(equations) for equations in found)


def system_of(equations: Mapping[str, Sequence[str]] | Iterable[tuple[str, Sequence[str]]]) -> System:
    """The system over all cells named, in order of first mention. Equations without parts fall away.

    A part that is taken away instead of added is named with a minus before it.
    """
    pairs = list(equations.items() if isinstance(equations, Mapping) else equations)
    keys = tuple(dict.fromkeys(key.removeprefix(MINUS) for total, parts in pairs for key in (total, *parts)))
    place = {key: number for number, key in enumerate(keys)}
    placed = (
        (place[total], tuple((place[part.removeprefix(MINUS)], _sign(part)) for part in parts))
        for total, parts in pairs
        if parts
    )
    return System(keys, tuple(dict.fromkeys(placed)))


def _sign(part: str) -> float:
    return -1.0 if part.startswith(MINUS) else 1.0


def hierarchy(top: str, below: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """A total, its groups, and the parts of each group."""
    return [(top, list(below)), *below.items()]


def two_way(rows: Sequence[str], columns: Sequence[str], total: str = "全部") -> list[tuple[str, Sequence[str]]]:
    """A table with both margins; cells are called ``row|column`` and the margins ``row|全部``."""
    across = [(f"{row}|{total}", [f"{row}|{column}" for column in columns]) for row in (*rows, total)]
    down = [(f"{total}|{column}", [f"{row}|{column}" for row in rows]) for column in (*columns, total)]
    return [*across, *down]
