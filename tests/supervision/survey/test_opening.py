"""Opening a year: the list of who must answer is frozen."""

import datetime as dt

import pytest

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.states import SurveyState
from supervision.survey.services.definition import questionnaire_of
from tests.factories.agencies import make_agency
from tests.factories.survey import GOOD_VALUES, a_return, make_survey, open_survey, small_questionnaire

pytestmark = pytest.mark.django_db


def test_the_questionnaire_is_read_as_it_was_written():
    survey = make_survey()

    read = questionnaire_of(survey)

    assert read.sections == small_questionnaire().sections
    assert read.checks == small_questionnaire().checks


def test_who_must_answer_is_listed_with_name_code_and_size():
    agency = make_agency(attorney_count=7)
    make_agency(founded_on=dt.date(2026, 2, 1))

    survey = open_survey(agencies=[agency])

    assert survey.state == SurveyState.OPEN
    assert list(SurveyReturn.objects.values_list("agency", "agency_name", "agency_code", "size_class")) == [
        (agency.pk, agency.name, agency.credit_code, "medium")
    ]


def test_a_return_may_be_given_answers():
    found = a_return(state="filling", values=GOOD_VALUES)

    assert found.answers.count() == len(GOOD_VALUES)
