"""A workbook given back to who sent it: bad cells coloured and commented, a first sheet that lists them with links.

It is the sender's own file: formulas, formats and other sheets stay. Marks of an earlier round are taken off first,
so that a copy that was mended and sent in again carries only what is said now; a person's own comment stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ipservice.documents.neutral import without_control
from ipservice.foundation.errors import DomainError

_NOT_OPENED = (ValueError, TypeError, LookupError, AttributeError, SyntaxError, BadZipFile, InvalidFileException)


class CannotBeMarked(DomainError):
    """The file can be read but not written again: a part beside the cells is not as it should be."""

    code = "workbook_not_marked"
    template = "文件中有不规范的部分，无法在原文件上加批注。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said about one cell; ``remark`` names the rule, the value and the cure."""

    sheet: str
    cell: str
    colour: str
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; ``sheet`` and ``cell`` are where its link leads, if anywhere."""

    texts: Sequence[str]
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How the marks of one purpose look and are told from a person's own comments, which never begin with ``sign``.

    ``headings`` are names and widths of the list's columns, ``linked`` the one that leads to the cell; ``unmarked``
    is the fill of a cell once its mark is taken off.
    """

    sign: str
    author: str
    list_sheet: str
    headings: Sequence[tuple[str, int]]
    linked: int
    colours: frozenset[str]
    unmarked: str = ""


def mark_copy(source: Path, made: Path, wording: Wording, *, marks: Iterable[Mark], lines: Iterable[Line]) -> None:
    """Write the marked copy of ``source`` to ``made``. The file has passed the bounded reader before.

    Raises ``CannotBeMarked``.
    """
    book = _opened(source)
    if wording.list_sheet in book.sheetnames:
        del book[wording.list_sheet]
    for sheet in book.worksheets:
        _take_off(sheet, wording)
    for mark in marks:
        if mark.sheet in book.sheetnames:
            _put_on(book[mark.sheet][mark.cell], mark, wording)
    _write_list(book, wording, lines)
    book.save(made)


def _opened(source: Path) -> Workbook:
    with source.open("rb") as content:
        try:
            return openpyxl.load_workbook(content)
        except _NOT_OPENED as error:
            raise CannotBeMarked from error


def _take_off(sheet: Worksheet, wording: Wording) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment and wording.sign in cell.comment.text:
                own = _own_words(cell, wording)
                cell.comment = Comment(own, cell.comment.author) if own else None
                if cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb)[-6:] in wording.colours:
                    cell.fill = _fill(wording.unmarked) if wording.unmarked else PatternFill()


def _own_words(cell: Cell, wording: Wording) -> str:
    """What a person wrote in the comment before us."""
    return cell.comment.text.split(wording.sign)[0].strip() if cell.comment else ""


def _put_on(cell: Cell, mark: Mark, wording: Wording) -> None:
    cell.fill = _fill(mark.colour)
    former = f"{cell.comment.text}\n" if cell.comment else ""
    remark = without_control(f"{former}{wording.sign}{mark.remark}")
    cell.comment = Comment(remark, wording.author, width=320, height=140)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _write_list(book: Workbook, wording: Wording, lines: Iterable[Line]) -> None:
    sheet = book.create_sheet(wording.list_sheet, 0)
    sheet.append([heading for heading, _ in wording.headings])
    for place, (_, width) in enumerate(wording.headings):
        sheet.column_dimensions[chr(65 + place)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in lines:
        sheet.append([without_control(text) for text in line.texts])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if line.sheet in book.sheetnames and line.cell:
            _link(sheet.cell(sheet.max_row, wording.linked + 1), line)
    sheet.freeze_panes = "A2"
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = 0


def _link(cell: Cell, line: Line) -> None:
    quoted = line.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{line.cell}")
    cell.font = Font(color="1D4F91", underline="single")
