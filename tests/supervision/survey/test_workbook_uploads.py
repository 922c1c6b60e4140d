"""A workbook that comes back changes what its sender changed, asks about what both sides changed, and loses nothing."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from ipservice.evidence import services as evidence
from ipservice.intake.reading.refusals import FileTooLarge, UnreadableFile, UnsafeWorkbook, WrongFileType
from supervision.survey.models import SurveyReturn, UploadState, WorkbookUpload
from supervision.survey.rules.comparing import Standing
from supervision.survey.rules.layout import WHY
from supervision.survey.rules.reviewing import ReturnChanged, SurveySealed
from supervision.survey.rules.states import ReturnState, SurveyState, Via
from supervision.survey.rules.values import as_text, parse
from supervision.survey.services import answers, uploads, workbooks
from supervision.survey.services.upload_errors import AskedFirst, ConflictsOpen, UploadNotOpen
from supervision.survey.services.upload_proposals import proposal_of
from supervision.survey.services.workbook_marks import AMBER, RED
from supervision.survey.services.workbook_reading import LARGEST_BYTES
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey
from tests.supervision.survey.workbook_desk import NOW, Desk, fill, place_of, with_part

pytestmark = pytest.mark.django_db
HALF = ("10101", "10102", "10103", "10104", "10201")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


def _standings(upload) -> dict[str, Standing]:
    found = proposal_of(upload).compared
    return {each.slot: each.standing for each in found if each.standing != Standing.UNTOUCHED}


def _as_typed(desk: Desk) -> dict[str, str]:
    """The good values as a person reads them."""
    items = desk.questionnaire.cells
    return {cell: as_text(items[cell].item, parse(items[cell].item, value)) for cell, value in GOOD_VALUES.items()}


def test_half_by_page_the_rest_by_workbook_and_on_by_page_nothing_is_lost(tmp_path):
    desk = Desk(tmp_path)
    desk.type_on_page({cell: str(GOOD_VALUES[cell]) for cell in HALF})
    rest = {cell: value for cell, value in GOOD_VALUES.items() if cell not in HALF}
    sent = fill(desk.hand_out(), {cell: float(value) if cell == "10301" else value for cell, value in rest.items()})

    saved = desk.apply(desk.send(sent))
    desk.type_on_page({"10303": "21"})

    assert saved.refused == {}
    assert desk.stored() == {**_as_typed(desk), "10303": "21"}
    stored = answers.read(desk.found.pk)
    assert {stored[cell].via for cell in HALF} == {Via.PAGE}
    assert {stored[cell].via for cell in rest if cell != "10303"} == {Via.WORKBOOK}


def test_what_the_page_changed_meanwhile_stays_and_only_both_sided_changes_are_asked(desk):
    path = desk.hand_out()
    desk.type_on_page({"10203": "5", "10303": "30"})

    upload = desk.send(fill(path, {"10303": 40, "10302": 2900000}))

    assert _standings(upload) == {"10303": Standing.CONFLICT, "10302": Standing.CHANGED}
    with pytest.raises(ConflictsOpen) as refused:
        desk.apply(upload)
    assert refused.value.message == (
        "还有 1 项两边都改过、没有选定（如“10303 线上业务占比”）。请逐项选择采用工作簿还是网页上的值。"
    )
    assert desk.stored()["10303"] == "30"


@pytest.mark.parametrize(("choice", "value"), [("file", "40"), ("page", "30")])
def test_the_chosen_side_is_written(desk, choice, value):
    path = desk.hand_out()
    desk.type_on_page({"10303": "30"})
    upload = desk.send(fill(path, {"10303": 40, "10302": 2900000}))

    desk.apply(upload, {"10303": choice})

    assert (desk.stored()["10303"], desk.stored()["10302"]) == (value, "2900000")


def test_the_same_file_mended_and_sent_again_is_no_conflict_with_itself(desk):
    path = desk.hand_out()
    desk.apply(desk.send(fill(path, {"10302": 2900000})))

    again = desk.send(fill(path, {"10302": 2800000}))

    assert _standings(again) == {"10302": Standing.CHANGED}


def test_what_was_kept_of_the_page_is_asked_again_when_the_file_still_differs(desk):
    path = desk.hand_out()
    desk.type_on_page({"10303": "30"})
    sent = fill(path, {"10303": 40, "10302": 2900000})
    desk.apply(desk.send(sent), {"10303": "page"})

    assert _standings(desk.send(sent)) == {"10303": Standing.CONFLICT}


def test_a_page_that_moved_on_after_the_preview_stops_the_writing(desk):
    upload = desk.send(fill(desk.hand_out(), {"10303": 40}))
    desk.found.refresh_from_db()
    seen = desk.found.version
    desk.type_on_page({"10303": "30"})

    with pytest.raises(ReturnChanged):
        desk.apply(upload, seen_version=seen)

    assert desk.stored()["10303"] == "30"


def test_it_is_written_once(desk):
    upload = desk.send(fill(desk.hand_out(), {"10303": 40}))
    desk.apply(upload)

    with pytest.raises(UploadNotOpen) as refused:
        desk.apply(upload)

    assert refused.value.message == "这份工作簿“已写入”，不能再写入。需要再次填报的，请重新上传。"


def test_a_dropped_file_writes_nothing(desk):
    upload = desk.send(fill(desk.hand_out(), {"10303": 40}))

    uploads.drop(upload.pk, by=desk.person)

    assert desk.stored()["10303"] == "20"
    with pytest.raises(UploadNotOpen):
        desk.apply(upload)


def test_an_explanation_in_the_file_goes_to_the_cells_of_its_line(desk):
    words = "两名专利代理师借调到分所工作"
    upload = desk.send(fill(desk.hand_out(), {f"10203{WHY}": words, f"10202/master{WHY}": "新招聘了三名硕士研究生"}))

    desk.apply(upload)

    stored = answers.read(desk.found.pk)
    assert stored["10203"].explanation == words
    assert {stored[f"10202/master/{sex}"].explanation for sex in ("male", "female")} == {"新招聘了三名硕士研究生"}
    assert stored["10202/bachelor/male"].explanation == ""


def test_an_offer_of_the_register_left_standing_becomes_an_answer(tmp_path):
    desk = Desk(tmp_path)

    upload = desk.send(desk.hand_out())

    assert _standings(upload)["10101"] == Standing.CHANGED
    desk.apply(upload)
    assert desk.stored()["10101"] == desk.agency.credit_code


def test_of_a_returned_form_only_what_was_asked_is_written(tmp_path):
    desk = Desk(tmp_path, GOOD_VALUES)
    path = desk.hand_out()
    SurveyReturn.objects.filter(pk=desk.found.pk).update(state=ReturnState.RETURNED)
    desk.found.questions.create(cell="10302", question="请核对", asked_by=desk.person, asked_at=NOW)

    upload = desk.send(fill(path, {"10302": 2900000, "10303": 40}))

    assert _standings(upload) == {"10302": Standing.CHANGED, "10303": Standing.LOCKED}
    saved = desk.apply(upload)
    assert (desk.stored()["10302"], desk.stored()["10303"], saved.refused) == ("2900000", "20", {})


def test_the_workbook_of_another_agency_is_told_kindly_and_writes_nothing(desk, tmp_path_factory):
    other = Desk.__new__(Desk)
    other.folder, other.agency = tmp_path_factory.mktemp("other"), make_agency()
    other.person, other.survey = make_member(other.agency), desk.survey
    other.found = _listed(desk, other.agency)

    upload = desk.send(other.hand_out())

    assert (upload.state, upload.issue, upload.outcome) == (UploadState.REFUSED, None, {})
    assert upload.refusal.startswith("这是为另一家机构生成的工作簿")
    assert other.agency.name not in upload.refusal


def _listed(desk: Desk, agency) -> SurveyReturn:
    """One more return in the desk's year."""
    return SurveyReturn.objects.create(
        survey=desk.survey,
        agency=agency,
        agency_name=agency.name,
        district=agency.district,
        kind=agency.kind,
        due_on=desk.found.due_on,
    )


