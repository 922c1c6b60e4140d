"""The lines of one chunk on their way through all checks: marks of the sheet, cells, rules over whole rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ipservice.foundation.reading import Action, Reading
from ipservice.foundation.tabular.text import as_text
from ipservice.intake.checking.kinds import fill_merged, sort_rows
from ipservice.intake.checking.tally import InHand, Tally
from ipservice.intake.cleaning.columns import read_column
from ipservice.intake.feeds import Column, Context, Feed, Note
from ipservice.intake.findings import OUR_COMMENT, SEVERITIES, Found, letters, line_of, storable

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_WITH_FORMULA = "公式单元格：请复制后“选择性粘贴为值”，再重新上传。"
_WITHOUT_VALUE = "公式且没有保存的计算结果：请在 WPS 或 Excel 中打开、另存，并粘贴为值后再上传。"


@dataclass(slots=True)
class Lines:
    """The rows of one chunk below the header; ``first_line`` is the row of the first of them in the sheet.

    ``lines`` are the rows that hold data, ``refused`` and ``held`` say of each whether it is given back or waits.
    """

    feed: Feed
    context: Context
    tally: Tally
    hand: InHand
    frame: pl.DataFrame
    first_line: int
    lines: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    refused: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    held: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    silenced: set[tuple[int, str]] = field(default_factory=set)

    def clean(self) -> pl.DataFrame | None:
        """The rows that may be stored, as ``Checker.clean`` yields them."""
        sheet, header = self.hand.sheet, self.hand.header
        texts = self.frame.select([f"c{place}" for place in range(sheet.width)])
        texts, filled = fill_merged(self._with_errors(texts), self.first_line, sheet.merges)
        kinds = sort_rows(texts, header.titles)
        for position, reason in kinds.skipped:
            self.tally.skip(self.hand, self.first_line + position, reason, texts.row(position))
            self.tally.totals.see(reason, texts.row(position), header)
        self._keep_rows(kinds.is_data)
        if not len(self.lines):
            return None
        is_data = pl.Series(kinds.is_data)
        texts, frame = (texts, self.frame) if is_data.all() else (texts.filter(is_data), self.frame.filter(is_data))
        self._say_filled(texts, filled)
        values = self._checked(self._read(texts, frame), texts)
        self._say_marks(texts)
        self.tally.totals.count(values, self.lines, self.feed)
        self.tally.refused += int(self.refused.sum())
        values = values.with_columns(pl.Series("held", self.held))
        return values.filter(pl.Series(~self.refused)) if self.refused.any() else values

    def _checked(self, values: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
        for check in self.feed.checks:
            values, notes = check(values, self.context)
            for note in notes:
                self._say(note, texts)
        return values

    def _keep_rows(self, is_data: np.ndarray) -> None:
        self.lines = np.flatnonzero(is_data) + self.first_line
        self.tally.total += len(self.lines)
        self.refused = np.zeros(len(self.lines), dtype=bool)
        self.held = np.zeros(len(self.lines), dtype=bool)

    def _with_errors(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Error cells, which the fast reader leaves empty, with their word."""
        for address, word in self.hand.sheet.errors.items():
            place, row = _parsed(address)
            position = row - self.first_line
            if 0 <= position < texts.height and f"c{place}" in texts.columns:
                texts = texts.with_columns(texts[f"c{place}"].scatter(position, word))
        return texts

    def _read(self, texts: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
        self._say_formulas()
        line = self.lines + line_of(self.hand.number, 0)
        columns: list[pl.Series] = [pl.Series("line", line, dtype=pl.Int64)]
        for column in self.feed.columns:
            place = self.hand.header.places.get(column.name)
            if place is None:
                columns.append(pl.Series(column.name, [None], dtype=column.reader.dtype).new_from_index(0, len(line)))
                continue
            numbers = frame[f"n{place}"] if f"n{place}" in frame.columns else None
            read = read_column(texts[f"c{place}"], numbers, column, self.context)
            columns.append(read.values.rename(column.name))
            for position, reading in read.remarks:
                self._say_cell(position, (column, place), texts[f"c{place}"][position], reading)
        return pl.DataFrame(columns)

    def _say_cell(self, position: int, where: tuple[Column, int], raw: str | None, reading: Reading) -> None:
        column, place = where
        if (position, column.name) in self.silenced:
            return
        if reading.action == Action.REJECT:
            self.silenced.add((position, column.name))
        shown = reading.suggestion or _shown(reading, column)
        self._mark(reading.action, np.array([position]))
        self._add(
            (reading.action, position, f"{letters(place)}{self.lines[position]}", column.label),
            raw,
            f"cell.{column.name}",
            (reading.message, shown),
        )

    def _say_formulas(self) -> None:
        for address, has_value in self.hand.sheet.formulas.items():
            place, row = _parsed(address)
            position = self._position(row)
            column = next((name for name, taken in self.hand.header.places.items() if taken == place), None)
            if position is None or column is None:
                continue
            self.silenced.add((position, column))
            self._mark(Action.REJECT, np.array([position]))
            self._add(
                (Action.REJECT, position, address, self._label(column)),
                "=…",
                "cell.formula",
                (_WITH_FORMULA if has_value else _WITHOUT_VALUE, ""),
            )

    def _say_filled(self, texts: pl.DataFrame, filled: Sequence[tuple[int, int]]) -> None:
        names = {place: name for name, place in self.hand.header.places.items()}
        for offset, place in filled:
            position = self._position(self.first_line + offset)
            if position is not None and place in names:
                value = as_text(texts[f"c{place}"][position])
                self._add(
                    (Action.FIX, position, f"{letters(place)}{self.lines[position]}", self._label(names[place])),
                    "",
                    "cell.merged",
                    (f"纵向合并的单元格，已按上方填为“{value}”。", value),
                )

    def _say_marks(self, texts: pl.DataFrame) -> None:
        for row in sorted(self.hand.sheet.hidden_rows):
            position = self._position(row)
            if position is not None:
                self._mark(Action.ASK, np.array([position]))
                message = "该行在表中被隐藏，是否仍作为数据导入？采纳则导入，不采纳则不导入。"
                self._add((Action.ASK, position, f"第{row}行", ""), "", "row.hidden", (message, ""))
        for address, comment in self.hand.sheet.comments.items():
            if OUR_COMMENT in comment:
                continue
            place, row = _parsed(address)
            position = self._position(row)
            name = next((name for name, taken in self.hand.header.places.items() if taken == place), None)
            if position is not None and name is not None:
                self._mark(Action.ASK, np.array([position]))
                message = f"单元格有批注“{comment[:80]}”，批注不会导入。单元格的值仍照原样导入吗？"
                raw = texts[f"c{place}"][position]
                self._add((Action.ASK, position, address, self._label(name)), raw, "cell.comment", (message, ""))

    def _say(self, note: Note, texts: pl.DataFrame) -> None:
        """Write down what a check found; a cell that was refused already is not refused twice."""
        taken = self.hand.header.places
        self._mark(note.action, note.positions)
        for index, position in enumerate(note.positions.tolist()):
            if any((position, name) in self.silenced for name in note.columns):
                continue
            places = [taken[name] for name in note.columns if name in taken]
            row = self.lines[position]
            cell = ":".join(f"{letters(place)}{row}" for place in places) or f"第{row}行"
            raw = "/".join(as_text(texts[f"c{place}"][position]) for place in places)
            message = note.messages if isinstance(note.messages, str) else note.messages[index]
            hint = note.suggestions if isinstance(note.suggestions, str) else note.suggestions[index]
            label = "、".join(self._label(name) for name in note.columns)
            self._add((note.action, position, cell, label), raw, note.code, (message, hint))

    def _mark(self, action: Action, positions: np.ndarray) -> None:
        if action == Action.REJECT:
            self.refused[positions] = True
        elif action == Action.ASK:
            self.held[positions] = True

    def _add(self, where: tuple[Action, int, str, str], raw: object, code: str, said: tuple[str, str]) -> None:
        action, position, cell, label = where
        row = int(self.lines[position])
        self.tally.findings.add(
            Found(
                SEVERITIES[action],
                line_of(self.hand.number, row),
                self.hand.sheet.name,
                row,
                cell,
                label,
                storable(raw),
                code,
                said[0][:400],
                said[1][:300],
            )
        )

    def _position(self, row: int) -> int | None:
        place = int(np.searchsorted(self.lines, row))
        return place if place < len(self.lines) and self.lines[place] == row else None

    def _label(self, name: str) -> str:
        column = self.feed.column(name)
        return column.label if column else name


def _parsed(address: str) -> tuple[int, int]:
    """Column from 0 and row of an A1 address."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return -1, -1
    place = 0
    for char in match[1]:
        place = place * 26 + ord(char) - 64
    return place - 1, int(match[2])


def _shown(reading: Reading, column: Column) -> str:
    value = reading.proposal if reading.action == Action.ASK else reading.value
    if value is None or reading.action in (Action.REJECT, Action.KEEP):
        return ""
    return column.reader.show(value)
