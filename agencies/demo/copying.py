"""Puts a frame of filings into the table by COPY, the foreign key checked once as a set."""

import io

import polars as pl
from django.db import connection

COLUMNS = (
    "number",
    "filed_year",
    "kind",
    "route",
    "agency_id",
    "applicant_name",
    "applicant_kind",
    "applicant_district_code",
    "filed_on",
    "outcome",
    "concluded_on",
    "ipc_main_group",
    "claims",
    "abnormal",
)
BATCH = 500_000
FOREIGN_KEY = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = 'agencies_filing'::regclass AND contype = 'f'
"""


def copy_filings(frame: pl.DataFrame) -> None:
    """``frame`` has the columns of ``COLUMNS``; runs in the caller's transaction.

    Checks that were put off until the commit are made now: a table with such checks waiting cannot lose its key.
    Keys in order and a foreign key that is checked afterwards, not row by row, make it several times faster.
    """
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SELECT filings_partition_for(year) FROM unnest(%s) AS year", [_years(frame)])
        cursor.execute(FOREIGN_KEY)
        keys = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f'ALTER TABLE agencies_filing DROP CONSTRAINT "{name}"')
        for chunk in frame.select(COLUMNS).sort("number").iter_slices(BATCH):
            _copy(cursor, chunk)
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE agencies_filing ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("ANALYZE agencies_filing")


def _years(frame: pl.DataFrame) -> list[int]:
    return sorted(frame["filed_year"].unique().to_list())


def _copy(cursor, chunk: pl.DataFrame) -> None:
    text = io.BytesIO()
    chunk.write_csv(text, include_header=False, null_value="\\N", quote_style="never", separator="\t")
    text.seek(0)
    cursor.cursor.copy_expert(f"COPY agencies_filing ({', '.join(COLUMNS)}) FROM STDIN", text)
