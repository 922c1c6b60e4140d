"""The agency's pages of sending: read through, confirmed with a number, asked back, answered, compared."""

import pytest
from django.test import Client

from supervision.survey.models import CellQuestion, SurveyReturn
from supervision.survey.rules.states import QuestionState, ReturnState
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import a_return, post
from tests.supervision.survey.test_portal import NOW, PEOPLE, filled, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency(name="重庆甲知识产权代理有限公司", attorney_count=4)


@pytest.fixture
def mine(agency) -> SurveyReturn:
    return a_return(agency=agency)


@pytest.fixture
def admin(agency, mine, client_for) -> Client:
    return client_for(make_member(agency, is_admin=True))


def test_it_is_read_through_sent_and_confirmed_with_a_number(admin, mine):
    filled(mine)
    check = text_of(admin.get("/portal/survey/2025/check/"))
    version = check.split('name="version" value="')[1].split('"')[0]

    went = admin.post("/portal/survey/2025/submit/", {"version": version}, follow=True)

    page = text_of(went)
    mine.refresh_from_db()
    assert mine.state == ReturnState.SUBMITTED
    assert "提交调查表" in check
    assert f"2025-{mine.pk:06d}-1" in page
    assert "接下来" in page
    assert mine.submissions.get().digest in page


def test_what_keeps_it_from_being_sent_is_listed_with_links_to_the_fields(admin, mine):
    filled(mine, **{"10302": "4000000"})

    check = text_of(admin.get("/portal/survey/2025/check/"))
    refused = admin.post("/portal/survey/2025/submit/", {"version": str(mine.version)}, follow=True)

    assert 'href="/portal/survey/2025/103/?checked=1#c-10302"' in check
    assert "提交调查表" not in check
    assert "还不能提交：1 处须更正，0 处须更正或说明" in text_of(refused)
    mine.refresh_from_db()
    assert mine.state == ReturnState.FILLING


def test_staff_fill_it_in_and_the_administrator_sends_it(mine, agency, client_for):
    filled(mine)
    staff = client_for(make_member(agency))

    check = text_of(staff.get("/portal/survey/2025/check/"))
    refused = staff.post("/portal/survey/2025/submit/", {"version": str(mine.version)}, follow=True)

    assert "提交须由贵机构的管理员办理" in check
    assert "提交须由机构管理员办理" in text_of(refused)
    mine.refresh_from_db()
    assert mine.state == ReturnState.FILLING


def returned(mine, cell="10303") -> CellQuestion:
    filled(mine)
    SurveyReturn.objects.filter(pk=mine.pk).update(state=ReturnState.RETURNED, submitted_at=NOW)
    return CellQuestion.objects.create(
        survey_return=mine,
        cell=cell,
        question="与上年差别较大，请核对。",
        value_then="20",
        asked_by=post(),
        asked_at=NOW,
    )


def test_a_returned_one_opens_only_what_was_asked_and_shows_the_question_beside_it(admin, mine):
    returned(mine)

    page = text_of(admin.get("/portal/survey/2025/103/"))
    elsewhere = text_of(admin.get(PEOPLE))

    assert 'name="v:10303"' in page
    assert "与上年差别较大，请核对。" in page
    assert 'name="v:10301"' not in page
    assert 'name="v:10201"' not in elsewhere


def test_a_question_is_answered_as_correct_with_a_reason_of_ten_characters(admin, mine):
    question = returned(mine)
    path = "/portal/survey/2025/questions/"

    short = admin.post(path, {"question": question.pk, "reason": "没错的"})
    admin.post(path, {"question": question.pk, "reason": "线上业务占比与合同台账一致，确认无误。"})

    question.refresh_from_db()
    assert short.status_code == 422
    assert "理由不少于 10 个字" in text_of(short)
    assert ">没错的</textarea>" in text_of(short)
    assert question.state == QuestionState.CONFIRMED
    assert "机构确认无误" in text_of(admin.get(path))


def test_the_history_shows_what_each_submission_changed(admin, mine):
    filled(mine)
    admin.post("/portal/survey/2025/submit/", {"version": str(mine.version)})
    question = returned(mine)
    mine.refresh_from_db()
    admin.post("/portal/survey/2025/103/", {"v:10303": "35", "version": str(mine.version)})
    mine.refresh_from_db()
    admin.post("/portal/survey/2025/submit/", {"version": str(mine.version)})

    page = text_of(admin.get("/portal/survey/2025/history/"))

    question.refresh_from_db()
    assert question.state == QuestionState.CHANGED
    assert "与上一次相比，1 格不同" in page
    assert "10303 线上业务占比" in page
    assert '<td data-label="上一次">20</td><td data-label="本次"><strong>35</strong></td>' in page


def test_the_history_reads_in_words_and_not_in_codes(admin, mine):
    for number, kind in enumerate(("company", "partnership"), 1):
        sent = {"10103": {"value": kind, "explanation": ""}, "10301": {"value": "3500000", "explanation": ""}}
        mine.submissions.create(number=number, answers=sent, digest="0" * 64, submitted_at=NOW)

    page = text_of(admin.get("/portal/survey/2025/history/"))

    assert '<td data-label="上一次">有限责任公司</td><td data-label="本次"><strong>合伙企业</strong></td>' in page


@pytest.mark.parametrize("state", [ReturnState.SUBMITTED, ReturnState.ACCEPTED])
def test_a_sent_return_is_shown_and_offers_no_box(admin, mine, state):
    filled(mine)
    SurveyReturn.objects.filter(pk=mine.pk).update(state=state, submitted_at=NOW, accepted_at=NOW)

    page = text_of(admin.get(PEOPLE))

    assert "只能查看，不能修改" in page
    assert 'name="v:' not in page
