"""Writes the workbook of one return: a sheet a section as it is printed, drop-downs, last year beside, a name a cell.

Every text is written as text, so that nothing that came from outside runs as a formula.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ipservice.documents.neutral import starts_a_formula, without_control
from supervision.survey.rules.definition import Item, ItemType, Questionnaire
from supervision.survey.rules.expressions import in_words, parse
from supervision.survey.rules.layout import (
    CODE,
    FIRST,
    LABEL,
    PERIOD,
    UNIT,
    Field,
    Front,
    Look,
    SheetPlan,
    Use,
    layout,
)
from supervision.survey.rules.values import Value, as_text, options_of
from supervision.survey.services.workbook_formats import TEXT_FORMAT, Formats, number_format_of
from supervision.survey.services.workbook_notes import write_definitions, write_guide

IDENTITY_SHEET, OPTIONS_SHEET = "_填报标识", "_选项"
EXACT_DIGITS = 15
LONGEST_HINT = 250
WIDTHS = {LABEL: 40, CODE: 9, UNIT: 9, PERIOD: 8}
CHOSEN = (ItemType.CHOICE, ItemType.YES_NO)


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the places: ``values`` by slot as they are stored, ``offers`` by cell with their sources.

    ``locked`` are slots that this return may not change now. ``identity`` is what the file says of itself.
    """

    front: Front
    values: Mapping[str, Value]
    last_year: Mapping[str, Decimal]
    identity: Mapping[str, str]
    made_at: datetime
    offers: Mapping[str, tuple[Value, str]] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()


def write(questionnaire: Questionnaire, filling: Filling) -> bytes:
    """The workbook as bytes; the same filling gives the same bytes."""
    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": filling.front.title, "created": filling.made_at.replace(tzinfo=None)})
        _Book(book, questionnaire, filling).write()
    return buffer.getvalue()


