"""What an agency sees of its own figures on the first page of the portal."""

import datetime as dt

import pytest

from agencies.filings import cards
from agencies.filings.models import TotalSource, YearSource
from tests.factories.agencies import make_agency, make_member
from tests.factories.filings import make_total

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


def choose(year: int, source: str = TotalSource.SUMMARY) -> None:
    YearSource.objects.create(year=year, source=source, reason="")


def test_the_latest_finished_year_with_a_chosen_source_is_shown():
    agency = make_agency()
    for year in (2023, 2024, 2026):
        make_total(agency, year, filed=year, concluded=3, granted=2)
        choose(year)
    shown = cards.latest_year(make_member(agency), TODAY)

    assert shown.title == "2024年数据"
    assert [number.value for number in shown.numbers] == ["2,024", "66.67%"]
    assert shown.numbers[1].note == "授权 2 件／结案 3 件"


def test_only_the_source_in_force_is_counted():
    agency = make_agency()
    make_total(agency, 2024, filed=7, concluded=0, granted=0)
    make_total(agency, 2024, filed=900, source=TotalSource.FILINGS, concluded=900, granted=1)
    choose(2024)
    shown = cards.latest_year(make_member(agency), TODAY)

    assert [number.value for number in shown.numbers] == ["7", "—"]


def test_a_year_without_a_chosen_source_is_not_shown():
    agency = make_agency()
    make_total(agency, 2024, filed=7)

    assert cards.latest_year(make_member(agency), TODAY) is None


def test_the_figures_of_another_agency_are_not_shown():
    make_total(make_agency(), 2024, filed=7)
    choose(2024)

    assert cards.latest_year(make_member(make_agency()), TODAY) is None


def test_each_number_opens_its_rows(client_for):
    agency = make_agency()
    make_total(agency, 2024, filed=7, concluded=2, granted=1)
    choose(2024)
    person = make_member(agency)

    for number in cards.latest_year(person, TODAY).numbers:
        assert client_for(person).get(number.href).status_code == 200
