"""The city's filings and grant rate by year, each year from one source."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies.filings.figures.yearly import filings, grant_rates
from agencies.filings.models import TotalSource
from agencies.filings.services import sources
from tests.factories.agencies import make_agency
from tests.factories.filings import make_total

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)
NOW = timezone.make_aware(dt.datetime(2026, 6, 1, 9))


@pytest.fixture
def two_years(official) -> None:
    """2023 from the summary, although the filings were counted too; nobody has chosen for 2024."""
    for agency in (make_agency(), make_agency()):
        make_total(agency, 2023, source=TotalSource.SUMMARY, filed=100, concluded=40, granted=22)
        make_total(agency, 2023, source=TotalSource.FILINGS, filed=1, concluded=1, granted=1)
        make_total(agency, 2023, source=TotalSource.SUMMARY, kind="3", filed=5)
        make_total(agency, 2024, source=TotalSource.FILINGS, filed=7, concluded=7, granted=7)
    sources.choose(2023, TotalSource.SUMMARY, reason="以国家局为准", by=official, now=NOW)


def test_filings_count_once_by_the_source_in_force_and_undecided_years_are_left_out(two_years):
    assert [(value.labels, value.count, value.note) for value in filings(TODAY).values] == [
        (("2023年", "发明"), 200, "国家局年度汇总表"),
        (("2023年", "外观设计"), 10, "国家局年度汇总表"),
    ]


def test_the_grant_rate_is_of_inventions_alone(two_years):
    (rate,) = grant_rates(TODAY).values

    assert (rate.labels, rate.numerator, rate.denominator, rate.text) == (("2023年",), 44, 80, "55.00%")


def test_years_after_the_day_are_not_shown(two_years):
    assert filings(dt.date(2022, 12, 31)).values == []
