"""Columns of a list: what a cell shows on the page, what it becomes in a workbook, and how it sorts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ipservice.foundation.vocabulary import Vocabulary
from ipservice.lists import wording


class Kind(Vocabulary):
    """How a value is written. Money comes in fen, rates as exact fractions."""

    TEXT = "text", "文字"
    COUNT = "count", "数量"
    MONEY_FEN = "money_fen", "金额"
    RATE = "rate", "比率"
    DAY = "day", "日期"
    MOMENT = "moment", "时间"
    STATUS = "status", "状态"


RIGHT = frozenset({Kind.COUNT, Kind.MONEY_FEN, Kind.RATE})
DAYS = frozenset({Kind.DAY, Kind.MOMENT})
WRITERS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.COUNT: lambda value: wording.count(value) if isinstance(value, int) else str(value),
    Kind.MONEY_FEN: wording.yuan,
    Kind.RATE: wording.percent,
    Kind.DAY: wording.day,
    Kind.MOMENT: wording.moment,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ready to print. ``tone`` is None unless the text is shown as a badge."""

    text: str
    label: str
    tag: str = "td"
    css: str = ""
    href: str = ""
    tone: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    ``value`` is an attribute path (``agency.name``; also reads dictionaries, as ``values()`` gives them) or a
    function of the row. ``sort`` holds the order_by expressions for ascending order; without it the column does
    not sort. ``is_head`` marks the cell that names the row. ``tone`` turns the cell into a badge.
    """

    key: str
    label: str
    value: str | Callable[[Any], Any] = ""
    kind: Kind = Kind.TEXT
    unit: str = ""
    sort: tuple[Any, ...] = ()
    href: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None
    is_head: bool = False
    on_page: bool = True
    in_export: bool = True

    @property
    def is_right(self) -> bool:
        return self.kind in RIGHT

    @property
    def css(self) -> str:
        return "num" if self.is_right else "day" if self.kind in DAYS else ""

    def read(self, row: Any) -> Any:
        """The bare value, for the page and the workbook alike."""
        if callable(self.value):
            return self.value(row)
        return _walk(row, self.value or self.key)

    def write(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        return WRITERS.get(self.kind, str)(value)

    def cell(self, row: Any) -> Cell:
        text = self.write(self.read(row))
        return Cell(
            text=text or "—",
            label=f"{self.label}（{self.unit}）" if self.unit else self.label,
            tag="th" if self.is_head else "td",
            css=self.css if text else f"{self.css} is-empty".strip(),
            href=self.href(row) if self.href and text else "",
            tone=self.tone(row) if self.tone and text else None,
            note=self.note(row) if self.note else "",
        )

    def exported(self, row: Any) -> str | int | Decimal | date | datetime | None:
        """The value as a workbook should hold it: numbers as numbers, days as days."""
        value = self.read(row)
        if self.kind == Kind.MONEY_FEN and value is not None:
            return Decimal(value) / 100
        if isinstance(value, Fraction):
            return Decimal(value.numerator) / Decimal(value.denominator)
        if value is None or isinstance(value, (int, Decimal, date, datetime)):
            return value
        return str(value)


def _walk(row: Any, path: str) -> Any:
    for step in path.split("."):
        if row is None:
            return None
        row = row[step] if isinstance(row, Mapping) else getattr(row, step)
    return row() if callable(row) else row
