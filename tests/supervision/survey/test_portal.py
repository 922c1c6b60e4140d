"""The agency's pages of filling in: saved, refused, explained, prefilled; whose they are and what they cost."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.states import ReturnState, Via
from supervision.survey.services import answers
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, answer, open_survey
from tests.supervision.survey.test_answers import wide

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 20, 9, 30, tzinfo=timezone.get_default_timezone())
PEOPLE = "/portal/survey/2025/102/"


@pytest.fixture
def agency():
    return make_agency(name="重庆甲知识产权代理有限公司", attorney_count=4)


@pytest.fixture
def mine(agency) -> SurveyReturn:
    return a_return(agency=agency)


@pytest.fixture
def admin(agency, mine, client_for) -> Client:
    return client_for(make_member(agency, is_admin=True))


def text_of(response) -> str:
    return response.content.decode()


def filled(mine, **more) -> SurveyReturn:
    answer(mine, {**GOOD_VALUES, "10101": mine.agency.credit_code, **more})
    SurveyReturn.objects.filter(pk=mine.pk).update(state=ReturnState.FILLING)
    mine.refresh_from_db()
    return mine


def test_the_first_page_shows_the_parts_the_marks_of_the_form_and_that_answers_serve_statistics_only(admin, mine):
    page = text_of(admin.get("/portal/survey/2025/"))

    form = mine.survey.form
    for mark in (form.number, form.made_by, form.approved_by, form.document_number, "2027年12月31日"):
        assert mark in page
    assert "只用于统计" in page
    assert [part in page for part in ("基本情况", "从业人员", "财务状况")] == [True] * 3
    assert "必填项还有 1 项" in page


def test_the_portal_shows_the_questionnaire_with_its_day(admin, mine):
    page = text_of(admin.get("/portal/"))

    assert mine.survey.title in page
    assert "还没有开始填写" in page
    assert 'href="/portal/survey/2025/"' in page


def test_saving_a_part_keeps_it_and_goes_on_to_the_next(admin, mine):
    sent = {"v:10101": mine.agency.credit_code, "v:10103": "company", "v:10104": "no", "version": "0"}

    went = admin.post("/portal/survey/2025/101/", sent)

    assert went["Location"] == PEOPLE
    assert answers.read(mine.pk)["10103"].value == "company"


def test_with_something_wrong_one_stays_and_the_summary_leads_to_the_field(admin, mine):
    went = admin.post(
        PEOPLE, {"v:10201": "10", "v:10202/master/male": "3", "v:10203": "4", "version": "0"}, follow=True
    )

    page = text_of(went)
    assert went.request["PATH_INFO"] == PEOPLE
    assert 'href="#c-10201"' in page
    assert "各学历人数之和与年末从业人员不相等" in page
    assert "先填下一部分" in page


def test_a_number_that_cannot_be_read_is_shown_again_beside_its_field_and_the_rest_is_saved(admin, mine):
    refused = admin.post(PEOPLE, {"v:10201": "十来个", "v:10203": "4", "version": "0"})
    again = text_of(admin.get(PEOPLE))

    assert refused.status_code == 422
    for page in (text_of(refused), again):
        assert 'value="十来个"' in page
        assert 'id="c-10201-error"' in page
    assert answers.read(mine.pk).keys() == {"10203"}
    admin.post(PEOPLE, {"v:10201": "10", "version": "1"})
    assert "十来个" not in text_of(admin.get(PEOPLE))


def test_what_was_typed_before_the_session_ended_is_there_after_signing_in_again(admin, mine, agency, client_for):
    page = text_of(admin.get(PEOPLE))
    token = page.split('name="_draft" value="')[1].split('"')[0]
    typed = {"v:10201": "17", "version": "0", "_draft": token}

    away = Client().post(PEOPLE, typed)
    in_background = Client().post(PEOPLE, typed, headers={"HX-Request": "true"})

    assert "/accounts/login/" in away["Location"]
    assert "已存为草稿" in text_of(in_background)
    assert 'value="17"' in text_of(admin.get(PEOPLE))
    assert answers.read(mine.pk) == {}


def test_while_typing_it_is_saved_in_the_background_and_told_what_appears(admin, mine):
    told = admin.post("/portal/survey/2025/101/", {"v:10104": "yes", "version": "0"}, headers={"HX-Request": "true"})

    page = text_of(told)
    assert 'data-version="1"' in page
    assert 'data-hidden=""' in page
    assert "已自动保存" in page
    assert answers.read(mine.pk)["10104"].value == "yes"


def test_a_stale_page_is_told_who_changed_the_cell_and_keeps_both_figures(admin, mine, agency, client_for):
    colleague = make_member(agency)
    client_for(colleague).post(PEOPLE, {"v:10201": "12", "version": "0"})

    refused = admin.post(PEOPLE, {"v:10201": "11", "v:10203": "4", "version": "0"})

    page = text_of(refused)
    assert refused.status_code == 422
    assert f"{colleague}已于" in page
    assert "改为“12”" in page
    assert 'value="11"' in page
    assert {cell: one.value for cell, one in answers.read(mine.pk).items()} == {"10201": 12, "10203": 4}


def test_a_cell_of_another_part_is_not_taken_by_this_one(admin, mine):
    admin.post(PEOPLE, {"v:10301": "999", "v:10201": "10", "version": "0"})

    assert answers.read(mine.pk).keys() == {"10201"}


def test_a_soft_failure_asks_for_an_explanation_beside_the_box_and_shows_it_as_explained(admin, mine):
    asked = text_of(admin.post(PEOPLE, {"v:10203": "9", "version": "0", "stay": "1"}, follow=True))
    words = "两位代理师于十二月备案，登记尚未更新。"
    explained = text_of(
        admin.post(PEOPLE, {"v:10203": "9", "e:10203": words, "version": "1", "stay": "1"}, follow=True)
    )

    assert 'name="e:10203"' in asked
    assert "须更正或说明" in asked
    assert f">{words}</textarea>" in explained
    assert "is-explained" in explained


def test_sums_of_a_table_are_there_without_a_script(admin, mine):
    filled(mine)

    page = text_of(admin.get(PEOPLE))

    assert "<output data-row-sum>3</output>" in page
    assert "<output data-column-sum>6</output>" in page
    assert "<output data-sum>10</output>" in page


def test_last_year_and_the_change_stand_beside_the_box(admin, mine, agency):
    before = open_survey(2024, agencies=[agency])
    a_return(before, agency=agency, state=ReturnState.ACCEPTED, values={"10201": 8}, submitted_at=NOW)
    filled(mine)

    page = text_of(admin.get(PEOPLE))

    assert '<span class="num">8</span>' in page
    assert ">增 25.0%</output>" in page


def test_offers_are_shown_with_their_source_and_taken_one_by_one_or_all_of_a_source(admin, mine):
    path = "/portal/survey/2025/101/"
    shown = text_of(admin.get(path))
    admin.post(path, {"accept": "10102", "version": "0"})
    one = answers.read(mine.pk)
    admin.post(path, {"accept_from": "register", "version": "1"})
    every = answers.read(mine.pk)

    assert "机构登记信息（" in shown
    assert answers.read(mine.pk)["10102"].via == Via.PREFILL
    assert one.keys() == {"10102"}
    assert every.keys() == {"10101", "10102"}


def test_taking_all_of_a_source_never_replaces_what_stands_there(admin, mine):
    admin.post("/portal/survey/2025/101/", {"v:10102": "2016-01-01", "version": "0"})
    admin.post("/portal/survey/2025/101/", {"accept_from": "register", "version": "1"})

    assert answers.read(mine.pk)["10102"].value == "2016-01-01"


@pytest.mark.parametrize("part", ["", "check/", "done/", "history/", "questions/", "102/"])
def test_the_neighbour_finds_nothing(mine, client_for, part):
    neighbour = client_for(make_member(make_agency(), is_admin=True))

    assert neighbour.get(f"/portal/survey/2025/{part}").status_code == 404


def test_who_acts_for_two_agencies_has_a_page_of_each_and_its_address_names_it(agency, client_for):
    other = make_agency(name="重庆乙知识产权代理有限公司")
    survey = open_survey(agencies=[agency, other])
    user = make_member(agency, is_admin=True)
    other.memberships.create(user=user, is_admin=True)
    client = client_for(user)

    client.post(f"{PEOPLE}?agency={other.credit_code}", {"v:10201": "3", "version": "0", "leave": "1"})
    client.post(f"{PEOPLE}?agency={agency.credit_code}", {"v:10201": "8", "version": "0", "leave": "1"})

    values = {found.agency: answers.read(found.pk)["10201"].value for found in survey.returns.all()}
    assert values == {agency: Decimal(8), other: Decimal(3)}
    assert f"?agency={other.credit_code}" in text_of(client.get(f"/portal/survey/2025/?agency={other.credit_code}"))
    assert client.get(f"/portal/survey/2025/?agency={make_agency().credit_code}").status_code == 404


def test_a_part_that_the_questionnaire_does_not_have_is_missing(admin):
    assert admin.get("/portal/survey/2025/199/").status_code == 404


OPENING = 11


@pytest.mark.parametrize("cells", [10, 300])
def test_opening_a_part_costs_the_same_number_of_queries_for_ten_cells_and_for_three_hundred(client_for, cells):
    agency = make_agency(attorney_count=3)
    client = client_for(make_member(agency, is_admin=True))
    open_survey(2024, agencies=[agency], questionnaire=wide(cells))
    mine = a_return(open_survey(agencies=[agency], questionnaire=wide(cells)))
    answer(mine, dict.fromkeys(wide(cells).cells, 5))
    client.get("/portal/survey/2025/101/")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/portal/survey/2025/101/")

    assert text_of(page).count('name="v:') == cells
    assert len(asked) == OPENING
