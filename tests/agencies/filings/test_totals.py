"""The totals kept from the filings are what anyone counts from the rows, whatever the rows."""

import datetime as dt
from collections import Counter

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.filings.figures import AbnormalCounts, RouteCounts, award_facts
from agencies.filings.models import Abnormal, Filing, Outcome, PatentKind, Route, TotalSource, YearlyTotal
from agencies.filings.services import totals
from tests.factories.agencies import make_agency
from tests.factories.filings import make_filing, make_number, make_total

pytestmark = pytest.mark.django_db

COUNTS = ("filed", "concluded", "granted", "filed_abnormal", "concluded_abnormal", "granted_abnormal")
KEY = ("agency_id", "year", "kind", "route")
DAYS = st.dates(dt.date(2021, 12, 30), dt.date(2024, 1, 3))


@pytest.fixture
def agencies():
    return [make_agency(), make_agency()]


@st.composite
def filing_rows(draw):
    """(agency index, kind, route, abnormal, filed_on, outcome, concluded_on)"""
    filed_on = draw(DAYS)
    outcome = draw(st.sampled_from(list(Outcome)))
    concluded_on = None if outcome == Outcome.PENDING else filed_on + dt.timedelta(draw(st.integers(0, 800)))
    vocabularies = [draw(st.sampled_from(list(words))) for words in (PatentKind, Route, Abnormal)]
    return (draw(st.integers(0, 1)), *vocabularies, filed_on, outcome, concluded_on)


def save(rows, agencies) -> None:
    Filing.objects.bulk_create(
        Filing(
            agency=agencies[index],
            number=make_number(filed_on.year, kind),
            kind=kind,
            route=route,
            abnormal=abnormal,
            filed_on=filed_on,
            filed_year=filed_on.year,
            outcome=outcome,
            concluded_on=concluded_on,
        )
        for index, kind, route, abnormal, filed_on, outcome, concluded_on in rows
    )


def kept() -> dict[tuple, tuple]:
    rows = YearlyTotal.objects.filter(source=TotalSource.FILINGS).values_list(*KEY, *COUNTS)
    return {row[:4]: row[4:] for row in rows}


def recounted() -> dict[tuple, tuple]:
    """The same totals, counted by polars from the rows of the table."""
    names = ("agency_id", "kind", "route", "abnormal", "filed_on", "outcome", "concluded_on")
    schema = {name: pl.Date if name.endswith("_on") else None for name in names} | {"agency_id": pl.Int64}
    schema = {name: kind or pl.String for name, kind in schema.items()}
    frame = pl.DataFrame(list(Filing.objects.values_list(*names)), schema=schema, orient="row")
    counted = pl.col("abnormal").is_in(["u", "w"])
    filed = frame.group_by("agency_id", pl.col("filed_on").dt.year().alias("year"), "kind", "route").agg(
        pl.len().alias("filed"), counted.sum().alias("filed_abnormal")
    )
    granted = pl.col("outcome") == "g"
    concluded = (
        frame.drop_nulls("concluded_on")
        .group_by("agency_id", pl.col("concluded_on").dt.year().alias("year"), "kind", "route")
        .agg(
            pl.len().alias("concluded"),
            granted.sum().alias("granted"),
            counted.sum().alias("concluded_abnormal"),
            (granted & counted).sum().alias("granted_abnormal"),
        )
    )
    joined = filed.join(concluded, on=list(KEY), how="full", coalesce=True).fill_null(0)
    return {row[:4]: row[4:] for row in joined.select(*KEY, *COUNTS).iter_rows()}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(filing_rows(), max_size=25))
def test_totals_equal_an_independent_count_of_the_rows(rows, agencies):
    Filing.objects.all().delete()
    save(rows, agencies)

    totals.refresh()

    assert kept() == recounted()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(filing_rows(), max_size=25), year=st.sampled_from([2022, 2023, 2024]))