def test_any_other_workbook_is_told_to_be_no_form_of_ours(desk, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "mine.xlsx")

    upload = desk.send(tmp_path / "mine.xlsx")

    assert upload.state == UploadState.REFUSED
    assert upload.refusal.startswith("这不是本系统为贵单位生成的填报工作簿")


def test_last_years_workbook_is_asked_about_before_it_is_written(desk):
    last = Desk.__new__(Desk)
    last.folder, last.agency, last.person = desk.folder, desk.agency, desk.person
    last.survey = open_survey(2024, agencies=[desk.agency])
    last.found = a_return(last.survey, agency=desk.agency)

    upload = desk.send(fill(last.hand_out(), {"10303": 44}))

    with pytest.raises(AskedFirst) as refused:
        desk.apply(upload, {"10303": "file"})
    assert "为 2024 年度下载" in refused.value.message
    desk.apply(upload, dict.fromkeys(_standings(upload), "file"), is_agreed=True)
    assert desk.stored()["10303"] == "44"


def test_a_form_that_was_changed_since_is_asked_about_and_what_still_fits_is_taken(desk):
    path = fill(desk.hand_out(), {"10303": 44})
    desk.survey.version += 1
    desk.survey.save()
    desk.found.survey.refresh_from_db()

    upload = desk.send(path)

    assert "题目作过调整" in proposal_of(upload).questions[0]
    desk.apply(upload, is_agreed=True)
    assert desk.stored()["10303"] == "44"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UnreadableFile),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 64, WrongFileType),
        ("编号,数值\n1,2\n".encode(), WrongFileType),
    ],
    ids=["empty", "picture", "csv"],
)
def test_what_is_no_workbook_is_refused_and_not_kept(desk, content, refusal):
    with pytest.raises(refusal):
        uploads.receive(desk.found.pk, content, name="a.xlsx", by=desk.person, now=NOW)

    assert not WorkbookUpload.objects.exists()


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/embeddings/oleObject1.bin", "xl/externalLinks/externalLink1.xml"]
)
def test_macros_and_whatever_reaches_out_are_refused(desk, part):
    hostile = with_part(desk.hand_out(), part)

    with pytest.raises(UnsafeWorkbook):
        uploads.receive(desk.found.pk, hostile.read_bytes(), name="a.xlsx", by=desk.person, now=NOW)

    assert not WorkbookUpload.objects.exists()


