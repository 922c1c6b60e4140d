"""The screen reads the filings of the year and the thresholds in force."""

import datetime as dt
from pathlib import Path

import pytest

from agencies.filings.models import PatentKind
from agencies.filings.rules import Pattern
from agencies.filings.services import anomalies
from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.services.rulesets import load_rulesets
from tests.factories.agencies import make_agency
from tests.factories.filings import make_filing

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
RULESETS = Path(__file__).resolve().parents[3] / "docs" / "rulesets"


@pytest.fixture
def thresholds():
    load_rulesets(RULESETS)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def split_case(agency) -> list[str]:
    return [
        make_filing(agency, filed_on=dt.date(2023, 3, day), applicant_name="渝州大学", ipc_main_group="G06F").number
        for day in (1, 2, 3, 4, 5)
    ]


def test_a_split_case_is_flagged_with_its_rows_under_the_agencys_code(thresholds, agency, split_case):
    found = anomalies.screen_year(2023, on=TODAY)

    assert [(flag.pattern, flag.agencies, list(flag.numbers)) for flag in found.flags] == [
        (Pattern.SPLIT, (agency.credit_code,), split_case)
    ]
    assert found.of(agency.credit_code) == found.flags
    assert found.of("另一机构") == []
    assert (found.screened, found.unnamed) == (5, {})


def test_other_years_kinds_and_agencies_are_left_out(thresholds, agency, split_case):
    other = make_agency()
    make_filing(other, filed_on=dt.date(2023, 3, 1))
    make_filing(agency, filed_on=dt.date(2022, 3, 1), applicant_name="渝州大学")
    make_filing(agency, kind=PatentKind.DESIGN, applicant_name="渝州大学")

    assert anomalies.screen_year(2023, [other.pk], on=TODAY).unnamed == {other.credit_code: 1}
    assert anomalies.screen_year(2023, on=TODAY).screened == 6


def test_without_thresholds_in_force_nothing_is_screened():
    with pytest.raises(NoRuleInForce, match="没有施行中的“数据筛查”规则"):
        anomalies.screen_year(2023, on=TODAY)


def test_two_statements_however_many_filings(thresholds, agency, split_case, django_assert_num_queries):
    with django_assert_num_queries(2):
        anomalies.screen_year(2023, on=TODAY)
