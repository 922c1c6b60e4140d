"""What the feed of filings derives, and the totals that follow a load: whole years counted at once are the same."""

import datetime as dt

import pytest

from agencies.filings.models import Filing, Outcome, YearlyTotal
from agencies.filings.services import totals
from ipservice.intake.services.runs import run_import
from tests.factories.agencies import make_agency
from tests.factories.filings import make_filing, make_number

pytestmark = pytest.mark.django_db


def kept() -> list[tuple]:
    fields = ("agency_id", "year", "kind", "route", "filed", "concluded", "granted", "abnormal_parts", "ipc_parts")
    return list(YearlyTotal.objects.order_by("agency_id", "year", "kind", "route").values_list(*fields))


def test_whole_years_counted_at_once_are_the_totals_counted_agency_by_agency():
    for agency in (make_agency(), make_agency()):
        for year in (2022, 2023):
            make_filing(agency, filed_on=dt.date(year, 3, 1), ipc_main_group="A61K 9/00")
            make_filing(
                agency, filed_on=dt.date(year, 4, 1), concluded_on=dt.date(year + 1, 2, 1), ipc_main_group="H04L"
            )
    totals.refresh()
    one_by_one = kept()
    YearlyTotal.objects.all().delete()

    written = totals.refresh_years([2022, 2023, 2024])

    assert kept() == one_by_one
    assert written == len(one_by_one) > 4


def test_totals_of_other_years_are_left_alone():
    agency = make_agency()
    make_filing(agency, filed_on=dt.date(2021, 3, 1), outcome=Outcome.PENDING, concluded_on=None)
    totals.refresh()

    totals.refresh_years([2023])

    assert [row[1] for row in kept()] == [2021]


def test_without_a_column_for_the_kind_the_number_tells_it(official):
    agency = make_agency()
    numbers = [make_number(2023, kind) for kind in ("1", "2", "3")]
    rows = "".join(f"{number},2023-03-01,{agency.agency_code},审查中,\n" for number in numbers)

    run_import("filings", f"申请号,申请日,代理机构代码,法律状态,结案日\n{rows}".encode(), name="a.csv", by=official)

    assert list(Filing.objects.order_by("number").values_list("kind", flat=True)) == ["1", "2", "3"]
    assert sorted(YearlyTotal.objects.values_list("kind", "filed")) == [("1", 1), ("2", 1), ("3", 1)]