class _Book:
    """One workbook while it is written."""

    def __init__(self, book: xlsxwriter.Workbook, questionnaire: Questionnaire, filling: Filling) -> None:
        self.book, self.questionnaire, self.filling = book, questionnaire, filling
        self.formats = Formats(book)
        self.lists: dict[str, str] = {}

    def write(self) -> None:
        plans = layout(self.questionnaire, self.filling.front)
        write_guide(self.book, self.formats, self.filling.front, plans)
        sheets = [(plan, self.book.add_worksheet(plan.name)) for plan in plans]
        write_definitions(self.book, self.formats, self.questionnaire)
        self._write_options()
        for plan, sheet in sheets:
            self._write_sheet(plan, sheet)
        self._write_identity()

    def _write_options(self) -> None:
        """The choices stand on a hidden sheet: a list inside a rule may hold 255 characters and no comma."""
        sheet = self.book.add_worksheet(OPTIONS_SHEET)
        sheet.hide()
        chosen = (item for item in self.questionnaire.items.values() if item.type in CHOSEN and options_of(item))
        for column, item in enumerate(chosen):
            labels = [option.label for option in options_of(item)]
            for row, label in enumerate(labels):
                sheet.write_string(row, column, label)
            last = xl_rowcol_to_cell(len(labels) - 1, column, row_abs=True, col_abs=True)
            first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
            self.lists[item.code] = f"='{OPTIONS_SHEET}'!{first}:{last}"

    def _write_identity(self) -> None:
        sheet = self.book.add_worksheet(IDENTITY_SHEET)
        for row, (name, text) in enumerate(self.filling.identity.items()):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, text)
        sheet.protect()
        sheet.very_hidden()

    def _write_sheet(self, plan: SheetPlan, sheet: Worksheet) -> None:
        _set_page(plan, sheet)
        for printed in plan.printed:
            look = self.formats.printed(printed.look)
            _merged(sheet, (printed.row, printed.column, printed.until), look)
            sheet.write_string(printed.row, printed.column, printed.text, look)
            if printed.look == Look.NOTE:
                sheet.set_row(printed.row, 15 * (1 + len(printed.text) // (50 + 14 * 2 * plan.years)))
        for place in plan.fields:
            self._write_field(plan, sheet, place)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _write_field(self, plan: SheetPlan, sheet: Worksheet, place: Field) -> None:
        if place.use == Use.LAST:
            self._write_last(sheet, place)
            return
        self._write_input(sheet, place)
        quoted = plan.name.replace("'", "''")
        address = xl_rowcol_to_cell(place.row, place.column, row_abs=True, col_abs=True)
        self.book.define_name(place.name, f"='{quoted}'!{address}")

    def _write_last(self, sheet: Worksheet, place: Field) -> None:
        look = self.formats.last_year(number_format_of(place.cell.item.type))
        _merged(sheet, (place.row, place.column, place.until), look)
        number = self.filling.last_year.get(place.slot)
        if number is None:
            sheet.write_blank(place.row, place.column, None, look)
        else:
            sheet.write_number(place.row, place.column, float(number), look)

    def _write_input(self, sheet: Worksheet, place: Field) -> None:
        is_locked = place.slot in self.filling.locked
        value, source = self.filling.values.get(place.slot), ""
        if value is None and place.use == Use.VALUE and not is_locked:
            value, source = self.filling.offers.get(place.slot, (None, ""))
        kind = TEXT_FORMAT if place.use == Use.WHY else number_format_of(place.cell.item.type)
        text = _shown(place, value)
        quoted = isinstance(text, str) and starts_a_formula(text)
        look = self.formats.input(kind, is_locked=is_locked, is_offer=bool(source), quoted=quoted)
        _merged(sheet, (place.row, place.column, place.until), look)
        _put(sheet, place, text, look)
        if place.use == Use.VALUE:
            self._write_rule(sheet, place, source)

    def _write_rule(self, sheet: Worksheet, place: Field, source: str) -> None:
        """The drop-down or the bounds, with the item's explanation shown when the cell is chosen."""
        item = place.cell.item
        rule = _rule(item, self.lists.get(item.code, ""))
        hint = _hint(item, source, self._condition(item))
        if hint:
            rule |= {"input_title": item.code, "input_message": hint}
        if hint or rule["validate"] != "any":
            sheet.data_validation(place.row, place.column, place.row, place.column, rule)

    def _condition(self, item: Item) -> str:
        """When the item is asked at all, in words."""
        return in_words(parse(item.shown_if), self.questionnaire) if item.shown_if else ""


def _rule(item: Item, options: str) -> dict[str, object]:
    if options:
        message = "请从下拉列表中选择。"
        return {"validate": "list", "source": options, "error_title": item.code, "error_message": message}
    if not item.is_numeric:
        return {"validate": "any"}
    bounds: dict[str, object] = {"criteria": ">=", "value": item.minimum if item.minimum is not None else -(10**15)}
    if item.maximum is not None:
        bounds = {"criteria": "between", "minimum": item.minimum or 0, "maximum": item.maximum}
    return {
        "validate": "integer" if item.type == ItemType.INTEGER else "decimal",
        "error_type": "warning",
        "error_title": item.code,
        "error_message": f"此处应填{'整数' if item.type == ItemType.INTEGER else '数字'}"
        + (f"，单位：{item.unit}。" if item.unit else "。"),
        **bounds,
    }


def _hint(item: Item, source: str, condition: str) -> str:
    parts = [f"已预填，来源：{source}，请核对。"] if source else []
    if condition:
        parts.append(f"仅在此时填写：{condition}")
    if item.type == ItemType.CHOICES:
        parts.append("可多选，用“；”隔开：" + "；".join(option.label for option in item.options))
    parts.append(item.help)
    return without_control("\n".join(part for part in parts if part))[:LONGEST_HINT]


def _shown(place: Field, value: Value) -> str | Decimal | date | None:
    """A number as a number where it is held exactly, a day as a day, a choice by its label."""
    item = place.cell.item
    if value is None or value == "" or place.use == Use.WHY:
        return None if not value else str(value)
    if isinstance(value, Decimal):
        exact = len(value.normalize().as_tuple().digits) <= EXACT_DIGITS
        return value if exact else as_text(item, value)
    return date.fromisoformat(value) if item.type == ItemType.DATE else as_text(item, value)


def _put(sheet: Worksheet, place: Field, content: str | Decimal | date | None, look: object) -> None:
    at = (place.row, place.column)
    if content is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(content, Decimal):
        sheet.write_number(*at, float(content), look)
    elif isinstance(content, date):
        sheet.write_datetime(*at, content, look)
    else:
        sheet.write_string(*at, without_control(content), look)


def _merged(sheet: Worksheet, place: tuple[int, int, int], look: object) -> None:
    row, first, until = place
    if until > first:
        sheet.merge_range(row, first, row, until, "", look)


def _set_page(plan: SheetPlan, sheet: Worksheet) -> None:
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.set_column(FIRST, plan.columns - 2, 20 if plan.years == 1 else 14)
    sheet.set_column(plan.columns - 1, plan.columns - 1, 28)
    sheet.freeze_panes(plan.head_row + 1, 1)
    sheet.repeat_rows(plan.head_row)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
