"""A large file for a year without rows: its rows become the partition of the year, and nobody sees a difference."""

from datetime import date

import pytest
from django.db import connection

from agencies.filings.models import Filing, YearlyTotal
from agencies.filings.services import totals
from agencies.registry.models import Agency
from ipservice.intake.models import RunState
from ipservice.intake.services import answers, runs
from ipservice.intake.services.references import LARGE, ReferenceGone
from ipservice.intake.services.undo import undo
from tests.factories.filings import make_filing
from tests.ipservice.intake.test_filings_import import imported, line, number, row_versions, table

ROWS = LARGE + 500
YEAR = "agencies_filing_2024"
EXTRA = {"number": number(7, year=2022), "filed_on": "2022-03-01", "outcome": "审查中", "concluded_on": ""}


def large(*more: str, rows: int = ROWS) -> bytes:
    return table(*(line(serial) for serial in range(rows)), *more)


def id_of(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)::oid::bigint", [name])
        return cursor.fetchone()[0]


def keys_of(name: str) -> list[tuple[str, bool]]:
    """What the keys and indexes of a table cover, and whether each is part of one of the whole register."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substring(pg_get_indexdef(i.indexrelid) FROM ' USING .*'), h.inhparent IS NOT NULL FROM pg_index i"
            " LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid WHERE i.indrelid = %s::regclass AND i.indisvalid"
            " ORDER BY 1",
            [name],
        )
        return cursor.fetchall()


def staged_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'intake_stage%' AND relkind IN ('r', 'p')")
        return [name for (name,) in cursor.fetchall()]


def test_the_rows_become_the_partition_with_run_line_keys_and_totals(register):
    before = id_of(YEAR)
    run = imported(large(line(1, **EXTRA)))

    assert (run.state, run.rows_new, run.rows_changed, run.rows_refused) == (RunState.COMMITTED, ROWS + 1, 0, 0)
    assert id_of(YEAR) != before
    filing = Filing.objects.get(number=number(3).replace(".", ""))
    assert (filing.source_run_id, filing.source_row, filing.outcome, filing.applicant_name) == (run.pk, 5, "g", "")
    assert Filing.objects.get(filed_year=2022).source_row == ROWS + 2
    assert keys_of(YEAR) == keys_of("agencies_filing_2023")
    assert staged_tables() == []
    kept = sorted(YearlyTotal.objects.values_list("agency", "year", "filed", "concluded", "granted"))
    totals.refresh()
    assert kept == sorted(YearlyTotal.objects.values_list("agency", "year", "filed", "concluded", "granted"))
    assert [row[1:] for row in kept] == [(2022, 1, 0, 0), (2024, ROWS, 0, 0), (2025, 0, ROWS, ROWS)]


def test_a_filing_of_the_new_partition_is_changed_and_deleted_like_any_other(register):
    imported(large())

    filing = Filing.objects.get(number=number(3).replace(".", ""))
    filing.applicant_name = "某公司"
    filing.save()
    fresh = make_filing(Agency.objects.first(), filed_on=date(2024, 5, 1), kind="3")

    assert Filing.objects.filter(filed_year=2024, applicant_name="某公司").count() == 1
    assert fresh.pk > filing.pk
    filing.delete()
    assert Filing.objects.filter(filed_year=2024).count() == ROWS


def test_the_same_file_again_writes_no_row(register):
    imported(large())
    before = row_versions()

    again = imported(large())

    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, ROWS)
    assert row_versions() == before


def test_a_preview_counts_what_would_be_new_and_shows_no_filing(register):
    run = imported(large(), confirm=False)

    assert (run.state, run.rows_new) == (RunState.PREVIEW, ROWS)
    assert Filing.objects.count() == 0
    runs.discard(run.pk, by=None)
    assert staged_tables() == []


def test_an_undone_import_leaves_an_empty_year_that_can_be_filled_again(register):
    run = imported(large())

    undo(run.pk, by=None, reason="导错文件")

    assert (Filing.objects.count(), YearlyTotal.objects.count()) == (0, 0)
    assert imported(large()).rows_new == ROWS


def test_a_year_that_was_filled_after_the_preview_keeps_its_rows(register):
    run = imported(large(), confirm=False)
    known = make_filing(Agency.objects.get(agency_code="99001"), filed_on=date(2024, 5, 1), kind="3")
    before = id_of(YEAR)

    run = runs.commit(run.pk, by=None)

    assert run.rows_new == ROWS
    assert id_of(YEAR) == before
    assert Filing.objects.filter(pk=known.pk).exists()
    assert Filing.objects.count() == ROWS + 1


@pytest.mark.parametrize(("accepted", "outcome"), [(True, "r"), (False, "g")], ids=["later row", "earlier row"])
def test_answers_count_in_a_new_year_too(register, accepted, outcome):
    run = imported(large(line(1, outcome="驳回"), line(ROWS + 1, filed_on="24-3-1")), confirm=False)

    answers.answer_rest(run.pk, accepted, by=None)
    run = runs.commit(run.pk, by=None)

    assert Filing.objects.get(number=number(1).replace(".", "")).outcome == outcome
    assert run.rows_new == Filing.objects.count() == ROWS + (1 if accepted else 0)


def test_an_agency_that_is_gone_before_the_load_stops_it_whole(register):
    run = imported(large(), confirm=False)
    Agency.objects.get(agency_code="99001").delete()
    connection.check_constraints()

    with pytest.raises(ReferenceGone) as refused:
        runs.commit(run.pk, by=None)

    assert "“代理机构”中有 1 个" in refused.value.message
    assert Filing.objects.count() == 0
    assert len(staged_tables()) == 3
