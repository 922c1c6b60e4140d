"""Totals that a file states of itself (a last row, a closing remark) held against the sum of its rows."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from ipservice.foundation.tabular.numbers import read_count
from ipservice.foundation.tabular.text import as_text
from ipservice.intake.feeds import Feed
from ipservice.intake.headers import Header

ROWS = "行数"
EXPLAINED_ROWS = 50_000
_STATED_ROWS = re.compile(r"共\s*(\d+)\s*[条行件笔]")


@dataclass(slots=True)
class ControlTotals:
    """``stated`` and ``counted`` by column name; single values are kept while the file is small, to explain."""

    stated: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    kept: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def see(self, reason: str, cells: Sequence[object], header: Header) -> None:
        """Take note of a totals row or of a remark that names the number of rows."""
        if reason.startswith("合计"):
            for name, place in header.places.items():
                number = read_count(as_text(cells[place])).value if as_text(cells[place]) else None
                if number is not None:
                    self.stated[name] = self.stated.get(name, 0) + number
        elif match := _STATED_ROWS.search("".join(as_text(cell) for cell in cells)):
            self.stated[ROWS] = int(match[1])

    def count(self, values: pl.DataFrame, lines: np.ndarray, feed: Feed) -> None:
        """Add the rows of a chunk, refused ones too: the file's own total contains them."""
        self.rows += values.height
        for column in feed.columns:
            if not column.is_summed:
                continue
            cells = values[column.name]
            self.counted[column.name] = self.counted.get(column.name, 0) + int(cells.sum() or 0)
            if self.rows <= EXPLAINED_ROWS:
                known = self.kept.setdefault(column.name, [])
                known.extend((int(line), int(cell)) for line, cell in zip(lines, cells, strict=True) if cell)

    def compared(self, feed: Feed, said: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One entry a total; ``said`` are totals that the person typed from a cover sheet (``rows``)."""
        stated = dict(self.stated)
        if said.get("cover_rows"):
            stated[ROWS] = int(said["cover_rows"])
        counted = {**self.counted, ROWS: self.rows}
        differences = {name: counted[name] - number for name, number in stated.items() if name in counted}
        left_out = self._left_out(differences)
        return [
            {
                "column": column.label if (column := feed.column(name)) else name,
                "stated": stated[name],
                "counted": counted[name],
                "difference": difference,
                "explanation": self._explanation(name, difference, left_out),
            }
            for name, difference in differences.items()
        ]

    def _left_out(self, differences: Mapping[str, int]) -> int | None:
        """The row that the file's own total has probably left out: the last one where its value is a difference,
        as when a row was added under the range of a sum; else the one whose values are the most differences.
        """
        votes = Counter(
            line
            for name, difference in differences.items()
            if difference > 0
            for line, value in self.kept.get(name, ())
            if value == difference
        )
        last = max((line for known in self.kept.values() for line, _ in known), default=0)
        return max(votes, key=lambda line: (line == last, votes[line], line)) if votes else None

    def _explanation(self, name: str, difference: int, left_out: int | None) -> str:
        if not difference:
            return "一致"
        value = dict(self.kept.get(name, ())).get(left_out, 0) if left_out else 0
        if value == difference:
            return f"差额恰为第{left_out}行的数值，文件的合计可能未含该行。"
        rest = difference - value
        known = f"除第{left_out}行的 {value} 外，" if value else ""
        return f"{known}逐行相加{'多' if rest > 0 else '少'} {abs(rest)}，请核对合计、退回和待确认的单元格。"
