"""One agency whose return was sent once, and the people around it."""

import pytest

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.states import ReturnState
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey, post
from tests.supervision.survey.rounds import NOW, submit


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def district(agency):
    """The district's person."""
    return post(district=agency.district)


@pytest.fixture
def city():
    return post()


@pytest.fixture
def member(agency):
    return make_member(agency, is_admin=True)


@pytest.fixture
def sent(agency) -> SurveyReturn:
    """A return that was sent once and waits for the district."""
    survey = open_survey(agencies=[agency])
    found = a_return(survey, agency=agency, state=ReturnState.SUBMITTED, values=GOOD_VALUES, submitted_at=NOW)
    submit(found)
    return found
