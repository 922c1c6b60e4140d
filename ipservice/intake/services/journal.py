"""Writing of hooks that a later undo can take back: rows made and rows changed are noted by the run."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from ipservice.intake.services.loading import generated_columns


def insert_kept(run_id: int, table: str, insert: str, params: Mapping[str, Any]) -> int:
    """Run ``INSERT INTO table …`` (without RETURNING) and note the rows it made; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS ({insert} RETURNING id) INSERT INTO intake_importchange (run_id, table_name, row_id)"
            " SELECT %(journal_run)s, %(journal_table)s, id FROM made",
            {**params, "journal_run": run_id, "journal_table": table},
        )
        return cursor.rowcount


def keep_before(run_id: int, table: str, ids: str, params: Mapping[str, Any]) -> int:
    """Note what the rows hold whose ids the query ``ids`` gives, before they are changed; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_importchange (run_id, table_name, row_id, before)"
            " SELECT %(journal_run)s, %(journal_table)s, t.id, to_jsonb(t) - %(journal_generated)s::text[]"
            f' FROM "{table}" t WHERE t.id IN ({ids})',
            {
                **params,
                "journal_run": run_id,
                "journal_table": table,
                "journal_generated": generated_columns(table),
            },
        )
        return cursor.rowcount


def written_ids(run_id: int, table: str) -> list[int]:
    """Ids of every row of ``table`` that the run has made or changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT row_id FROM intake_importchange WHERE run_id = %s AND table_name = %s ORDER BY 1",
            [run_id, table],
        )
        return [row_id for (row_id,) in cursor.fetchall()]