def test_an_entity_bomb_is_refused_by_the_reader_and_the_upload_says_so(desk):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    upload = desk.send(with_part(desk.hand_out(), "docProps/extra.xml", bomb))

    assert upload.state == UploadState.REFUSED
    assert "DTD" in upload.refusal


def test_too_large_a_file_is_refused_before_it_is_looked_at(desk):
    with pytest.raises(FileTooLarge):
        uploads.receive(desk.found.pk, b"x" * (LARGEST_BYTES + 1), name="a.xlsx", by=desk.person, now=NOW)


def test_a_stranger_neither_downloads_nor_uploads_nor_writes(desk):
    stranger = make_member(make_agency())
    upload = desk.send(fill(desk.hand_out(), {"10303": 40}))

    with pytest.raises(SurveyReturn.DoesNotExist):
        workbooks.hand_out(desk.found.pk, by=stranger, now=NOW)
    with pytest.raises(SurveyReturn.DoesNotExist):
        uploads.receive(desk.found.pk, b"PK", name="a.xlsx", by=stranger, now=NOW)
    with pytest.raises(SurveyReturn.DoesNotExist):
        desk.apply(upload, by=stranger)
    assert not evidence.may_open(stranger, upload.file)


def test_nothing_is_handed_out_or_taken_once_the_year_is_closed(desk):
    path = desk.hand_out()
    desk.survey.state, desk.survey.closed_at = SurveyState.CLOSED, NOW + dt.timedelta(days=90)
    desk.survey.save()

    with pytest.raises(SurveySealed):
        desk.hand_out()
    with pytest.raises(SurveySealed):
        desk.send(path)


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
