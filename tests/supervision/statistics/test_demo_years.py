"""The demonstration years: their sums are known beforehand, and every published total is one of them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command

from agencies.registry.models import Agency
from ipservice.accounts.models import Role
from ipservice.demo.parts import Order, Scale
from supervision.statistics.models import StatCell, StatisticsRun, StatTable
from supervision.statistics.rules.measures import Sort
from supervision.statistics.rules.states import CellStatus
from supervision.survey.demo import expected_totals, load
from supervision.survey.demo.sums import answers_for
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.rules.checking import check
from supervision.survey.rules.definition import Severity
from supervision.survey.rules.states import ReturnState, SurveyState
from supervision.survey.services.definition import questionnaire_of
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency
from tests.factories.statistics import compute, make_places, publish
from tests.factories.survey import ensure_rules

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)
AGENCIES = 45


@pytest.fixture
def years() -> list[Survey]:
    """The three years of a small demonstration city."""
    ensure_rules()
    make_user(role=Role.MUNICIPAL_OFFICIAL, is_demo=True)
    make_user(role=Role.REVIEWER, is_demo=True)
    places = make_places()
    for number in range(AGENCIES):
        make_agency(district=places[number % 3], attorney_count=2 + number % 17)
    Agency.objects.update(is_demo=True)
    load(Order(Scale.CITY, TODAY))
    return list(Survey.objects.order_by("year"))


def test_two_years_are_closed_and_the_last_is_open_in_every_state(years):
    assert [(one.year, one.state, one.is_demo) for one in years] == [
        (2023, SurveyState.CLOSED, True),
        (2024, SurveyState.CLOSED, True),
        (2025, SurveyState.OPEN, True),
    ]
    assert set(years[-1].returns.values_list("state", flat=True)) == set(ReturnState)


def test_every_published_total_is_the_known_sum(years):
    for survey in years[:2]:
        run = publish(compute(survey))
        expected = expected_totals(survey)
        shown = StatCell.objects.filter(table__run=run, table__sort=Sort.TOTAL, status=CellStatus.PUBLISHED)

        totals = {(cell.measure, cell.node): cell.value for cell in shown}

        assert len(totals) > 500
        assert {key: value for key, value in totals.items() if value != expected.get(key, 0)} == {}


def test_the_answers_alone_of_the_open_year_are_the_known_sum(years):
    run = compute(years[-1])
    expected = expected_totals(years[-1])

    totals = StatCell.objects.filter(table__run=run, table__sort=Sort.TOTAL).values_list("measure", "node", "raw")

    assert [(key, node) for key, node, raw in totals if raw != Decimal(expected.get((key, node), 0))] == []
    assert run.answered < run.due


def test_growth_compares_the_demonstration_years(years):
    publish(compute(years[0]))
    second = publish(compute(years[1]))

    city = StatCell.objects.get(table__run=second, measure="10302", node="city")

    assert city.before == expected_totals(years[0])["10302", "city"]
    assert city.matched_units == AGENCIES


def test_demonstration_answers_keep_every_hard_check(years):
    form = questionnaire_of(years[1])
    broken = set()
    for one in SurveyReturn.objects.filter(survey=years[1]).select_related("agency", "district"):
        values = {
            cell: Decimal(value) if form.cells[cell].item.is_numeric else value
            for cell, value in answers_for(form, one).items()
        }
        register = {"credit_code": one.agency_code}
        found = check(form, values, last_year={}, register=register, explanations={})
        broken |= {finding.code for finding in found if finding.severity == Severity.HARD}

    assert broken == set()


def test_the_demonstration_can_be_taken_away_with_its_statistics(years):
    publish(compute(years[0]))

    call_command("demo_remove", verbosity=0)

    assert not Survey.objects.exists()
    assert not StatisticsRun.objects.exists()
    assert not StatTable.objects.exists()
