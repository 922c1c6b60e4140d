"""The file given back is marked where it is wrong, lists everything first, and is taken in again as it is."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from agencies.filings.models import Filing
from ipservice.evidence.services import path_of
from ipservice.intake.findings import LIST_SHEET, OUR_COMMENT
from ipservice.intake.models import RunState, Severity
from ipservice.intake.services import runs
from ipservice.intake.services.correction import COLOURS, ROW_HEADING, correction
from tests.ipservice.intake.test_filings_import import HEADER, line, table

TODAY = date(2026, 6, 1)


def sheet_of(*lines: str) -> list[list[str]]:
    return [text.split(",") for text in (HEADER, *lines)]


@pytest.fixture
def uploaded(register, tmp_path):
    """A workbook with one good row, a wrong class, and a year of two digits."""
    book = openpyxl.Workbook()
    book.active.title = "明细"
    for cells in sheet_of(line(1), line(2, ipc="坏"), line(3, filed_on="24-3-1")):
        book.active.append(cells)
    path = tmp_path / "明细.xlsx"
    book.save(path)
    return path


def run_of(content: Path | bytes, name: str, **options):
    return runs.run_import(
        "filings", content, name=name, by=None, options={"today": TODAY, "confirm": False, **options}
    )


def given_back(run) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(path_of(correction(run, by=None).sha256).read_bytes()))


def test_bad_cells_are_coloured_and_say_rule_value_and_cure(uploaded):
    book = given_back(run_of(uploaded, "明细.xlsx"))

    wrong, asked = book["明细"]["F3"], book["明细"]["B4"]
    assert wrong.fill.fgColor.rgb.endswith(COLOURS[Severity.REJECTED])
    assert wrong.comment.text.startswith(OUR_COMMENT)
    assert "原值：坏" in wrong.comment.text
    assert asked.fill.fgColor.rgb.endswith(COLOURS[Severity.ASK])
    assert "建议：2024-03-01" in asked.comment.text
    assert book["明细"]["A2"].comment is None


def test_the_first_sheet_lists_every_mark(uploaded):
    book = given_back(run_of(uploaded, "明细.xlsx"))

    listed = [[cell.value for cell in row] for row in book[LIST_SHEET].iter_rows(min_row=2)]
    assert book.sheetnames[0] == LIST_SHEET
    assert [(row[1], row[2], row[3], row[5]) for row in listed] == [
        ("退回", "明细", "F3", "坏"),
        ("需确认", "明细", "B4", "24-3-1"),
    ]


def test_the_corrected_workbook_is_taken_in_as_it_is(uploaded, tmp_path):
    book = given_back(run_of(uploaded, "明细.xlsx"))
    book["明细"]["F3"] = "G06F"
    book["明细"]["B4"] = "2024-03-01"
    mended = tmp_path / "改好.xlsx"
    book.save(mended)

    run = run_of(mended, "改好.xlsx", confirm=True)

    assert (run.state, run.rows_total, run.rows_new) == (RunState.COMMITTED, 3, 3)
    assert run.issues.count() == 0
    assert Filing.objects.count() == 3


def test_a_csv_comes_back_as_a_workbook_of_the_rows_spoken_of(register, tmp_path):
    run = run_of(table(line(1), line(2, ipc="坏"), line(3, filed_on="24-3-1")), "明细.csv")
    book = given_back(run)
    sheet = book.worksheets[1]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [*HEADER.split(","), ROW_HEADING]
    assert [row[-1] for row in rows[1:]] == ["3", "4"]
    assert sheet["F2"].comment.text.startswith(OUR_COMMENT)


def test_the_workbook_of_a_csv_is_taken_in_again_when_it_is_mended(register, tmp_path):
    book = given_back(run_of(table(line(1), line(2, ipc="坏")), "明细.csv"))
    book.worksheets[1]["F2"] = "G06F"
    mended = tmp_path / "改好.xlsx"
    book.save(mended)

    run = run_of(mended, "改好.xlsx", confirm=True)

    assert (run.state, run.rows_new, run.rows_refused) == (RunState.COMMITTED, 1, 0)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_nothing_that_begins_like_a_formula_becomes_one(register, text):
    book = given_back(run_of(table(line(1, outcome=text)), "明细.csv"))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 2
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_reading_has_one_correction_and_another_reading_a_new_one(uploaded):
    run = run_of(uploaded, "明细.xlsx")

    first = correction(run, by=None)
    again = correction(run, by=None)
    run = runs.prepare(run.pk, today=TODAY)

    assert first == again
    assert correction(run, by=None) != first
