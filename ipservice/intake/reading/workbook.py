"""Workbooks as frames of text, in the reading child: calamine gives typed cells, which become plain text.

A frame has one text column a sheet column, ``c0``, ``c1`` …; empty cells are null. Where a column holds numbers,
a Boolean column ``n<i>`` says which of its cells the workbook stored as numbers.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import EncryptedWorkbook, SheetTooWide, UnreadableFile
from ipservice.intake.reading.sheetscan import SheetFacts, scan

Part = tuple[dict[str, Any], pl.DataFrame | None]


def parts(path: str, limits: Limits, *, is_xlsx: bool) -> Iterator[Part]:
    """Every sheet: its facts, then its frame in chunks of ``limits.chunk_rows``."""
    scanned = scan(path, limits) if is_xlsx else {}
    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise EncryptedWorkbook from error
    except CalamineError as error:
        raise UnreadableFile from error
    for described in book.sheets_metadata:
        if described.typ != SheetTypeEnum.WorkSheet:
            continue
        facts = scanned.get(described.name, SheetFacts())
        for told, frame in _sheet(book, described, (facts, limits)):
            yield (told if is_xlsx or frame is not None else {**told, "is_old": True}), frame


def _sheet(book: CalamineWorkbook, described: Any, rest: tuple[SheetFacts, Limits]) -> Iterator[Part]:
    facts, limits = rest
    try:
        sheet = book.get_sheet_by_name(described.name)
        merges = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    except CalamineError as error:
        raise UnreadableFile from error
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if height > limits.rows or width > limits.columns:
        raise SheetTooWide(
            sheet=described.name, cell=f"第 {height} 行第 {width} 列", rows=limits.rows, columns=limits.columns
        )
    yield (
        {
            "sheet": described.name,
            "hidden": described.visible != SheetVisibleEnum.Visible,
            "width": width,
            "merges": merges,
            "hidden_rows": facts.hidden_rows,
            "formulas": facts.formulas,
            "errors": facts.errors,
            "comments": facts.comments,
            "names": facts.names,
        },
        None,
    )
    if height:
        rows = sheet.to_python(skip_empty_area=False)
        for start in range(0, len(rows), limits.chunk_rows):
            yield {"first_line": start + 1}, frame_of(rows[start : start + limits.chunk_rows], width)


def frame_of(rows: list[list[Any]], width: int) -> pl.DataFrame:
    """Text columns and the masks of stored numbers."""
    columns: dict[str, pl.Series] = {}
    for place, cells in enumerate(zip(*rows, strict=True)):
        types = set(map(type, cells))
        texts = cells if types == {str} else [cell if type(cell) is str else _text(cell) for cell in cells]
        columns[f"c{place}"] = pl.Series(texts, dtype=pl.String).replace("", None)
        if types & {float, int}:
            columns[f"n{place}"] = pl.Series([type(cell) in (float, int) for cell in cells], dtype=pl.Boolean)
    for place in range(len(columns), width):
        columns.setdefault(f"c{place}", pl.Series([None] * len(rows), dtype=pl.String))
    return pl.DataFrame(columns)


def _text(cell: Any) -> str:
    """A cell that is no text, as a person would type it; a whole number has no fraction."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
