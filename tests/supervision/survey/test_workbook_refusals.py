"""What is no workbook of this agency, year and form is refused or asked about, and nothing is written by it."""

import datetime as dt

import openpyxl
import pytest

from ipservice.evidence import services as evidence
from ipservice.intake.reading.refusals import FileTooLarge, UnreadableFile, UnsafeWorkbook, WrongFileType
from supervision.survey.models import SurveyReturn, UploadState, WorkbookUpload
from supervision.survey.rules.reviewing import SurveySealed
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import uploads, workbooks
from supervision.survey.services.upload_errors import AskedFirst
from supervision.survey.services.upload_proposals import proposal_of
from supervision.survey.services.workbook_reading import LARGEST_BYTES
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, open_survey
from tests.supervision.survey.workbook_desk import NOW, Desk, fill, standings, with_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


def test_the_workbook_of_another_agency_is_told_kindly_and_writes_nothing(tmp_path):
    mine, other = make_agency(), make_agency()
    survey = open_survey(agencies=[mine, other])
    desk, other = Desk(tmp_path, agency=mine, survey=survey), Desk(tmp_path, agency=other, survey=survey)

    upload = desk.send(other.hand_out())

    assert (upload.state, upload.issue, upload.outcome) == (UploadState.REFUSED, None, {})
    assert upload.refusal.startswith("这是为另一家机构生成的工作簿")
    assert other.agency.name not in upload.refusal


def test_any_other_workbook_is_told_to_be_no_form_of_ours(desk, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "mine.xlsx")

    upload = desk.send(tmp_path / "mine.xlsx")

    assert upload.state == UploadState.REFUSED
    assert upload.refusal.startswith("这不是本系统为贵单位生成的填报工作簿")


def test_last_years_workbook_is_asked_about_before_it_is_written(desk):
    last = Desk(desk.folder, agency=desk.agency, survey=open_survey(2024, agencies=[desk.agency]))

    upload = desk.send(fill(last.hand_out(), {"10303": 44}))

    with pytest.raises(AskedFirst) as refused:
        desk.apply(upload, {"10303": "file"})
    assert "为 2024 年度下载" in refused.value.message
    desk.apply(upload, dict.fromkeys(standings(upload), "file"), is_agreed=True)
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
