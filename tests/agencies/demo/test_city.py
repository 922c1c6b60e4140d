"""The demonstration city is the made data, to the last filing."""

import csv
from pathlib import Path

import pytest

from agencies.demo import scales
from agencies.filings.figures import award_facts
from agencies.filings.models import Filing, TotalSource
from agencies.filings.services import sources
from agencies.registry.models import Agency, PatentAttorney
from ipservice.accounts.models import Role, User
from ipservice.demo.parts import PASSWORD
from ipservice.foundation.identifiers import attorney, credit_code

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "awards"


@pytest.fixture
def city(reference, city_order) -> None:
    scales.load(city_order)


def expected(year: int) -> dict[str, tuple[int, int, int]]:
    with (GOLDEN / f"award_expected_{year}.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["agency_code"]: (int(row["invention_filings"]), int(row["concluded"]), int(row["granted"]))
            for row in csv.DictReader(file)
        }


def figures(year: int, *, from_rows: bool) -> dict[str, tuple[int, int, int]]:
    return {
        row.agency_code: tuple(
            sum(getattr(route, name) for route in row.routes) for name in ("filed", "concluded", "granted")
        )
        for row in award_facts(year, TotalSource.FILINGS, from_rows=from_rows)
    }


def test_the_city_is_complete_and_its_award_years_are_as_computed_independently(city):
    assert (Agency.objects.count(), Filing.objects.count(), PatentAttorney.objects.count()) == (120, 135_886, 471)
    assert Filing.objects.filter(kind="1").count() == 87_304
    for year in (2023, 2024):
        assert figures(year, from_rows=False) == expected(year)
        assert figures(year, from_rows=True) == expected(year)
    assert [sources.in_force(year).source for year in range(2020, 2026)] == [TotalSource.FILINGS] * 6

    assert all(Agency.objects.values_list("is_demo", flat=True))
    assert all(credit_code.is_valid(code) for code in Agency.objects.values_list("credit_code", flat=True))
    numbers = PatentAttorney.objects.values_list("practice_number", flat=True)
    assert all(attorney.is_valid(number) for number in numbers)
    assert Agency.objects.get(agency_code="99001").search_latin.endswith("cqysjzzscqdlyxgs")

    assert set(User.objects.values_list("role", flat=True)) == set(Role) - {Role.OUTLET_STAFF}
    assert all(user.is_demo and user.check_password(PASSWORD) for user in User.objects.all())
    assert Agency.objects.run_by(User.objects.get(username="staff_99002")).get().agency_code == "99002"
