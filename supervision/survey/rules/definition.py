"""A questionnaire as data: sections, items, the cells of table items, and checks.

A **cell** is the smallest thing that holds a value. A plain item has one cell with the item's own code (``10201``);
a table item has one cell for each of its rows and columns, ``10210/master/female``. Codes of items are digits:
the part (``102``) and a running number, as the headings 101 to 109 of the questionnaire have them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ipservice.foundation.vocabulary import Vocabulary


class ItemType(Vocabulary):
    """What a cell may hold. Numbers are exact decimals; money is in yuan with at most two decimals."""

    INTEGER = "integer", "整数"
    DECIMAL = "decimal", "小数"
    MONEY = "money", "金额"
    PERCENT = "percent", "百分比"
    TEXT = "text", "文字"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    YES_NO = "yes_no", "是否"
    DATE = "date", "日期"


NUMERIC = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.MONEY, ItemType.PERCENT})


class Span(Vocabulary):
    """Whether a number is a stock on the last day of the year or a flow of the whole year."""

    STOCK = "stock", "年末数"
    FLOW = "flow", "全年数"
    NONE = "none", "不适用"


class Severity(Vocabulary):
    """A hard check must hold before a return is sent; a soft one is corrected or explained."""

    HARD = "hard", "须更正"
    SOFT = "soft", "须更正或说明"


@dataclass(frozen=True, slots=True)
class Option:
    """One row, column or choice: the stored code and the Chinese label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``rows`` and ``columns`` are set for a table item only; ``options`` for choices only.

    ``shown_if`` and the expressions of checks are written in the small language of ``rules.expressions``.
    ``prefill`` names a source registered with ``services.prefill`` (register, filings, last year).
    """

    code: str
    label: str
    type: ItemType
    unit: str = ""
    help: str = ""
    span: Span = Span.NONE
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    columns: tuple[Option, ...] = ()
    shown_if: str = ""
    prefill: str = ""
    minimum: int | None = None
    maximum: int | None = None
    former_code: str = ""

    @property
    def is_table(self) -> bool:
        return bool(self.rows)

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its key, its item, and the row and column where the item is a table."""

    key: str
    item: Item
    row: Option | None = None
    column: Option | None = None

    @property
    def label(self) -> str:
        """The item's label, then row and column: 从业人员学历 · 硕士 · 女."""
        return " · ".join([self.item.label, *(part.label for part in (self.row, self.column) if part)])


@dataclass(frozen=True, slots=True)
class Check:
    """One rule over cells. ``message`` says what is wrong, ``cure`` what would be right; both may name ``{cells}``."""

    code: str
    severity: Severity
    expression: str
    message: str
    cure: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    items: tuple[Item, ...]
    help: str = ""
    shown_if: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """The whole form of one year, in order. ``numbers`` are the parameters that its checks name."""

    year: int
    title: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = field(default=())
    numbers: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        return {item.code: item for section in self.sections for item in section.items}

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by key, in the order of the form."""
        return {cell.key: cell for item in self.items.values() for cell in cells_of(item)}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The part in which an item stands, by the item's code."""
        return {item.code: section for section in self.sections for item in section.items}

    @cached_property
    def _matches(self) -> dict[str, tuple[str, ...]]:
        return {}

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The cells of ``10201``, ``10210/*``, ``10210/master/*`` or ``10210/*/female``, in the order of the form."""
        if pattern not in self._matches:
            self._matches[pattern] = self._find(pattern)
        return self._matches[pattern]

    def _find(self, pattern: str) -> tuple[str, ...]:
        code, *wanted = pattern.split("/")
        item = self.items.get(code)
        if item is None:
            return ()
        keys = [cell.key for cell in cells_of(item)]
        return tuple(key for key in keys if _fits(key.split("/")[1:], wanted))


def _fits(parts: list[str], wanted: list[str]) -> bool:
    if wanted and wanted[-1] == "*" and len(parts) > len(wanted):
        parts = parts[: len(wanted)]
    return len(parts) == len(wanted) and all(want in ("*", part) for part, want in zip(parts, wanted, strict=True))


def cells_of(item: Item) -> tuple[Cell, ...]:
    """The cells of one item, row by row."""
    if not item.is_table:
        return (Cell(item.code, item),)
    columns = item.columns or (None,)
    return tuple(Cell(cell_key(item.code, row, column), item, row, column) for row in item.rows for column in columns)


def cell_key(code: str, row: Option, column: Option | None) -> str:
    return "/".join([code, row.code, *([column.code] if column else [])])
