"""Where each cell of the questionnaire stands in the workbook that an agency fills offline (METHODS A19).

One sheet a section, as officials print it: title, whose it is, the marks of the form, then one line an item or row of
a table with code, unit and period, this year's cells, last year's beside them, and room for an explanation. An
explanation belongs to a line, so the cells of one row of a table share it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ipservice.foundation.vocabulary import Vocabulary
from supervision.survey.rules.definition import Cell, Item, Option, Questionnaire, Section, Span, cells_of

LABEL, CODE, UNIT, PERIOD, FIRST = range(5)
HEADINGS = ("指标名称", "代码", "计量单位", "时期")
SHEET_NAME_LENGTH = 31
WHY = "#why"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_PLAIN = re.compile(r"[A-Za-z0-9]")


class Use(Vocabulary):
    VALUE = "value", "本年"
    LAST = "last", "上年"
    WHY = "why", "说明"


class Look(Vocabulary):
    TITLE = "title", "标题"
    PART = "part", "部分"
    SUBJECT = "subject", "填报单位"
    MARK = "mark", "表式标志"
    NOTE = "note", "说明"
    HEAD = "head", "表头"
    GROUP = "group", "表格指标"
    LABEL = "label", "指标"
    ROW = "row", "表格行"
    SMALL = "small", "代码、单位"


@dataclass(frozen=True, slots=True)
class Printed:
    """Text that stands on the sheet and is never read back; it spreads to ``until``, that column included."""

    row: int
    column: int
    text: str
    look: Look
    until: int


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the sheet that holds something: ``slot`` says what, whoever moves it on the sheet.

    A value's slot is the key of its cell; an explanation's is that of its line and ``#why``.
    """

    slot: str
    cell: Cell
    use: Use
    row: int
    column: int
    until: int

    @property
    def name(self) -> str:
        """The defined name that travels with the cell when rows are moved: ``item_10202.master.male``."""
        return defined_name(self.slot)


@dataclass(frozen=True)
class SheetPlan:
    """``head_row`` is repeated on every printed page and stays in sight; ``columns`` is how many there are."""

    name: str
    code: str
    head_row: int
    columns: int
    years: int
    printed: tuple[Printed, ...]
    fields: tuple[Field, ...]

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """What an agency may fill in, last year's figures left out."""
        return tuple(found for found in self.fields if found.use != Use.LAST)


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the lines of each sheet: the survey, whose return it is, the five marks of the form."""

    title: str
    subject: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]


def layout(questionnaire: Questionnaire, front: Front) -> tuple[SheetPlan, ...]:
    """One plan a section, in the order of the form; the same questionnaire always gives the same places."""
    return tuple(_Sheet(section, questionnaire.year, front).plan() for section in questionnaire.sections)


def why_slot(cell: Cell) -> str:
    """The slot of the explanation of a cell's line."""
    return "/".join([cell.item.code, *([cell.row.code] if cell.row else [])]) + WHY


def cells_of_slot(questionnaire: Questionnaire, slot: str) -> tuple[str, ...]:
    """The cells that a slot speaks of: one for a value, those of the line for an explanation."""
    if not slot.endswith(WHY):
        return (slot,)
    code, _, row = slot.removesuffix(WHY).partition("/")
    item = questionnaire.items.get(code)
    return tuple(cell.key for cell in cells_of(item) if not row or (cell.row and cell.row.code == row)) if item else ()


def slots_of(questionnaire: Questionnaire) -> Iterator[str]:
    """Every slot, values and explanations."""
    for cell in questionnaire.cells.values():
        yield cell.key
    yield from dict.fromkeys(why_slot(cell) for cell in questionnaire.cells.values())


def explanations_by_line(questionnaire: Questionnaire, explanations: Mapping[str, str]) -> dict[str, str]:
    """The explanations of cells as those of their lines; different ones in one line stand one after the other."""
    lines: dict[str, list[str]] = {}
    for key, cell in questionnaire.cells.items():
        text = explanations.get(key, "")
        if text and text not in lines.setdefault(why_slot(cell), []):
            lines[why_slot(cell)].append(text)
    return {slot: "；".join(texts) for slot, texts in lines.items() if texts}


def defined_name(slot: str) -> str:
    """A name that every spreadsheet program takes: letters, digits, dots; anything else by its number."""
    kind, key = ("why", slot.removesuffix(WHY)) if slot.endswith(WHY) else ("item", slot)
    return f"{kind}_" + ".".join("".join(map(_letter, part)) for part in key.split("/"))


