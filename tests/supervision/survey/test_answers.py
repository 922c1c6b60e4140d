"""Saving cell by cell: what is kept, what is refused and how it is told, and what a save costs."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ipservice.foundation.lifecycle import IllegalStep
from supervision.survey.models import Answer, CellQuestion, ReturnLog, SurveyReturn
from supervision.survey.rules.definition import Item, ItemType, Option, Questionnaire, Section
from supervision.survey.rules.reviewing import SurveySealed
from supervision.survey.rules.states import QuestionState, ReturnState, ReturnStep, SurveyState, Via
from supervision.survey.services import answers
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey, post

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 20, 9, 30, tzinfo=timezone.get_default_timezone())
OPEN_TO_ANSWERS = (ReturnState.WAITING, ReturnState.FILLING, ReturnState.RETURNED)
LATER = NOW + dt.timedelta(minutes=7)


@pytest.fixture
def agency():
    return make_agency(name="重庆甲知识产权代理有限公司", attorney_count=4)


@pytest.fixture
def member(agency):
    return make_member(agency)


@pytest.fixture
def colleague(agency):
    return make_member(agency)


@pytest.fixture
def mine(agency) -> SurveyReturn:
    return a_return(agency=agency)


def save(mine, values, by, **more):
    terms = {"via": Via.PAGE, "seen_version": None, "now": NOW} | more
    return answers.save(mine.pk, values, by=by, **terms)


def test_the_first_answer_begins_the_return_and_is_written_down(mine, member):
    saved = save(mine, {"10201": "10", "10103": "有限责任公司"}, member)

    mine.refresh_from_db()
    stored = answers.read(mine.pk)
    assert (mine.state, mine.version, saved.version) == (ReturnState.FILLING, 1, 1)
    assert {cell: one.value for cell, one in stored.items()} == {"10103": "company", "10201": Decimal(10)}
    assert stored["10201"].via == Via.PAGE
    assert stored["10201"].changed_at == NOW
    assert list(ReturnLog.objects.values_list("step", "state_after", "by")) == [("fill", "filling", member.pk)]


def test_what_cannot_be_read_is_refused_by_its_cell_and_the_rest_is_kept(mine, member):
    saved = save(mine, {"10201": "十来个", "10301": "350万元", "10203": "4"}, member)

    assert set(saved.refused) == {"10201"}
    assert "十来个" in saved.refused["10201"].message
    assert saved.refused["10201"].typed == "十来个"
    assert answers.read(mine.pk).keys() == {"10301", "10203"}
    assert answers.read(mine.pk)["10301"].value == Decimal("3500000.00")


def test_a_cell_that_the_form_does_not_have_is_refused(mine, member):
    saved = save(mine, {"99999": "1", "10202/master/other": "1"}, member)

    assert {cell: refused.code for cell, refused in saved.refused.items()} == {
        "99999": "survey_unknown_cell",
        "10202/master/other": "survey_unknown_cell",
    }
    assert saved.version == 0


def test_an_emptied_cell_is_gone_for_readers_and_its_change_is_known(mine, member):
    save(mine, {"10201": "10"}, member)
    saved = save(mine, {"10201": " "}, member)

    assert answers.read(mine.pk) == {}
    assert (saved.changed, saved.version) == (("10201",), 2)
    assert Answer.objects.get().version == 2


def test_the_same_value_again_changes_nothing(mine, member):
    save(mine, {"10201": "10", "10301": "1,000"}, member, via=Via.WORKBOOK)
    saved = save(mine, {"10201": " 10 ", "10301": "1000.00"}, member)

    assert (saved.changed, saved.version) == ((), 1)
    assert answers.read(mine.pk)["10201"].via == Via.WORKBOOK


def test_an_explanation_travels_with_the_value(mine, member):
    values = {"10203": "9"}
    first = save(mine, values, member)
    explained = save(mine, {}, member, explanations={"10203": "两位代理师于十二月备案，登记尚未更新。"})

    def soft(saved):
        return {one.code: one.is_explained for one in saved.findings if one.code.startswith("S")}

    assert soft(first) == {"S10203": False}
    assert soft(explained) == {"S10203": True}
    assert answers.read(mine.pk)["10203"].value == Decimal(9)
    assert answers.read(mine.pk)["10203"].explanation.startswith("两位代理师")


def test_an_explanation_of_nine_characters_explains_nothing(mine, member):
    nine = save(mine, {"10203": "9"}, member, explanations={"10203": "备案晚于登记信息。"})
    ten = save(mine, {}, member, explanations={"10203": "备案晚于登记信息的。"})

    assert [one.is_explained for one in nine.findings if one.code == "S10203"] == [False]
    assert [one.is_explained for one in ten.findings if one.code == "S10203"] == [True]


def test_an_explanation_that_is_too_long_is_refused_and_the_old_one_stays(mine, member):
    save(mine, {"10203": "9"}, member, explanations={"10203": "两位代理师于十二月备案。"})
    saved = save(mine, {"10203": "8"}, member, explanations={"10203": "长" * 501})

    assert saved.refused["10203"].code == "survey_explanation_too_long"
    assert answers.read(mine.pk)["10203"].value == Decimal(9)


def test_who_saves_an_old_page_is_told_who_changed_what_and_nothing_is_lost(mine, member, colleague):
    save(mine, {"10201": "10", "10203": "4"}, member)
    save(mine, {"10201": "12"}, colleague, seen_version=1, now=LATER)

    saved = save(mine, {"10201": "11", "10203": "5"}, member, seen_version=1, now=LATER)

    assert set(saved.refused) == {"10201"}
    assert saved.refused["10201"].message == (
        f"{colleague}已于 09:37 将此项改为“12”，您填写的“11”未保存。请选定一个后再保存。"
    )
    assert {cell: one.value for cell, one in answers.read(mine.pk).items()} == {"10201": 12, "10203": 5}


def test_my_own_workbook_is_not_undone_by_my_page_of_before(mine, member):
    save(mine, {"10201": "10"}, member)
    save(mine, {"10201": "12"}, member, via=Via.WORKBOOK, seen_version=None, now=LATER)

    saved = save(mine, {"10201": "10", "10203": "4"}, member, seen_version=1, now=LATER)

    assert set(saved.refused) == {"10201"}
    assert answers.read(mine.pk)["10201"].value == Decimal(12)


def test_a_cell_emptied_meanwhile_is_told_too(mine, member, colleague):
    save(mine, {"10201": "10"}, member)
    save(mine, {"10201": ""}, colleague, seen_version=1)

    saved = save(mine, {"10201": "11"}, member, seen_version=1)

    assert "改为“空白”" in saved.refused["10201"].message


def test_the_same_change_by_two_people_is_no_conflict(mine, member, colleague):
    save(mine, {"10201": "12"}, colleague, seen_version=0)
    saved = save(mine, {"10201": "12"}, member, seen_version=0)

    assert saved.refused == {}


def test_strangers_find_no_return(mine):
    stranger = make_member(make_agency())

    with pytest.raises(SurveyReturn.DoesNotExist):
        save(mine, {"10201": "10"}, stranger)


def test_an_official_without_a_post_finds_no_return(mine, official):
    with pytest.raises(SurveyReturn.DoesNotExist):
        save(mine, {"10201": "10"}, official, via=Via.OFFICE)


def test_who_handles_the_survey_types_a_paper_form_in(mine):
    save(mine, {"10201": "10"}, post(), via=Via.OFFICE)

    assert answers.read(mine.pk)["10201"].via == Via.OFFICE


@pytest.mark.parametrize("state", [state for state in ReturnState if state not in OPEN_TO_ANSWERS])
def test_a_return_that_lies_with_the_reviewers_is_locked(agency, member, state):
    mine = a_return(agency=agency, state=state, values={"10201": 10})

    with pytest.raises(IllegalStep):
        save(mine, {"10201": "11"}, member)

    assert answers.read(mine.pk)["10201"].value == Decimal(10)


def test_a_closed_year_takes_no_answers(mine, member, official):
    survey = mine.survey
    survey.state = SurveyState.CLOSED
    survey.save()

    with pytest.raises(SurveySealed):
        save(mine, {"10201": "11"}, member)


def sent_back(agency, asked: str, state: str = QuestionState.ASKED) -> SurveyReturn:
    mine = a_return(agency=agency, state=ReturnState.RETURNED, values=GOOD_VALUES)
    reviewer = post()
    CellQuestion.objects.create(
        survey_return=mine, cell=asked, question="请核对", state=state, asked_by=reviewer, asked_at=NOW
    )
    return mine


def test_all_cells_are_open_until_it_is_sent(mine):
    assert answers.open_cells(mine) is None


def test_a_return_sent_back_opens_the_asked_cell_and_what_a_check_joins_with_it(agency):
    assert answers.open_cells(sent_back(agency, "10301")) == {"10301", "10302"}


def test_a_sum_opens_its_parts(agency):
    table = {f"10202/{row}/{sex}" for row in ("master", "bachelor", "below") for sex in ("male", "female")}

    assert answers.open_cells(sent_back(agency, "10202/master/male")) == table | {"10201"}


def test_what_a_skip_rule_shows_is_opened_with_the_asked_cell(agency):
    assert answers.open_cells(sent_back(agency, "10104")) == {"10104", "10105"}


def test_a_settled_question_opens_nothing_and_an_answered_one_stays_open(agency):
    assert answers.open_cells(sent_back(agency, "10303", QuestionState.SETTLED)) == frozenset()
    mine = SurveyReturn.objects.get()
    mine.questions.update(state=QuestionState.CONFIRMED)
    assert answers.open_cells(mine) == {"10303"}


def test_the_other_cells_stay_locked_whatever_is_posted(agency, member):
    mine = sent_back(agency, "10303")

    saved = save(mine, {"10303": "30", "10201": "11", "10203": "4"}, member)

    assert saved.changed == ("10303",)
    assert {cell: one.code for cell, one in saved.refused.items()} == {"10201": "survey_cell_locked"}
    assert answers.read(mine.pk)["10201"].value == Decimal(10)


def wide(cells: int) -> Questionnaire:
    """Tables of at most a hundred cells each, one part."""
    columns = (Option("male", "男"), Option("female", "女"))
    items = tuple(
        Item(f"101{place:02d}", f"人数{place}", ItemType.INTEGER, "人", rows=_rows(size), columns=columns, minimum=0)
        for place, size in enumerate([min(100, cells - start) for start in range(0, cells, 100)], 1)
    )
    return Questionnaire(2025, "宽表", (Section("101", "基本情况", items),))


def _rows(cells: int) -> tuple[Option, ...]:
    return tuple(Option(f"r{number}", f"第{number}行") for number in range(cells // 2))


SAVING = 11


@pytest.mark.parametrize("cells", [10, 300])
def test_saving_costs_the_same_number_of_statements_for_ten_cells_and_for_three_hundred(cells):
    agency = make_agency(attorney_count=3)
    member = make_member(agency)
    survey = open_survey(agencies=[agency], questionnaire=wide(cells))
    mine = survey.returns.get()
    values = dict.fromkeys(wide(cells).cells, "5")
    save(mine, {"10101/r0/male": "1"}, member)

    with CaptureQueriesContext(connection) as asked:
        saved = save(mine, values, member, seen_version=1)

    assert len(saved.changed) == cells
    assert len(asked) == SAVING
    assert Answer.objects.count() == cells


def test_the_steps_of_filling_are_those_of_the_table(mine, member):
    save(mine, {"10201": "10"}, member)
    save(mine, {"10201": "11"}, member)

    assert ReturnLog.objects.filter(step=ReturnStep.FILL).count() == 1
