"""The table of a list as templates print it: cells with their headings, suspended lines marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from ipservice.procedure.kinds import NoticeTable


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    text: str
    is_numeric: bool


@dataclass(frozen=True, slots=True)
class Row:
    cells: Sequence[Cell]
    is_stayed: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    headings: Sequence[Cell]
    rows: Sequence[Row]


def shown(table: NoticeTable, stayed: frozenset[str]) -> ShownTable:
    """``stayed`` holds the codes whose line waits for the answer to an objection."""
    headings = [Cell(label, "", index in table.numeric) for index, label in enumerate(table.columns)]
    rows = [
        Row(
            [Cell(heading.label, text, heading.is_numeric) for heading, text in zip(headings, cells, strict=True)],
            code in stayed,
        )
        for cells, code in zip(table.rows, table.codes, strict=True)
    ]
    return ShownTable(headings, rows)
