"""The filings of a year stand apart from those of other years, and the model does not notice."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from agencies.filings.models import Filing
from tests.factories.agencies import make_agency
from tests.factories.filings import make_filing, make_number

pytestmark = pytest.mark.django_db


def partition_of(filing: Filing) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM agencies_filing WHERE id = %s", [filing.pk])
        return cursor.fetchone()[0]


def plan_of(queryset) -> str:
    return queryset.explain()


def test_the_filings_of_a_year_are_read_without_touching_the_other_years():
    make_filing(make_agency())

    plan = plan_of(Filing.objects.filter(filed_year=2023).order_by())

    assert "agencies_filing_2023" in plan
    assert "agencies_filing_2022" not in plan
    assert "agencies_filing_default" not in plan


def test_without_a_year_every_partition_is_read():
    plan = plan_of(Filing.objects.order_by())

    assert "agencies_filing_2022" in plan
    assert "agencies_filing_default" in plan


def test_the_orm_creates_changes_and_deletes_a_filing():
    agency = make_agency()
    filing = make_filing(agency)
    assert partition_of(filing) == "agencies_filing_2023"

    filing.filed_on, filing.filed_year = dt.date(2024, 1, 2), 2024
    filing.save()
    assert partition_of(filing) == "agencies_filing_2024"

    filing.delete()
    assert list(Filing.objects.all()) == []


def test_a_year_without_a_partition_stands_in_the_default_one_until_it_gets_its_own():
    agency = make_agency()
    early = make_filing(agency, filed_on=dt.date(1990, 5, 1))
    earlier = make_filing(agency, filed_on=dt.date(1989, 5, 1))
    assert partition_of(early) == "agencies_filing_default"

    with connection.cursor() as cursor:
        cursor.execute("SELECT filings_partition_for(1990), filings_partition_for(1990)")

    assert partition_of(early) == "agencies_filing_1990"
    assert partition_of(earlier) == "agencies_filing_default"


def test_a_year_that_is_not_the_year_of_filing_is_refused_by_the_database():
    agency = make_agency()

    with pytest.raises(IntegrityError, match="filed_year_is_the_year_of_filing"), transaction.atomic():
        Filing.objects.create(
            agency=agency, number=make_number(2023), kind="1", filed_on=dt.date(2023, 1, 1), filed_year=2022
        )


def test_one_number_stands_once_in_a_year():
    agency = make_agency()
    filing = make_filing(agency)

    with pytest.raises(IntegrityError, match="number_filed_year"), transaction.atomic():
        make_filing(agency, number=filing.number)


def test_a_filing_of_an_unknown_agency_is_refused():
    filing = make_filing(make_agency())

    Filing.objects.filter(pk=filing.pk).update(agency=0)

    with pytest.raises(IntegrityError, match="foreign key"):
        connection.check_constraints()


def test_the_table_becomes_plain_and_partitioned_again_without_losing_a_row():
    agency = make_agency()
    filing = make_filing(agency)
    rebuilt = MigrationLoader(connection).get_migration("agencies", "0003_filings_partitioned")
    connection.check_constraints()

    with connection.schema_editor() as editor:
        rebuilt.unapply(ProjectState(), editor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relkind, (SELECT count(*) FROM agencies_filing) FROM pg_class WHERE relname = %s",
            ["agencies_filing"],
        )
        plain = cursor.fetchone()
    with connection.schema_editor() as editor:
        rebuilt.apply(ProjectState(), editor)

    assert plain == ("r", 1)
    assert partition_of(filing) == "agencies_filing_2023"
    assert make_filing(agency).pk > filing.pk
