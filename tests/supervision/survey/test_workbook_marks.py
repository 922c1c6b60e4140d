"""The file given back: exactly what is wrong is coloured and commented, and everything else is the sender's."""

import re
import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from ipservice.evidence import services as evidence
from supervision.survey.models import UploadState, WorkbookUpload
from supervision.survey.rules.states import ReturnState
from supervision.survey.services.workbook_marks import AMBER, RED
from tests.factories.survey import GOOD_VALUES, a_return, open_survey
from tests.supervision.survey.workbook_desk import NOW, Desk, fill, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


def _copy_of(upload: WorkbookUpload) -> openpyxl.Workbook:
    with evidence.open_file(upload.corrected) as content:
        return openpyxl.load_workbook(content)


SEEDED = {
    "10103": "个体户",
    "10104": None,
    "10201": "十来个",
    "10203": "=2+2",
    "10302": 4000000,
    "10303": 120,
}


def test_six_seeded_errors_give_exactly_six_filled_and_commented_cells(desk):
    """Formulas, formats and the sender's other sheets are as they were."""
    path = desk.hand_out()
    book = openpyxl.load_workbook(path)
    own = book.create_sheet("我的计算")
    own["A1"], own["A2"] = 3, "=A1*2"
    own["A1"].fill = PatternFill("solid", fgColor="00FF00")
    own["A1"].number_format = "0.000"
    book.save(path)
    before = openpyxl.load_workbook(fill(path, SEEDED))

    upload = desk.send(path.with_name("filled.xlsx"))

    marked = _copy_of(upload)
    assert _differing(before, marked) == {place_of(before, slot) for slot in SEEDED}
    remarks = {slot: marked[sheet][cell] for slot in SEEDED for sheet, cell in [place_of(before, slot)]}
    assert {cell.fill.fgColor.rgb[-6:] for cell in remarks.values()} == {RED}
    assert all("问题：" in cell.comment.text and "更正办法：" in cell.comment.text for cell in remarks.values())
    assert remarks["10203"].value == "=2+2"
    assert (marked["我的计算"]["A2"].value, marked["我的计算"]["A1"].number_format) == ("=A1*2", "0.000")
    assert marked.sheetnames == ["问题清单", *before.sheetnames]
    listed = [(line[2].value, line[3].value) for line in marked["问题清单"].iter_rows(min_row=2)]
    assert sorted(listed) == sorted(place_of(before, slot) for slot in SEEDED)


def _differing(before: openpyxl.Workbook, after: openpyxl.Workbook) -> set[tuple[str, str]]:
    """Cells whose fill, comment, content or format is not what it was."""
    return {
        (sheet.title, cell.coordinate)
        for sheet in before.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if _look(cell) != _look(after[sheet.title][cell.coordinate])
    }


def _look(cell) -> tuple:
    comment = cell.comment.text if cell.comment else ""
    return (
        cell.value,
        cell.number_format,
        cell.fill.fgColor.rgb,
        comment,
        cell.protection.locked,
        cell.border.left.style,
    )


def test_the_marked_copy_is_sent_in_again_as_it_is_and_carries_only_what_is_left(desk):
    upload = desk.send(fill(desk.hand_out(), SEEDED))
    copy = desk.folder / "copy.xlsx"
    copy.write_bytes(evidence.path_of(upload.corrected.sha256).read_bytes())
    mended = fill(copy, {"10103": "合伙企业", "10104": "否", "10201": 10, "10203": 4, "10303": 25})

    again = desk.send(mended)

    marked = _copy_of(again)
    commented = {
        (sheet.title, cell.coordinate)
        for sheet in marked.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert commented == {place_of(marked, "10302")}
    assert again.corrected.name == "filled_批注退回.xlsx"


def test_what_need_only_be_explained_is_marked_in_its_own_colour(desk):
    last = open_survey(2024, agencies=[desk.agency])
    a_return(last, agency=desk.agency, values={"10301": 1000000}, state=ReturnState.ACCEPTED, submitted_at=NOW)

    upload = desk.send(fill(desk.hand_out(), {"10303": 25}))

    marked = _copy_of(upload)
    sheet, address = place_of(marked, "10301")
    assert marked[sheet][address].fill.fgColor.rgb[-6:] == AMBER


def test_a_file_without_anything_to_say_has_no_marked_copy(desk):
    upload = desk.send(fill(desk.hand_out(), {"10303": 25}))

    assert upload.state == UploadState.READ
    assert upload.corrected is None


def test_a_file_that_no_mark_can_be_put_into_is_still_read_and_says_so(desk):
    path = fill(desk.hand_out(), {"10303": 120})
    odd = desk.folder / "odd.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(odd, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet2.xml":
                content = re.sub(rb'(<c r="A2" s=)"\d+"', rb'\1"9999"', content)
            target.writestr(name, content)

    upload = desk.send(odd)

    assert (upload.state, upload.corrected) == (UploadState.READ, None)
    assert upload.outcome["unmarked"].startswith("文件中有不规范的部分")
