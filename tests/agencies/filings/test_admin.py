"""Officials read filings and totals, compare the sources of a year and choose one."""

import pytest

from agencies.filings.figures.comparison import Counts, compare, years
from agencies.filings.models import TotalSource, YearSource
from ipservice.accounts.models import Role
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency
from tests.factories.filings import make_filing, make_total

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies():
    return [make_agency(name="重庆甲知识产权代理有限公司"), make_agency(name="重庆乙知识产权代理有限公司")]


@pytest.fixture
def both_sources(agencies) -> None:
    first, second = agencies
    make_total(first, source=TotalSource.FILINGS, filed=10, concluded=6, granted=3)
    make_total(first, source=TotalSource.SUMMARY, filed=12, concluded=6, granted=4)
    make_total(second, source=TotalSource.FILINGS, filed=1, concluded=1, granted=1)
    make_total(second, source=TotalSource.SUMMARY, filed=1, concluded=1, granted=1)


def test_years_show_both_sources_and_what_they_differ_by(both_sources):
    (year,) = years()

    assert [(sums.source, sums.agencies, sums.counts, sums.is_in_force) for sums in year.sources] == [
        (TotalSource.FILINGS, 2, Counts(11, 7, 4), False),
        (TotalSource.SUMMARY, 2, Counts(13, 7, 5), False),
    ]
    assert year.difference == Counts(2, 0, 1)


def test_agencies_that_differ_stand_first(both_sources, agencies):
    assert [(row.name, row.difference, row.is_same) for row in compare(2023)] == [
        (agencies[0].name, Counts(2, 0, 1), False),
        (agencies[1].name, Counts(0, 0, 0), True),
    ]


def test_an_agency_in_one_source_alone_has_no_difference(agencies):
    make_total(agencies[0], source=TotalSource.SUMMARY, filed=3)

    (row,) = compare(2023)

    assert (row.filings, row.summary, row.difference, row.is_same) == (None, Counts(3, 0, 0), None, False)


def test_an_official_chooses_with_a_reason_and_the_page_says_who_did(client_for, official, both_sources):
    client = client_for(official)

    answer = client.post("/admin/year-sources/2023/", {"source": "summary", "reason": "以国家局为准"}, follow=True)

    text = answer.content.decode()
    assert YearSource.objects.get().source == TotalSource.SUMMARY
    assert "2023 年度的数据来源已选定。" in text
    assert "理由：以国家局为准" in text
    assert str(official) in text


def test_a_choice_without_reason_comes_back_with_what_was_chosen(client_for, official, both_sources):
    answer = client_for(official).post("/admin/year-sources/2023/", {"source": "summary", "reason": ""})

    assert answer.status_code == 422
    assert answer.context["form"]["source"].value() == "summary"
    assert YearSource.objects.count() == 0


def test_a_reviewer_reads_the_sources_and_does_not_choose(client_for, reviewer, both_sources):
    client = client_for(reviewer)

    assert client.get("/admin/year-sources/2023/").context["form"] is None
    assert client.post("/admin/year-sources/2023/", {"source": "summary", "reason": "理由"}).status_code == 403
    assert YearSource.objects.count() == 0


def test_a_year_without_figures_has_no_page(client_for, official):
    assert client_for(official).get("/admin/year-sources/1999/").status_code == 404


def test_officials_find_filings_by_agency_and_number(client_for, official, agencies):
    filing = make_filing(agencies[0])
    make_filing(agencies[1])
    client = client_for(official)

    by_name = client.get("/admin/filings/", {"agency": "甲知识"}).context["list"]
    by_code = client.get("/admin/filings/", {"agency": agencies[0].agency_code}).context["list"]
    by_number = client.get("/admin/filings/", {"number": filing.number}).context["list"]

    assert [[row.pk for row in bound.objects] for bound in (by_name, by_code, by_number)] == [[filing.pk]] * 3


def test_a_district_official_sees_the_filings_and_totals_of_its_own_agencies_alone(client_for, agencies, both_sources):
    mine = make_filing(agencies[0])
    make_filing(agencies[1])
    client = client_for(make_user(role=Role.DISTRICT_OFFICIAL, district=agencies[0].district))

    filings = client.get("/admin/filings/").context["list"]
    totals = client.get("/admin/totals/").context["list"]

    assert [row.pk for row in filings.objects] == [mine.pk]
    assert {row.agency_id for row in totals.objects} == {agencies[0].pk}


@pytest.mark.parametrize("address", ["/admin/filings/", "/admin/totals/", "/admin/year-sources/"])
def test_agencies_and_citizens_do_not_come_in(client_for, agency_admin, citizen, address):
    assert client_for(agency_admin).get(address).status_code in (302, 403, 404)
    assert client_for(citizen).get(address).status_code in (302, 403, 404)


def test_totals_are_filtered_and_exported(client_for, official, both_sources, agencies):
    client = client_for(official)

    page = client.get("/admin/totals/", {"source": "summary", "agency": "甲知识"})
    book = client.get("/admin/totals/", {"export": "xlsx"})

    assert [(row.source, row.filed) for row in page.context["list"].objects] == [("summary", 12)]
    assert "spreadsheetml" in book["Content-Type"]