def _letter(sign: str) -> str:
    return sign if _PLAIN.fullmatch(sign) else f"_{ord(sign):x}_"


class _Sheet:
    """One sheet while its lines are placed, from top to bottom."""

    def __init__(self, section: Section, year: int, front: Front) -> None:
        self.section, self.year, self.front = section, year, front
        self.years = max((len(item.columns) for item in section.items), default=0) or 1
        self.last = FIRST + self.years
        self.why = FIRST + 2 * self.years
        self.row = 0
        self.printed: list[Printed] = []
        self.fields: list[Field] = []

    def plan(self) -> SheetPlan:
        self._print_front()
        head_row = self.row
        self._print_heads()
        for item in self.section.items:
            self._print_item(item)
        name = _NOT_IN_A_NAME.sub("", f"{self.section.code} {self.section.title}")[:SHEET_NAME_LENGTH].strip()
        return SheetPlan(
            name, self.section.code, head_row, self.why + 1, self.years, tuple(self.printed), tuple(self.fields)
        )

    def _print(self, column: int, text: str, look: Look, until: int | None = None) -> None:
        self.printed.append(Printed(self.row, column, text, look, column if until is None else until))

    def _print_front(self) -> None:
        self._print(LABEL, self.front.title, Look.TITLE, self.why)
        self.row += 1
        self._print(LABEL, f"{self.section.code}　{self.section.title}", Look.PART, self.why)
        self.row += 1
        for place in range(max(len(self.front.subject), len(self.front.marks))):
            if place < len(self.front.subject):
                self._print(LABEL, "：".join(self.front.subject[place]), Look.SUBJECT, PERIOD)
            if place < len(self.front.marks):
                self._print(FIRST, "：".join(self.front.marks[place]), Look.MARK, self.why)
            self.row += 1
        if self.section.help:
            self._print(LABEL, f"注：{self.section.help}", Look.NOTE, self.why)
            self.row += 1

    def _print_heads(self) -> None:
        for column, heading in enumerate(HEADINGS):
            self._print(column, heading, Look.HEAD)
        self._print(FIRST, f"{self.year}年", Look.HEAD, self.last - 1)
        self._print(self.last, f"{self.year - 1}年（参考）", Look.HEAD, self.why - 1)
        self._print(self.why, "说明", Look.HEAD)
        self.row += 1

    def _print_item(self, item: Item) -> None:
        if not item.is_table:
            self._print_line(item, _label(item), Look.LABEL, cells_of(item))
            return
        self._print_group(item)
        cells = cells_of(item)
        wide = len(item.columns) or 1
        for place, row in enumerate(item.rows):
            self._print_line(item, row.label, Look.ROW, cells[place * wide : (place + 1) * wide])

    def _print_group(self, item: Item) -> None:
        self._print(LABEL, _label(item), Look.GROUP)
        self._print_facts(item)
        for first in (FIRST, self.last):
            for offset, text in self._group_heads(item.columns):
                until = first + self.years - 1 if not item.columns else first + offset
                self._print(first + offset, text, Look.HEAD, until)
        self._print(self.why, "", Look.HEAD)
        self.row += 1

    @staticmethod
    def _group_heads(columns: Sequence[Option]) -> list[tuple[int, str]]:
        return [(place, column.label) for place, column in enumerate(columns)] or [(0, "")]

    def _print_line(self, item: Item, label: str, look: Look, cells: Sequence[Cell]) -> None:
        self._print(LABEL, label, look)
        self._print_facts(item)
        for offset, cell in enumerate(cells):
            for use, first in ((Use.VALUE, FIRST), (Use.LAST, self.last)):
                until = first + self.years - 1 if len(cells) == 1 else first + offset
                self.fields.append(Field(cell.key, cell, use, self.row, first + offset, until))
        self.fields.append(Field(why_slot(cells[0]), cells[0], Use.WHY, self.row, self.why, self.why))
        self.row += 1

    def _print_facts(self, item: Item) -> None:
        self._print(CODE, item.code, Look.SMALL)
        self._print(UNIT, item.unit, Look.SMALL)
        self._print(PERIOD, "" if item.span == Span.NONE else item.span.label, Look.SMALL)


def _label(item: Item) -> str:
    return f"{item.label} *" if item.is_required else item.label
