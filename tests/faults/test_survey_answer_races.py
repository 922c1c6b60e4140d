"""Two people of one agency on one questionnaire at the same moment: nothing is lost, and it is sent once."""

import datetime as dt
from functools import partial

import pytest

from supervision.survey.models import Answer, ReturnLog, Submission, SurveyReturn
from supervision.survey.rules.states import ReturnState, Via
from supervision.survey.services import answers
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey
from tests.faults.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 6, 24, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def agency():
    return make_agency(attorney_count=4)


def fill(mine: SurveyReturn, values: dict[str, str], by, seen: int = 0):
    return partial(answers.save, mine.pk, values, by=by, via=Via.PAGE, seen_version=seen, now=NOW)


def test_two_who_save_different_cells_at_once_both_keep_them(agency):
    mine = a_return(open_survey(agencies=[agency]), agency=agency)
    first, second = make_member(agency), make_member(agency)

    outcomes = at_once(fill(mine, {"10201": "10"}, first), fill(mine, {"10301": "5000"}, second))

    mine.refresh_from_db()
    assert refusals(outcomes) == []
    assert [dict(saved.refused) for saved in outcomes] == [{}, {}]
    assert {cell: stored.value for cell, stored in answers.read(mine.pk).items()} == {"10201": 10, "10301": 5000}
    assert (mine.version, ReturnLog.objects.count()) == (2, 1)


def test_of_two_who_save_one_cell_at_once_one_is_told_of_the_other(agency):
    mine = a_return(open_survey(agencies=[agency]), agency=agency)
    first, second = make_member(agency), make_member(agency)

    outcomes = at_once(fill(mine, {"10201": "10"}, first), fill(mine, {"10201": "11"}, second))

    told = [saved.refused["10201"].code for saved in outcomes if saved.refused]
    assert told == ["survey_stale_cell"]
    assert Answer.objects.count() == 1


def test_pressed_by_two_administrators_at_once_it_is_sent_once(agency):
    good = {**GOOD_VALUES, "10101": agency.credit_code}
    mine = a_return(open_survey(agencies=[agency]), agency=agency, state=ReturnState.FILLING, values=good)
    people = [make_member(agency, is_admin=True) for _ in range(2)]

    outcomes = at_once(*(partial(answers.submit, mine.pk, by=person, now=NOW) for person in people))

    assert [refused.code for refused in refusals(outcomes)] == ["illegal_step"]
    assert Submission.objects.count() == 1


def test_a_value_saved_while_it_is_sent_is_in_what_was_sent_or_refused(agency):
    good = {**GOOD_VALUES, "10101": agency.credit_code}
    mine = a_return(open_survey(agencies=[agency]), agency=agency, state=ReturnState.FILLING, values=good)
    admin = make_member(agency, is_admin=True)

    outcomes = at_once(partial(answers.submit, mine.pk, by=admin, now=NOW), fill(mine, {"10303": "30"}, admin))

    sent = Submission.objects.get().answers["10303"]["value"]
    refused = refusals(outcomes)
    assert (sent, len(refused)) in {("20", 1), ("30", 0)}
    assert answers.read(mine.pk)["10303"].value == int(sent)
