"""One part of the questionnaire as its page draws it: lines, boxes, tables with their sums, what stands beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from supervision.survey.forms.posted import EXPLANATION, VALUE
from supervision.survey.rules.checking import CheckFinding
from supervision.survey.rules.definition import Cell, Item, ItemType, Option, Section, Severity, Span, cells_of
from supervision.survey.rules.values import ValueFault, as_text, options_of, parse
from supervision.survey.services.answers import Standing
from supervision.survey.services.prefill import Prefilled

MOST_RADIOS = 6
LONG_TEXT = ("说明", "意见", "建议", "简述")


@dataclass(frozen=True)
class Told:
    """What a page knows beside the answers: typed text that was not stored, why, offers, questions, open cells."""

    typed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    offers: Mapping[str, Prefilled] = field(default_factory=dict)
    questions: Mapping[str, object] = field(default_factory=dict)
    open_cells: frozenset[str] | None = None
    is_locked: bool = False
    findings: Sequence[CheckFinding] = ()

    def allows(self, cell: str) -> bool:
        return not self.is_locked and (self.open_cells is None or cell in self.open_cells)


@dataclass(frozen=True)
class Box:
    """One cell on the page."""

    cell: Cell
    standing: Standing = field(repr=False)
    told: Told = field(repr=False)

    @property
    def key(self) -> str:
        return self.cell.key

    @property
    def id(self) -> str:
        return "c-" + self.cell.key.replace("/", "-")

    @property
    def name(self) -> str:
        return VALUE + self.cell.key

    @property
    def explanation_name(self) -> str:
        return EXPLANATION + self.cell.key

    @property
    def value(self) -> Decimal | str | None:
        return self.standing.values.get(self.key)

    @cached_property
    def text(self) -> str:
        """What stands in the box: text that was typed and not stored, before what is stored."""
        if self.key in self.told.typed:
            return self.told.typed[self.key]
        return as_text(self.cell.item, self.value)

    @property
    def shown(self) -> str:
        return shown(self.cell.item, self.value)

    @property
    def chosen(self) -> list[str]:
        """The codes that are ticked."""
        typed = self.told.typed.get(self.key)
        return (typed if typed is not None else str(self.value or "")).split(",")

    @property
    def options(self) -> tuple[Option, ...]:
        return options_of(self.cell.item)

    @property
    def look(self) -> str:
        """Which widget: number, text, long, radios, select, checks, date."""
        kind = self.cell.item.type
        if kind == ItemType.CHOICES:
            return "checks"
        if kind in (ItemType.CHOICE, ItemType.YES_NO):
            return "radios" if len(self.options) <= MOST_RADIOS else "select"
        if kind == ItemType.TEXT:
            return "long" if any(word in self.cell.item.label for word in LONG_TEXT) else "text"
        return "date" if kind == ItemType.DATE else "number"

    @property
    def is_grouped(self) -> bool:
        return self.look in ("radios", "checks")

    @property
    def is_open(self) -> bool:
        return self.told.allows(self.key)

    @property
    def is_unsaved(self) -> bool:
        """What stands in the box is not what is stored, so it is sent even if nobody touches it."""
        return self.key in self.told.typed or self.key in self.told.words

    @property
    def error(self) -> str:
        return self.told.refused.get(self.key, "")

    @property
    def explanation(self) -> str:
        stored = self.standing.stored.get(self.key)
        return self.told.words.get(self.key, stored.explanation if stored else "")

    @cached_property
    def findings(self) -> list[CheckFinding]:
        """Those that lead here."""
        return [finding for finding in self.told.findings if finding.anchor == self.key]

    @property
    def is_wrong(self) -> bool:
        return bool(self.error) or any(finding.severity == Severity.HARD for finding in self.findings)

    @property
    def is_asked_why(self) -> bool:
        """A soft finding wants an explanation, or there is one already."""
        return bool(self.explanation) or any(finding.severity == Severity.SOFT for finding in self.findings)

    @property
    def last(self) -> str:
        return shown(self.cell.item, self.standing.last_year.get(self.key))

    @property
    def last_plain(self) -> str:
        """For the script that keeps the change up to date."""
        before = self.standing.last_year.get(self.key)
        return "" if before is None else f"{before:f}"

    @property
    def change(self) -> str:
        now = self.value
        return change(now if isinstance(now, Decimal) else None, self.standing.last_year.get(self.key))

    @property
    def offer(self) -> Prefilled | None:
        """Something the portal knows and that does not stand here already."""
        offered = self.told.offers.get(self.key)
        if offered is None or not self.is_open or offered.value in (self.text, as_text(self.cell.item, self.value)):
            return None
        return offered

    @property
    def question(self) -> object | None:
        return self.told.questions.get(self.key)

    @property
    def described_by(self) -> str:
        parts = [(f"{self.id}-error", self.is_wrong), (f"{self.id}-last", bool(self.last))]
        parts.append((f"{self.id}-soft", bool(self.findings) and not self.is_wrong))
        return " ".join(name for name, there in parts if there)


@dataclass(frozen=True)
class TableRow:
    label: str
    boxes: tuple[Box, ...]
    total: str


@dataclass(frozen=True)
class Line:
    """One item: a box, or a table of boxes."""

    item: Item
    boxes: tuple[Box, ...]
    is_hidden: bool

    @property
    def box(self) -> Box:
        return self.boxes[0]

    @property
    def is_small(self) -> bool:
        """A number stands beside its label; everything else below it."""
        return not self.item.is_table and self.box.look == "number"

    @property
    def span(self) -> str:
        return "" if self.item.span == Span.NONE else self.item.span.label

    @property
    def has_sums(self) -> bool:
        return self.item.is_numeric and self.item.type != ItemType.PERCENT

    @property
    def is_empty(self) -> bool:
        return all(box.value is None for box in self.boxes)

    @property
    def is_single(self) -> bool:
        """A table of one column."""
        return len(self.item.columns) <= 1

    @property
    def has_row_sums(self) -> bool:
        return self.has_sums and len(self.item.columns) > 1

    @cached_property
    def rows(self) -> list[TableRow]:
        wide = len(self.item.columns) or 1
        groups = [self.boxes[start : start + wide] for start in range(0, len(self.boxes), wide)]
        return [TableRow(row.label, boxes, self._sum(boxes)) for row, boxes in zip(self.item.rows, groups, strict=True)]

    @property
    def column_totals(self) -> list[str]:
        return [self._sum([row.boxes[place] for row in self.rows]) for place in range(len(self.rows[0].boxes))]

    @property
    def total(self) -> str:
        return self._sum(self.boxes)

    @property
    def last_total(self) -> str:
        befores = [box.standing.last_year.get(box.key) for box in self.boxes]
        known = [before for before in befores if before is not None]
        return shown(self.item, sum(known, Decimal(0))) if known and self.has_sums else ""

    @property
    def messages(self) -> list[Box]:
        """The boxes about which something is to be said under the table."""
        return [box for box in self.boxes if box.error or box.findings or box.is_asked_why or box.question]

    @property
    def offers(self) -> list[Box]:
        return [box for box in self.boxes if box.offer]

    def _sum(self, boxes: Sequence[Box]) -> str:
        numbers = [box.value for box in boxes if isinstance(box.value, Decimal)]
        return shown(self.item, sum(numbers, Decimal(0))) if numbers and self.has_sums else ""


def lines_of(section: Section, standing: Standing, told: Told) -> list[Line]:
    """The lines of one part in order; what the skip rules take away is there and hidden."""
    lines = []
    for item in section.items:
        boxes = tuple(Box(cell, standing, told) for cell in cells_of(item))
        lines.append(Line(item, boxes, boxes[0].key in standing.hidden))
    return lines


def shown(item: Item, value: object) -> str:
    """A value as it is read: numbers with separators, choices by their labels."""
    if value is None or value == "":
        return ""
    text = as_text(item, value)
    if not item.is_numeric:
        return text
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-") not in ("", "0") else text


def shown_text(item: Item, text: str) -> str:
    """A value that was kept as text (in a submission, in a question) as it is read; text that is none stays."""
    try:
        return shown(item, parse(item, text))
    except ValueFault:
        return text


def change(now: Decimal | None, before: Decimal | None) -> str:
    """Against last year: 增 12.5%, 减 3.0%, 持平; nothing where one of the two is not known or there was none."""
    if now is None or before is None or not before:
        return ""
    if now == before:
        return "持平"
    percent = abs(now - before) / abs(before) * 100
    return f"{'增' if now > before else '减'} {percent:,.1f}%"
