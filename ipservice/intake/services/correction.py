"""The file given back: bad cells coloured and commented, a first sheet that lists them, to be sent in again as it is.

A workbook of moderate size is the uploaded one with marks. For CSV, old workbooks and very large files one is made
that holds the header and the rows about which something is said. Cells that begin like a formula stay text.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from django.db.models import QuerySet

from ipservice.accounts.models import User
from ipservice.documents.marking import Line, Mark, Wording, mark_copy
from ipservice.evidence import services as evidence
from ipservice.evidence.models import StoredFile
from ipservice.intake.findings import LIST_SHEET, OUR_COMMENT, row_of
from ipservice.intake.models import ImportIssue, ImportRun, Severity
from ipservice.intake.reading.kinds import FileKind, kind_of
from ipservice.intake.reading.uploads import Chunk, Sheet, read

PURPOSE = "intake.correction"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE_ROWS = 20_000
COLOURS = {
    Severity.REJECTED: "FFC7CE",
    Severity.ASK: "FFEB9C",
    Severity.FIXED: "C6EFCE",
}
MARKED = (Severity.REJECTED, Severity.ASK, Severity.FIXED)
LIST_HEADINGS = (
    ("序号", 6),
    ("处理", 8),
    ("工作表", 14),
    ("单元格", 10),
    ("列", 16),
    ("原值", 26),
    ("问题", 60),
    ("建议值", 26),
)
ROW_HEADING = "原行号"
WORDING = Wording(OUR_COMMENT, "导入核对", LIST_SHEET, LIST_HEADINGS, 3, frozenset(COLOURS.values()))


def correction(run: ImportRun, *, by: User | None) -> StoredFile:
    """The workbook of this reading of the file, made once."""
    if run.correction_id:
        return run.correction
    path = evidence.path_of(run.file.sha256)
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        made = Path(folder) / "correction.xlsx"
        if kind_of(path) == FileKind.XLSX and run.rows_total <= WHOLE_ROWS:
            _marked(run, path, made)
        else:
            _excerpt(run, path, made)
        stem = run.file.name.rsplit(".", 1)[0]
        name = f"{stem}_批注退回.xlsx"
        run.correction = evidence.keep_judged(made, name, media_type=XLSX, purpose=PURPOSE, by=by)
    run.save(update_fields=["correction"])
    return run.correction


def _issues(run: ImportRun) -> QuerySet[ImportIssue]:
    return run.issues.filter(severity__in=MARKED).order_by("line", "cell", "id")


def _marked(run: ImportRun, path: Path, made: Path) -> None:
    """The uploaded workbook itself, with colours and comments put in."""
    marks = (
        Mark(issue.sheet, address, COLOURS[Severity(issue.severity)], _remark(issue))
        for issue in _issues(run).exclude(cell="").exclude(sheet="")
        for address in _addresses(issue)
    )
    lines = (Line(texts, *_linked(texts)) for texts in _listed(run))
    mark_copy(path, made, WORDING, marks=marks, lines=lines)


def _linked(texts: tuple[str, ...]) -> tuple[str, str]:
    """Sheet and cell that a line of the list leads to; a whole row leads to its first cell."""
    sheet, cell = texts[2], texts[3].split(":")[0]
    return (sheet, f"A{''.join(filter(str.isdigit, cell))}" if cell.startswith("第") else cell)


def _addresses(issue: ImportIssue) -> Iterator[str]:
    """The cells of an issue; a whole row is marked in its first cell."""
    if issue.cell.startswith("第"):
        yield f"A{issue.row}"
    else:
        yield from issue.cell.split(":")


def _remark(issue: ImportIssue) -> str:
    """Rule, value and cure, as the comment says them."""
    lines = [f"{issue.get_severity_display()}：{issue.message}"]
    if issue.raw:
        lines.append(f"原值：{issue.raw}")
    if issue.suggestion:
        lines.append(f"建议：{issue.suggestion}")
    return "\n".join(lines)


def _listed(run: ImportRun) -> Iterator[tuple[str, ...]]:
    for number, issue in enumerate(_issues(run).iterator(chunk_size=2000), 1):
        yield (
            str(number),
            issue.get_severity_display(),
            issue.sheet,
            issue.cell,
            issue.column,
            issue.raw,
            issue.message,
            issue.suggestion,
        )


def _excerpt(run: ImportRun, path: Path, made: Path) -> None:
    """A new workbook with the header and the rows that are spoken of, each with its former line."""
    by_line: dict[int, list[ImportIssue]] = defaultdict(list)
    for issue in _issues(run):
        by_line[issue.line].append(issue)
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        _list_made(book, run)
        out = _Excerpt(book, run, by_line)
        for part in read(path):
            out.take(part)


def _list_made(book: xlsxwriter.Workbook, run: ImportRun) -> None:
    sheet = book.add_worksheet(LIST_SHEET)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, (heading, width) in enumerate(LIST_HEADINGS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, bold)
    for row, line in enumerate(_listed(run), 1):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, wrapped)
    sheet.freeze_panes(1, 0)


class _Excerpt:
    """Writes the spoken-of rows of each sheet as they pass."""

    def __init__(self, book: xlsxwriter.Workbook, run: ImportRun, by_line: dict[int, list[ImportIssue]]) -> None:
        self.book, self.by_line = book, by_line
        self.titles: dict[str, list[str]] = defaultdict(list)
        for column in run.columns:
            self.titles[column["sheet"]].append(column["title"])
        self.fills = {severity: book.add_format({"bg_color": f"#{colour}"}) for severity, colour in COLOURS.items()}
        self.number = -1
        self.sheet: Any = None
        self.row = 0

    def take(self, part: Sheet | Chunk) -> None:
        if isinstance(part, Sheet):
            self.number += 1
            self.sheet = None
            if titles := self.titles.get(part.name):
                self._begin(part, titles)
        elif self.sheet is not None:
            self._rows(part)

    def _begin(self, sheet: Sheet, titles: list[str]) -> None:
        self.sheet = self.book.add_worksheet(sheet.name or "数据")
        bold = self.book.add_format({"bold": True})
        for place, title in enumerate([*titles, ROW_HEADING]):
            self.sheet.write_string(0, place, title, bold)
            self.sheet.set_column(place, place, 18)
        self.sheet.freeze_panes(1, 0)
        self.row = 0

    def _rows(self, chunk: Chunk) -> None:
        wanted = [
            (row_of(line)[1], issues)
            for line, issues in self.by_line.items()
            if row_of(line)[0] == self.number
            and chunk.first_line <= row_of(line)[1] < chunk.first_line + chunk.frame.height
        ]
        texts = chunk.frame.select([name for name in chunk.frame.columns if name.startswith("c")])
        picked = texts[[row - chunk.first_line for row, _ in wanted]] if wanted else pl.DataFrame()
        for (row, issues), cells in zip(wanted, picked.iter_rows(), strict=True):
            self._row(row, issues, cells)

    def _row(self, row: int, issues: list[ImportIssue], cells: tuple[Any, ...]) -> None:
        self.row += 1
        said: dict[int, list[ImportIssue]] = defaultdict(list)
        for issue in issues:
            for address in _addresses(issue):
                said[_place(address)].append(issue)
        for place, text in enumerate(cells):
            fill = self.fills[Severity(said[place][0].severity)] if place in said else None
            if text or fill:
                self.sheet.write_string(self.row, place, (text or "").replace("\x00", ""), fill)
            if place in said:
                remark = "\n".join(OUR_COMMENT + _remark(issue) for issue in said[place])
                self.sheet.write_comment(self.row, place, remark, {"x_scale": 2.4, "y_scale": 1.6})
        self.sheet.write_string(self.row, len(cells), str(row))


def _place(address: str) -> int:
    place = 0
    for char in address.rstrip("0123456789"):
        place = place * 26 + ord(char) - 64
    return place - 1
