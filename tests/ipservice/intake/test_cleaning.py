"""A preview that nobody came back to gives its staging table back and is read again before it is confirmed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ipservice.intake.models import ImportRun
from ipservice.intake.services import runs
from ipservice.intake.services.cleaning import KEPT, drop_old_stages
from tests.ipservice.intake.test_filings_import import imported, line, table


def has_stage(run: ImportRun) -> bool:
    return run.stage in connection.introspection.table_names()


@pytest.mark.parametrize(("age", "is_kept"), [(KEPT - timedelta(hours=1), True), (KEPT + timedelta(hours=1), False)])
def test_a_staging_table_is_kept_for_two_weeks(register, age, is_kept):
    run = imported(table(line(1)), confirm=False)

    drop_old_stages(now=timezone.now() + age)

    assert has_stage(run) == is_kept


def test_a_run_without_its_staging_table_says_so_and_is_read_again(register):
    run = imported(table(line(1)), confirm=False)
    drop_old_stages(now=timezone.now() + KEPT * 2)

    with pytest.raises(runs.PreviewGone) as refused:
        runs.commit(run.pk, by=None)
    runs.prepare(run.pk, today=date(2026, 6, 1))

    assert "重新核对" in refused.value.message
    assert runs.commit(run.pk, by=None).rows_new == 1


def test_a_staging_table_emptied_by_a_crash_of_the_server_is_noticed(register):
    run = imported(table(line(1)), confirm=False)
    with connection.cursor() as cursor:
        cursor.execute(f'TRUNCATE "{run.stage}"')

    with pytest.raises(runs.PreviewGone):
        runs.commit(run.pk, by=None)


def test_a_committed_run_leaves_no_staging_table(register):
    assert not has_stage(imported(table(line(1))))
