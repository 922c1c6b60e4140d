"""Which rows of a sheet are data: blank lines, totals, repeated headers, page titles, signatures are told by name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ipservice.foundation.tabular.rows import reason_to_skip, repeats_header
from ipservice.foundation.tabular.text import as_text

REPEATED_HEADER = "每页重复的表头"
_SUSPICIOUS = r"计|页|：|:|负责|填表|填报|审核|制表|联系人|备注|说明|时间|来源|^注"


@dataclass(frozen=True, slots=True)
class Sorted:
    """``is_data`` marks the rows that are read on; ``skipped`` pairs the position of a named row with the reason."""

    is_data: np.ndarray
    skipped: list[tuple[int, str]]


def sort_rows(texts: pl.DataFrame, titles: Sequence[str]) -> Sorted:
    """Every row of a chunk that lies below the header. Blank rows are neither data nor named."""
    first = texts.select(pl.coalesce(pl.all())).to_series()
    is_data = first.is_not_null().to_numpy().copy()
    suspicious = first.str.contains(_SUSPICIOUS) | (texts.to_series(0) == titles[0] if titles[0] else False)
    skipped = []
    for position in np.flatnonzero(suspicious.fill_null(False).to_numpy()):
        reason = _reason(texts.row(int(position)), titles)
        if reason:
            is_data[position] = False
            skipped.append((int(position), reason))
    return Sorted(is_data, skipped)


def _reason(cells: Sequence[object], titles: Sequence[str]) -> str:
    if repeats_header(cells, [title for title in titles]):
        return REPEATED_HEADER
    return reason_to_skip(cells)


def fill_merged(texts: pl.DataFrame, first_line: int, merges: Sequence[Sequence[int]]) -> tuple[pl.DataFrame, list]:
    """The frame with vertically merged cells filled from their top one, and the (position, column) that were filled.

    ``merges`` are [first row, first column, last row, last column] from 0 in the sheet.
    """
    filled: list[tuple[int, int]] = []
    columns = {name: texts[name].to_list() for name in texts.columns} if merges else {}
    start = first_line - 1
    for top, left, bottom, right in merges:
        if top == bottom or left != right or not start <= top < start + texts.height:
            continue
        cells = columns[f"c{left}"]
        for row in range(top + 1, min(bottom, start + texts.height - 1) + 1):
            if cells[row - start] is None and as_text(cells[top - start]):
                cells[row - start] = cells[top - start]
                filled.append((row - start, left))
    if not filled:
        return texts, []
    return pl.DataFrame(columns, schema=texts.schema), filled
