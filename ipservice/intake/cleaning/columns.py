"""One column of text read into values, with a remark for every cell that was not simply right."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ipservice.foundation.reading import Action, Reading, rejected
from ipservice.foundation.tabular.text import is_blank
from ipservice.intake.feeds import Column, Context


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """``values`` has null where nothing is stored; ``proposed`` cells hold what a person has still to accept.

    ``remarks`` pairs a position with the reading that said something there, in the order of positions.
    """

    values: pl.Series
    remarks: list[tuple[int, Reading]]


def read_column(cells: pl.Series, numbers: pl.Series | None, column: Column, context: Context) -> ReadColumn:
    """Read every cell; ``numbers`` marks those that the workbook stored as numbers."""
    reader = column.reader
    if reader.plain is None:
        values, settled = pl.Series(column.name, [None] * len(cells), dtype=reader.dtype), cells.is_null()
    else:
        values, settled = reader.plain(cells, context)
        settled = settled.fill_null(False) | cells.is_null()
    if numbers is not None and not reader.takes_numbers:
        settled = settled & ~numbers
    rest = np.flatnonzero(~settled.to_numpy())
    readings = _careful(cells, numbers, rest, (column, context))
    remarks = [(int(place), reading) for place, reading in zip(rest, readings, strict=True) if _says(reading)]
    values = _with(values.rename(column.name), rest, [_stored(reading) for reading in readings])
    if not column.may_be_empty:
        remarks = _with_missing(cells, remarks, (column, context))
    return ReadColumn(values, remarks)


def _careful(
    cells: pl.Series, numbers: pl.Series | None, rest: np.ndarray, how: tuple[Column, Context]
) -> list[Reading]:
    column, context = how
    known: dict[tuple[str, bool], Reading] = {}
    texts = cells.gather(rest).to_list()
    marks = numbers.gather(rest).to_list() if numbers is not None else [False] * len(texts)
    readings = []
    for text, is_number in zip(texts, marks, strict=True):
        if (text, is_number) not in known:
            known[text, is_number] = _one(text, is_number, column, context)
        readings.append(known[text, is_number])
    return readings


def _one(text: str, is_number: bool, column: Column, context: Context) -> Reading:
    if is_blank(text) and "\x00" not in text:
        return Reading(None) if column.may_be_empty else column.reader.each(None, context)
    return column.reader.each(float(text) if is_number else text, context)


def _says(reading: Reading) -> bool:
    return reading.action != Action.KEEP or bool(reading.message)


def _stored(reading: Reading) -> Any:
    return reading.proposal if reading.action == Action.ASK else reading.value


def _with(values: pl.Series, rest: np.ndarray, found: list[Any]) -> pl.Series:
    if not len(rest):
        return values
    return values.scatter(rest, pl.Series(found, dtype=values.dtype, strict=False))


def _with_missing(
    cells: pl.Series, remarks: list[tuple[int, Reading]], how: tuple[Column, Context]
) -> list[tuple[int, Reading]]:
    """Remarks in order, with one for each empty cell of a column that has to be filled."""
    empty = np.flatnonzero(cells.is_null().to_numpy())
    if not len(empty):
        return remarks
    column, context = how
    reading = column.reader.each(None, context)
    if reading.action != Action.REJECT:
        reading = rejected(f"“{column.label}”未填写。")
    return sorted([*remarks, *((int(place), reading) for place in empty)], key=lambda remark: remark[0])
