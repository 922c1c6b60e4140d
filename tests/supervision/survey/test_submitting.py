"""Sending: what must hold first, what is kept for good, who is told, who may."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ipservice.audit.models import AuditEntry
from ipservice.foundation.canonical import digest
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Message
from supervision.survey.models import CellQuestion, ReturnLog, Submission, SurveyReturn
from supervision.survey.rules.reviewing import QuestionsUnanswered, ReturnChanged
from supervision.survey.rules.states import QuestionState, ReturnState, Via
from supervision.survey.services import answers, telling
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, answer, open_survey, post

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 20, 9, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def agency():
    return make_agency(attorney_count=4)


@pytest.fixture
def admin(agency):
    return make_member(agency, is_admin=True)


@pytest.fixture
def mine(agency) -> SurveyReturn:
    good = {**GOOD_VALUES, "10101": agency.credit_code}
    return a_return(agency=agency, state=ReturnState.FILLING, values=good)


def submit(mine, by, **more) -> Submission:
    return answers.submit(mine.pk, by=by, now=NOW, **more)


def test_everything_as_it_stands_is_kept_with_its_digest(mine, admin):
    answer(mine, {"10203": 9}, explanations={"10203": "两位代理师于十二月备案。"})

    sent = submit(mine, admin)

    mine.refresh_from_db()
    assert (mine.state, mine.submitted_at, sent.number) == (ReturnState.SUBMITTED, NOW, 1)
    assert sent.answers["10203"] == {"value": "9", "explanation": "两位代理师于十二月备案。"}
    assert sent.answers["10301"] == {"value": "3500000", "explanation": ""}
    assert sent.answers["10103"]["value"] == "company"
    assert sent.digest == digest({"return": mine.pk, "number": 1, "answers": sent.answers})
    assert ReturnLog.objects.values_list("step", "by").last() == ("submit", admin.pk)
    assert AuditEntry.objects.filter(verb="survey.return.submit", actor=admin).count() == 1


def test_what_was_sent_is_never_changed_not_even_by_sql(mine, admin):
    sent = submit(mine, admin)

    for change in ({"answers": {}}, {"digest": "0" * 64}, {"number": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=sent.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=sent.pk).delete()
    Submission.objects.filter(pk=sent.pk).update(is_accepted=True)


def test_hard_checks_must_hold(mine, admin):
    answer(mine, {"10302": 4000000})

    with pytest.raises(answers.NotReady) as refused:
        submit(mine, admin)

    assert refused.value.message.startswith("还不能提交：1 处须更正，0 处须更正或说明")
    assert [finding.code for finding in refused.value.findings] == ["H10302"]
    mine.refresh_from_db()
    assert (mine.state, mine.submissions.count()) == (ReturnState.FILLING, 0)


def test_a_soft_failure_holds_it_up_until_it_is_explained_in_ten_characters(mine, admin):
    answer(mine, {"10203": 9}, explanations={"10203": "备案晚于登记信息。"})
    with pytest.raises(answers.NotReady):
        submit(mine, admin)

    answer(mine, {"10203": 9}, explanations={"10203": "备案晚于登记信息的。"})

    assert submit(mine, admin).answers["10203"]["explanation"] == "备案晚于登记信息的。"


def test_a_required_item_without_an_answer_holds_it_up(mine, admin):
    mine.answers.filter(cell="10301").delete()
    mine.answers.filter(cell="10302").delete()

    with pytest.raises(answers.NotReady) as refused:
        submit(mine, admin)

    assert [finding.anchor for finding in refused.value.findings] == ["10301"]


def test_what_the_skip_rules_take_away_is_neither_sent_nor_left_behind(mine, admin):
    answer(mine, {"10105": 80000})

    sent = submit(mine, admin)

    assert "10105" not in sent.answers
    assert "10105" not in answers.read(mine.pk)


def test_staff_of_the_agency_do_not_send(mine, agency):
    with pytest.raises(answers.OnlyAdministratorSends):
        submit(mine, make_member(agency))


def test_the_administrator_of_another_agency_finds_nothing(mine):
    with pytest.raises(SurveyReturn.DoesNotExist):
        submit(mine, make_member(make_agency(), is_admin=True))


def test_who_handles_the_survey_sends_a_paper_form(mine):
    assert submit(mine, post()).number == 1


def test_what_changed_after_it_was_read_through_is_not_sent_unread(mine, admin, agency):
    seen = mine.version
    answers.save(mine.pk, {"10303": "21"}, by=make_member(agency), via=Via.PAGE, seen_version=seen, now=NOW)

    with pytest.raises(ReturnChanged):
        submit(mine, admin, seen_version=seen)


def test_it_is_sent_once(mine, admin):
    submit(mine, admin)

    with pytest.raises(IllegalStep):
        submit(mine, admin)

    assert Submission.objects.count() == 1


def asked(mine, cell, then) -> CellQuestion:
    SurveyReturn.objects.filter(pk=mine.pk).update(state=ReturnState.RETURNED)
    return CellQuestion.objects.create(
        survey_return=mine, cell=cell, question="请核对", value_then=then, asked_by=post(), asked_at=NOW
    )


def test_an_unanswered_question_holds_it_up_and_a_changed_cell_answers_it(mine, admin):
    question = asked(mine, "10303", "20")
    with pytest.raises(QuestionsUnanswered):
        submit(mine, admin)

    answers.save(mine.pk, {"10303": "25"}, by=admin, via=Via.PAGE, seen_version=None, now=NOW)
    submit(mine, admin)

    question.refresh_from_db()
    assert question.state == QuestionState.CHANGED


def tasks_of(user) -> list[tuple[str, dt.date | None, bool]]:
    return list(Message.objects.filter(recipient=user).values_list("event", "due_on", "is_task"))


def test_opening_the_year_is_a_task_with_its_day_for_everybody_of_the_agency(agency, admin):
    staff, stranger = make_member(agency), make_member(make_agency())
    survey = open_survey(agencies=[agency])

    assert tasks_of(admin) == tasks_of(staff) == [(f"survey.fill:{survey.pk}", survey.due_on, True)]
    assert Message.objects.filter(recipient=stranger).count() <= 1


def test_once_sent_the_task_is_done_for_all_of_them(agency, admin):
    staff = make_member(agency)
    mine = a_return(agency=agency, state=ReturnState.FILLING, values={**GOOD_VALUES, "10101": agency.credit_code})
    assert Message.objects.open_tasks().filter(recipient__in=[admin, staff]).count() == 2

    submit(mine, admin)

    assert Message.objects.open_tasks().filter(recipient__in=[admin, staff]).count() == 0


def test_who_acts_for_another_agency_that_has_not_sent_keeps_the_task(agency, admin):
    other = make_agency()
    other.memberships.create(user=admin)
    survey = open_survey(agencies=[agency, other])
    good = {**GOOD_VALUES, "10101": agency.credit_code}
    mine = a_return(survey, agency=agency, state=ReturnState.FILLING, values=good)

    submit(mine, admin)

    assert Message.objects.open_tasks().filter(recipient=admin, event=telling.event_of(survey.pk)).count() == 1
