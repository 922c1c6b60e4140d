"""The tables as a workbook that officials print: title, unit, notes, A4. The same version gives the same bytes."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from supervision.statistics.models import StatisticsRun, StatTable
from supervision.statistics.services.layout import STAR, Entry, Layout, Style, layout
from supervision.statistics.services.reading import lines, tables_in_force

EPOCH = datetime(2026, 1, 1)
LEGEND = "注：* 表示单位过少、一家占比过大，或者可据以推算出此类数据，按统计保密要求不予公布；空白表示无此项。"


class _Formats:
    """The formats of a printed table."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        grid = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter"}
        self.book = book
        self.title = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
        self.note = book.add_format({"font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "top"})
        self.small = book.add_format({"font_name": "宋体", "font_size": 9})
        self.right = book.add_format({"font_name": "宋体", "font_size": 9, "align": "right"})
        self.head = book.add_format({**grid, "bold": True, "align": "center", "text_wrap": True})
        self.text = book.add_format(grid)
        self.star = book.add_format({**grid, "align": "right"})
        self.whole = book.add_format({**grid, "num_format": "#,##0"})
        self.number = book.add_format({**grid, "num_format": "#,##0.00"})
        self.share = book.add_format({**grid, "num_format": "0.0%"})

    def of(self, entry: Entry) -> Any:
        if entry.style == Style.SHARE:
            return self.share
        is_whole = entry.value is None or entry.value == int(entry.value)
        return self.whole if is_whole else self.number


def to_workbook(run: StatisticsRun) -> bytes:
    """One sheet a table after a list of the tables."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": str(run), "created": EPOCH})
        formats = _Formats(book)
        tables = tables_in_force(run)
        _contents(formats, run, tables)
        for place, table in enumerate(tables, start=1):
            _sheet(formats, table, f"表{place}")
    return buffer.getvalue()


def _contents(formats: _Formats, run: StatisticsRun, tables: Sequence[StatTable]) -> None:
    sheet = formats.book.add_worksheet("目录")
    for column, width in enumerate((8, 24, 56)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 2, f"{run}统计表目录", formats.title)
    for column, label in enumerate(("表", "部分", "名称")):
        sheet.write_string(1, column, label, formats.head)
    for place, table in enumerate(tables, start=1):
        carried = f"（沿用第{table.run.version}版）" if table.run_id != run.pk else ""
        for column, text in enumerate((f"表{place}", table.section, table.title + carried)):
            sheet.write_string(place + 1, column, text, formats.text)
    answered = f"应报单位 {run.due} 家，审核通过 {run.answered} 家。"
    sheet.merge_range(len(tables) + 2, 0, len(tables) + 3, 2, answered + LEGEND, formats.note)
    _printing(sheet, heads=2)


def _sheet(formats: _Formats, table: StatTable, name: str) -> None:
    sheet = formats.book.add_worksheet(name)
    laid = layout(table, lines(table))
    last = len(laid.heads)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, last, 14)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, f"{name}　{table.run.year}年{table.title}", formats.title)
    sheet.write_string(1, 0, f"指标代码：{table.code}", formats.small)
    sheet.write_string(1, last, f"计量单位：{table.unit or '—'}", formats.right)
    for column, label in enumerate((laid.corner, *laid.heads)):
        sheet.write_string(2, column, label, formats.head)
    _body(formats, sheet, laid)
    at = 3 + len(laid.rows)
    sheet.merge_range(at, 0, at + 2, last, f"{table.note}{LEGEND}", formats.note)
    _printing(sheet, heads=3)


def _body(formats: _Formats, sheet: Worksheet, laid: Layout) -> None:
    for at, row in enumerate(laid.rows, start=3):
        sheet.write_string(at, 0, row.label, formats.text)
        for column, entry in enumerate(row.entries, start=1):
            if entry.is_hidden:
                sheet.write_string(at, column, STAR, formats.star)
            elif entry.value is None:
                sheet.write_blank(at, column, None, formats.text)
            else:
                sheet.write_number(at, column, float(entry.value), formats.of(entry))


def _printing(sheet: Worksheet, *, heads: int) -> None:
    """A4 across, one page wide, heads on every page and always in view."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads - 1)
    sheet.freeze_panes(heads, 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
