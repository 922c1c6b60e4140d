"""A workbook that comes back changes what its sender changed, asks about what both sides changed, and loses nothing."""

import pytest

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.comparing import Standing
from supervision.survey.rules.layout import WHY
from supervision.survey.rules.reviewing import ReturnChanged
from supervision.survey.rules.states import ReturnState, Via
from supervision.survey.rules.values import as_text, parse
from supervision.survey.services import answers, uploads
from supervision.survey.services.upload_errors import ConflictsOpen, UploadNotOpen
from tests.factories.survey import GOOD_VALUES
from tests.supervision.survey.workbook_desk import NOW, Desk, fill, standings

pytestmark = pytest.mark.django_db
HALF = ("10101", "10102", "10103", "10104", "10201")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


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

    assert standings(upload) == {"10303": Standing.CONFLICT, "10302": Standing.CHANGED}
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

    assert standings(again) == {"10302": Standing.CHANGED}


def test_what_was_kept_of_the_page_is_asked_again_when_the_file_still_differs(desk):
    path = desk.hand_out()
    desk.type_on_page({"10303": "30"})
    sent = fill(path, {"10303": 40, "10302": 2900000})
    desk.apply(desk.send(sent), {"10303": "page"})

    assert standings(desk.send(sent)) == {"10303": Standing.CONFLICT}


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

    assert standings(upload)["10101"] == Standing.CHANGED
    desk.apply(upload)
    assert desk.stored()["10101"] == desk.agency.credit_code


def test_of_a_returned_form_only_what_was_asked_is_written(tmp_path):
    desk = Desk(tmp_path, GOOD_VALUES)
    path = desk.hand_out()
    SurveyReturn.objects.filter(pk=desk.found.pk).update(state=ReturnState.RETURNED)
    desk.found.questions.create(cell="10302", question="请核对", asked_by=desk.person, asked_at=NOW)

    upload = desk.send(fill(path, {"10302": 2900000, "10303": 40}))

    assert standings(upload) == {"10302": Standing.CHANGED, "10303": Standing.LOCKED}
    saved = desk.apply(upload)
    assert (desk.stored()["10302"], desk.stored()["10303"], saved.refused) == ("2900000", "20", {})
