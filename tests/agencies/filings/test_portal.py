"""An agency sees the filings behind its figures, and nobody else's."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from agencies.filings.figures import award_facts
from agencies.filings.models import TotalSource
from agencies.filings.services import totals
from tests.factories.agencies import make_agency, make_member
from tests.factories.filings import make_filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def year_of(agency) -> dict[str, str]:
    """One filing for each way of counting in 2023, by name."""
    rows = {
        "filed and pending": {"filed_on": dt.date(2023, 2, 1)},
        "granted in the year": {"filed_on": dt.date(2021, 2, 1), "concluded_on": dt.date(2023, 12, 31)},
        "refused in the year": {
            "filed_on": dt.date(2022, 2, 1),
            "concluded_on": dt.date(2023, 1, 1),
            "outcome": "r",
        },
        "granted a year later": {"filed_on": dt.date(2023, 3, 1), "concluded_on": dt.date(2024, 1, 1)},
        "of an earlier year": {"filed_on": dt.date(2020, 3, 1), "concluded_on": dt.date(2022, 12, 31)},
    }
    return {make_filing(agency, **facts).number: name for name, facts in rows.items()}


def shown(page, names) -> set[str]:
    numbers = [row[0].text.replace(".", "") for row in page.context["list"].rows]
    return {names[number] for number in numbers}


@pytest.mark.parametrize(
    ("counted", "rows"),
    [
        ("filed", {"filed and pending", "granted a year later"}),
        ("concluded", {"granted in the year", "refused in the year"}),
        ("granted", {"granted in the year"}),
    ],
)
def test_the_rows_of_a_total_are_listed(client_for, agency, year_of, counted, rows):
    page = client_for(make_member(agency)).get("/portal/filings/", {"year": 2023, "counted": counted, "kind": "1"})

    assert shown(page, year_of) == rows


def test_as_many_rows_are_listed_as_the_award_counts(client_for, agency, year_of):
    totals.refresh()
    (route,) = award_facts(2023, TotalSource.FILINGS)[0].routes

    client = client_for(make_member(agency))
    counts = [
        client.get("/portal/filings/", {"year": 2023, "counted": counted, "kind": "1"}).context["list"].count
        for counted in ("filed", "concluded", "granted")
    ]

    assert counts == [route.filed, route.concluded, route.granted] == [2, 2, 1]


def test_the_filings_of_another_agency_are_not_there(client_for, agency):
    own, other = make_filing(agency), make_filing(make_agency())

    page = client_for(make_member(agency)).get("/portal/filings/")

    assert page.context["list"].count == 1
    assert own.number[:12] in page.content.decode()
    assert other.number[:12] not in page.content.decode()


def test_who_acts_for_no_agency_finds_no_page(client_for, citizen, official):
    assert client_for(citizen).get("/portal/filings/").status_code == 404
    assert client_for(official).get("/portal/filings/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/portal/filings/").status_code == 302


def test_a_number_is_found_as_it_is_printed(client_for, agency):
    filing = make_filing(agency)
    make_filing(agency)

    page = client_for(make_member(agency)).get(
        "/portal/filings/", {"number": f"ZL{filing.number[:12]}.{filing.number[12]}"}
    )

    assert [row[0].text.replace(".", "") for row in page.context["list"].rows] == [filing.number]


def test_a_way_of_counting_without_a_year_is_said_to_be_ignored(client_for, agency):
    page = client_for(make_member(agency)).get("/portal/filings/", {"counted": "granted"})

    assert "须与年度一起使用" in page.content.decode()


def test_the_list_comes_as_csv_and_as_workbook_that_no_spreadsheet_runs(client_for, agency):
    filing = make_filing(agency, applicant_name="=HYPERLINK(1)", claims=7)
    client = client_for(make_member(agency))

    answer = client.get("/portal/filings/", {"export": "csv", "year": 2023})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/portal/filings/", {"export": "xlsx"}).content))

    head, row = list(csv.reader(io.StringIO(lines)))
    assert dict(zip(head, row, strict=True))["申请人"] == "'=HYPERLINK(1)"
    assert row[0] == f"{filing.number[:12]}.{filing.number[12]}"
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"] in (["s"], ["inlineStr"])


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_statements_however_many_filings(client_for, agency, size, django_assert_num_queries):
    for _ in range(size):
        make_filing(agency)
    client = client_for(make_member(agency))

    with django_assert_num_queries(10):
        client.get("/portal/filings/", {"year": 2023})
