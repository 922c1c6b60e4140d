"""Workbooks out: title, what was filtered, heads, rows, totals. Text stays text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ipservice.documents.neutral import starts_a_formula
from ipservice.foundation.vocabulary import Vocabulary

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHINA = ZoneInfo("Asia/Shanghai")
MAX_CELL = 32_767


class Style(Vocabulary):
    """How a column of a sheet is written. Money is given in yuan (Decimal), rates as fractions of one."""

    TEXT = "text", "文字"
    COUNT = "count", "#,##0"
    YUAN = "yuan", "#,##0.00"
    RATE = "rate", "0.00%"
    DAY = "day", "yyyy-mm-dd"
    MOMENT = "moment", "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Heading:
    """Head of one column. ``total`` adds its sum in a last row; ``width`` is in characters."""

    label: str
    style: Style = Style.TEXT
    width: int = 16
    total: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the rows: the title, the filter in words, when and by which site it was made."""

    title: str
    filters: Sequence[tuple[str, str]] = ()
    note: str = ""
    made_at: datetime | None = None


class _Sheet:
    """One sheet while it is written, from top to bottom (constant memory allows no way back)."""

    def __init__(self, book: xlsxwriter.Workbook, headings: Sequence[Heading]) -> None:
        self.headings = headings
        self.sheet: Worksheet = book.add_worksheet("数据")
        grid = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self.title = book.add_format({"font_name": "黑体", "font_size": 16, "bold": True, "valign": "vcenter"})
        self.small = book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#4A5564"})
        self.head = book.add_format({**grid, "bold": True, "bg_color": "#E9EDF2", "align": "center", "text_wrap": True})
        self.formats = {
            style: book.add_format({**grid} if style == Style.TEXT else {**grid, "num_format": style.label})
            for style in Style
        }
        self.quoted = book.add_format({**grid, "quote_prefix": True})
        self.at = 0
        self.sums: list[Decimal | int] = [0] * len(headings)

    def write_front(self, front: Front, count: int | None) -> None:
        for index, heading in enumerate(self.headings):
            self.sheet.set_column(index, index, heading.width)
        self.sheet.set_row(0, 28)
        self.sheet.write_string(0, 0, front.title, self.title)
        filters = "；".join(f"{label}：{value}" for label, value in front.filters) or "无"
        lines = [f"筛选条件：{filters}"]
        if count is not None:
            lines.append(f"记录数：{count:,}")
        if front.made_at:
            lines.append(f"导出时间：{front.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}")
        lines += [front.note] if front.note else []
        for offset, line in enumerate(lines, start=1):
            self.sheet.write_string(offset, 0, line, self.small)
        self.at = len(lines) + 1
        for index, heading in enumerate(self.headings):
            self.sheet.write_string(self.at, index, heading.label, self.head)
        self.sheet.freeze_panes(self.at + 1, 0)
        self.sheet.repeat_rows(self.at)
        self.at += 1

    def write_row(self, values: Sequence[Any]) -> None:
        for index, (heading, value) in enumerate(zip(self.headings, values, strict=True)):
            self._write_cell(index, heading, value)
            if heading.total and isinstance(value, (int, Decimal)):
                self.sums[index] += value
        self.at += 1

    def _write_cell(self, index: int, heading: Heading, value: Any) -> None:
        style = self.formats[heading.style]
        if value is None or value == "":
            self.sheet.write_blank(self.at, index, None, style)
        elif isinstance(value, bool):
            self.sheet.write_string(self.at, index, "是" if value else "否", self.formats[Style.TEXT])
        elif isinstance(value, (int, Decimal)):
            self.sheet.write_number(self.at, index, float(value), style)
        elif isinstance(value, (date, datetime)):
            self.sheet.write_datetime(self.at, index, _naive(value), style)
        else:
            self._write_text(index, str(value), style)

    def _write_text(self, index: int, text: str, style: Format) -> None:
        chosen = self.quoted if starts_a_formula(text) else style
        self.sheet.write_string(self.at, index, text[:MAX_CELL], chosen)

    def write_totals(self) -> None:
        if not any(heading.total for heading in self.headings):
            return
        for index, heading in enumerate(self.headings):
            if heading.total:
                self.sheet.write_number(self.at, index, float(self.sums[index]), self.formats[heading.style])
            else:
                self.sheet.write_string(self.at, index, "合计" if index == 0 else "", self.head)
        self.at += 1


def write_rows(
    columns: Sequence[Heading], rows: Iterable[Sequence[Any]], *, front: Front, count: int | None = None
) -> bytes:
    """A workbook of one sheet, ready to print on A4. Rows are consumed one by one and never held together.

    Every text is written as text: nothing that comes from outside becomes a formula. The same input gives the
    same bytes when ``front.made_at`` is the same.
    """
    buffer = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": front.title, "created": _naive(front.made_at) if front.made_at else _EPOCH})
        sheet = _Sheet(book, columns)
        sheet.write_front(front, count)
        for row in rows:
            sheet.write_row(row)
        sheet.write_totals()
        sheet.sheet.set_paper(9)
        sheet.sheet.set_landscape()
        sheet.sheet.fit_to_pages(1, 0)
        sheet.sheet.set_footer("&C第 &P 页，共 &N 页")
    return buffer.getvalue()


def file_response(content: bytes, filename: str, media_type: str = XLSX) -> HttpResponse:
    """``content`` as a download under a Chinese file name."""
    response = HttpResponse(content, content_type=media_type)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in filename)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = "no-store"
    return response


_EPOCH = datetime(2026, 1, 1)


def _naive(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(CHINA).replace(tzinfo=None)
    return value