def test_the_award_reads_the_same_from_the_rows_and_from_the_kept_totals(rows, year, agencies):
    Filing.objects.all().delete()
    save(rows, agencies)

    totals.refresh()

    assert award_facts(year, TotalSource.FILINGS) == award_facts(year, TotalSource.FILINGS, from_rows=True)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(filing_rows(), max_size=12), after=st.lists(filing_rows(), max_size=12))
def test_counting_only_what_was_touched_gives_the_same_as_counting_everything(before, after, agencies):
    Filing.objects.all().delete()
    save(before, agencies)
    totals.refresh()
    save(after, agencies)

    touched = [row for row in after if row[0] == 0]
    totals.refresh([agencies[0].pk], {row[4].year for row in touched} | {row[6].year for row in touched if row[6]})
    totals.refresh([agencies[1].pk])

    assert kept() == recounted()


def test_a_summary_handed_in_is_left_alone(agencies):
    make_total(agencies[0], filed=7, concluded=5, granted=3)
    make_filing(agencies[0])

    totals.refresh()

    assert list(YearlyTotal.objects.order_by("source").values_list("source", "filed", "granted")) == [
        (TotalSource.FILINGS, 1, 0),
        (TotalSource.SUMMARY, 7, 3),
    ]


def test_a_filing_that_moved_away_leaves_no_total_behind(agencies):
    filing = make_filing(agencies[0])
    totals.refresh()
    Filing.objects.filter(pk=filing.pk).update(agency=agencies[1])

    totals.refresh([agency.pk for agency in agencies], [2023])

    assert Counter(YearlyTotal.objects.values_list("agency", flat=True)) == {agencies[1].pk: 1}


def test_six_statements_and_their_savepoint_however_many_agencies(agencies, django_assert_num_queries):
    for agency in agencies:
        make_filing(agency)

    with django_assert_num_queries(6 + 2 + 1):  # and the row that ends the pages kept so far
        totals.refresh()


def test_every_state_of_an_abnormal_notice_is_told_apart(agencies):
    day = dt.date(2023, 5, 4)
    for state in (Abnormal.NONE, Abnormal.NOTIFIED, Abnormal.UPHELD, Abnormal.WITHDRAWN, Abnormal.ACCEPTED):
        make_filing(agencies[0], abnormal=state, filed_on=day, concluded_on=day)
    totals.refresh()

    total = YearlyTotal.objects.get()
    facts = {row.agency_id: row for row in award_facts(2023, TotalSource.FILINGS)}

    assert (total.filed, total.filed_abnormal) == (5, 2)
    assert facts[agencies[0].pk].routes == (
        RouteCounts("o", 5, 5, 5, tuple(AbnormalCounts(state, 1, 1, 1) for state in "anuw")),
    )
    assert facts[agencies[1].pk].routes == ()


def test_a_summary_tells_upheld_and_withdrawn_together(agencies):
    make_total(agencies[0], filed=9, concluded=6, granted=4, filed_abnormal=2, concluded_abnormal=1)

    facts = {row.agency_id: row for row in award_facts(2023, TotalSource.SUMMARY)}

    assert facts[agencies[0].pk].routes == (RouteCounts("o", 9, 6, 4, (AbnormalCounts("uw", 2, 1, 0),)),)


def test_only_inventions_are_counted_for_the_award(agencies):
    for kind in PatentKind:
        make_filing(agencies[0], kind=kind)
    totals.refresh()

    facts = {row.agency_id: row for row in award_facts(2023, TotalSource.FILINGS)}

    assert facts[agencies[0].pk].routes == (RouteCounts("o", 1, 0, 0, ()),)


@pytest.mark.parametrize("from_rows", [False, True])
def test_the_facts_of_the_award_take_four_statements_however_many_agencies(
    from_rows, agencies, django_assert_num_queries
):
    for number in range(3):
        make_filing(make_agency() if number else agencies[0])
    totals.refresh()

    with django_assert_num_queries(4):
        award_facts(2023, TotalSource.FILINGS, from_rows=from_rows)


def test_a_summary_cannot_be_counted_row_by_row():
    with pytest.raises(ValueError, match="row by row"):
        award_facts(2023, TotalSource.SUMMARY, from_rows=True)
