"""How a table is laid out on paper and on the page: heads, lines, and the format of every number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ipservice.foundation.vocabulary import Vocabulary
from supervision.statistics.models import StatTable
from supervision.statistics.rules.measures import CITY, Sort
from supervision.statistics.services.reading import Line, Shown

STAR = "*"


class Style(Vocabulary):
    """How a number is written."""

    NUMBER = "number", "数"
    WHOLE = "whole", "整数"
    SHARE = "share", "百分比"


FURTHER = ("平均数", "下四分位数", "中位数", "上四分位数", "填报单位数", "估计占比", "同比", "可比同比")


@dataclass(frozen=True, slots=True)
class Entry:
    """One number; hidden ones are a star and have no value at all."""

    value: Decimal | Fraction | int | None
    style: Style = Style.NUMBER
    is_hidden: bool = False

    @property
    def text(self) -> str:
        if self.is_hidden:
            return STAR
        if self.value is None:
            return "—"
        if self.style == Style.SHARE:
            return f"{float(self.value) * 100:.1f}%"
        return f"{float(self.value):,.0f}" if self.value == int(self.value) else f"{float(self.value):,.2f}"


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    group: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Layout:
    """``corner`` heads the first column; ``rows`` follow in print order."""

    corner: str
    heads: Sequence[str]
    rows: Sequence[Row]


def layout(table: StatTable, found: Sequence[Line], *, raw: bool = False) -> Layout:
    """Lines by heads. ``raw``: the answers alone, without weights and without estimated values."""
    if len(table.measures) > 1:
        return _of_many(table, found, raw)
    if table.sort == Sort.RATE:
        rows = [Row(line.node.label, _group(line), list(_rate(line.cells[0]))) for line in found]
        return Layout("分组", (table.title, "分子", "分母"), rows)
    is_register = not any(line.node.pk for line in found)
    first = table.title if is_register else "填报合计" if raw else "总体估计"
    heads = (first,) if is_register else (first, *FURTHER)
    rows = [
        Row(line.node.label, _group(line), list(_one(line.cells[0], table, raw=raw))[: len(heads)]) for line in found
    ]
    return Layout("分组", heads, rows)


def _group(line: Line) -> str:
    return line.node.get_dimension_display() if line.node.dimension else ""


def _of_many(table: StatTable, found: Sequence[Line], raw: bool) -> Layout:
    """Rows of the item down, groups across, and the estimated share of the city's total last."""
    rows = []
    for measure in table.measures:
        cells = [next((cell for cell in line.cells if cell.measure == measure["key"]), None) for line in found]
        entries = [_total(cell, table, raw=raw) for cell in cells]
        city = next((cell for cell in cells if cell is not None and cell.node == CITY), None)
        entries.append(_entry(city, city.estimated if city else None, Style.SHARE))
        rows.append(Row(measure["label"], "", entries))
    return Layout("项目", (*(line.node.label for line in found), "全市估计占比"), rows)


def _entry(cell: Shown | None, value: Any, style: Style = Style.NUMBER) -> Entry:
    return Entry(None, style) if cell is None else Entry(None if cell.is_hidden else value, style, cell.is_hidden)


def _total(cell: Shown | None, table: StatTable, *, raw: bool) -> Entry:
    """Percentages are not added; their table has means."""
    if cell is None or table.sort == Sort.AVERAGE:
        return _entry(cell, cell.mean if cell else None)
    return _entry(cell, cell.raw if raw else cell.value)


def _rate(cell: Shown) -> Iterator[Entry]:
    for value in (cell.value, cell.numerator, cell.denominator):
        yield _entry(cell, value)


def _one(cell: Shown, table: StatTable, *, raw: bool) -> Iterator[Entry]:
    yield _entry(cell, None) if table.sort == Sort.AVERAGE and not cell.is_hidden else _total(cell, table, raw=raw)
    for value in (cell.mean, cell.quartiles[0], cell.median, cell.quartiles[1]):
        yield _entry(cell, value)
    yield _entry(cell, cell.units, Style.WHOLE)
    for value in (cell.estimated, cell.growth, cell.matched_growth):
        yield _entry(cell, value, Style.SHARE)
