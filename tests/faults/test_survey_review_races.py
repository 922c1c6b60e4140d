"""Two people on one return at the same moment: one step counts, and the other person is told which and by whom."""

import datetime as dt
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from ipservice.notices.models import Message
from supervision.survey.models import CellQuestion, Reminder, ReturnLog, SurveyReturn
from supervision.survey.rules.states import ReturnState, ReturnStep, Via
from supervision.survey.services import answers, reminding, review
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey, post
from tests.faults.races import at_once, later, refusals, slowly

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 6, 24, 2, 0, tzinfo=dt.UTC)
QUESTION = {"10301": "营业收入比上年翻番，请核对单位。"}


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def sent(agency) -> SurveyReturn:
    survey = open_survey(agencies=[agency])
    return a_return(survey, agency=agency, state=ReturnState.SUBMITTED, values=GOOD_VALUES, submitted_at=NOW)


@pytest.fixture
def reviewers(agency):
    return post(district=agency.district), post()


def test_one_passes_while_the_other_sends_back_and_the_second_is_told(sent, reviewers):
    outcomes = at_once(
        slowly(partial(review.pass_district, sent.pk, by=reviewers[0], now=NOW, seen_version=sent.version)),
        later(partial(review.send_back, sent.pk, QUESTION, by=reviewers[1], now=NOW, seen_version=sent.version)),
    )

    (refused,) = refusals(outcomes)
    assert refused.code == "return_changed"
    assert f"{reviewers[0]} 于 6月24日 10:00 “区县审核通过”" in refused.message
    assert SurveyReturn.objects.get().state == ReturnState.DISTRICT_PASSED
    assert (ReturnLog.objects.count(), CellQuestion.objects.count()) == (1, 0)


def test_two_who_pass_at_once_write_one_step(sent, reviewers):
    outcomes = at_once(*[slowly(partial(review.pass_district, sent.pk, by=by, now=NOW)) for by in reviewers])

    assert [refused.code for refused in refusals(outcomes)] == ["illegal_step"]
    assert (SurveyReturn.objects.get().version, ReturnLog.objects.count()) == (1, 1)


def test_without_its_lock_both_steps_would_count(sent):
    """The negative control: read, ask, and only then write."""
    between = Barrier(2)

    def pass_without_lock() -> None:
        with transaction.atomic():
            assert SurveyReturn.objects.get(pk=sent.pk).state == ReturnState.SUBMITTED
            between.wait()
            SurveyReturn.objects.filter(pk=sent.pk).update(state=ReturnState.DISTRICT_PASSED, version=F("version") + 1)

    assert refusals(at_once(pass_without_lock, pass_without_lock)) == []
    assert SurveyReturn.objects.get().version == 2


def test_the_agency_saves_while_the_reviewer_extends_and_nothing_is_lost(agency, reviewers):
    found = a_return(agency=agency, values={"10201": 10})
    member = make_member(agency, is_admin=True)

    outcomes = at_once(
        slowly(partial(answers.save, found.pk, {"10301": "5"}, by=member, via=Via.PAGE, seen_version=None, now=NOW)),
        slowly(
            partial(
                review.extend,
                found.pk,
                due_on=dt.date(2026, 8, 1),
                reason="财务人员住院，申请延期。",
                by=reviewers[0],
                now=NOW,
            )
        ),
    )

    found.refresh_from_db()
    assert refusals(outcomes) == []
    assert (found.due_on, found.version, found.state) == (dt.date(2026, 8, 1), 2, ReturnState.FILLING)
    assert found.answers.filter(cell="10301").count() == 1


def test_the_clock_asked_by_two_workers_reminds_once(agency):
    a_return(agency=agency)
    member = make_member(agency)

    at_once(*[partial(reminding.remind, now=NOW)] * 3)

    assert Reminder.objects.count() == 1
    assert Message.objects.filter(recipient=member, event__contains=":remind:").count() == 1


def test_the_database_refuses_an_acceptance_by_who_passed_it_and_a_log_that_is_rewritten(sent, reviewers):
    district, city = reviewers
    review.pass_district(sent.pk, by=city, now=NOW)
    by_hand = {"survey_return": sent, "step": ReturnStep.ACCEPT, "state_after": ReturnState.ACCEPTED, "at": NOW}

    with pytest.raises(IntegrityError, match="accepted by another person"), transaction.atomic():
        ReturnLog.objects.create(by=city, **by_hand)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        ReturnLog.objects.update(by=district)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        ReturnLog.objects.all().delete()
