"""Years that the register does not hold yet: staged in tables that become partitions of it, keys and all.

Filling a table and building its indexes afterwards takes half of the time of filling it with its indexes. So what a
large file brings for a year without rows is staged with the columns, checks and defaults of the target; the load takes
that table out of the staging table, builds its keys, and puts it in the place of the empty partition. Attaching
checks the references as a set. Everything else in the file goes the ordinary way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import IntegrityError, connection, transaction

from ipservice.intake.feeds import Feed, Target
from ipservice.intake.models import ImportRun
from ipservice.intake.services.references import LARGE, require_known

OFTEN = 1_000
WHOLE = 5_000
_INDEX_MEMORY = "256MB"


@dataclass(frozen=True, slots=True)
class NewPart:
    """A table outside of the register with all rows of one value of the partition column; ``name`` is its place."""

    table: str
    name: str
    value: int
    rows: int


def values_without_rows(target: Target | None, frame: pl.DataFrame | None) -> list[int]:
    """Values of the partition column that are frequent in the first rows of a large file and new to the register."""
    if target is None or frame is None or not target.partition_field or frame.height < LARGE:
        return []
    counts = frame[target.partition_field].drop_nulls().value_counts()
    frequent = counts.filter(pl.col("count") >= OFTEN)[target.partition_field].to_list()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM unnest(%s::integer[]) AS value WHERE NOT EXISTS"
            f' (SELECT FROM "{target.table}" t WHERE t."{target.partition_field}" = value) ORDER BY value',
            [frequent],
        )
        return [value for (value,) in cursor.fetchall()]


def create_stage(cursor: Any, run: ImportRun, feed: Feed, values: Sequence[int]) -> None:
    """A staging table in the shape of the target, with one table for each value and one for the rest.

    ``line`` stands where the target keeps the line of a row. Only the rest is unlogged.
    """
    target, stage = feed.target, run.stage
    assert target is not None
    extras = "".join(f', ADD COLUMN "{name}" {sql}' for name, sql in feed.extras.items())
    cursor.execute(
        f'CREATE TABLE "{stage}" (LIKE "{target.table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)'
        f' PARTITION BY LIST ("{target.partition_field}")'
    )
    cursor.execute(f'ALTER TABLE "{stage}" RENAME COLUMN "{target.row_field}" TO line')
    cursor.execute(
        f'ALTER TABLE "{stage}" ADD COLUMN held boolean{extras}, ALTER COLUMN "{target.run_field}" SET DEFAULT {run.pk}'
    )
    cursor.execute(f'CREATE UNLOGGED TABLE "{stage}_rest" PARTITION OF "{stage}" DEFAULT')
    for value in values:
        cursor.execute(f'CREATE TABLE "{stage}_{value:d}" PARTITION OF "{stage}" FOR VALUES IN ({value:d})')


def take_out(cursor: Any, run: ImportRun, feed: Feed) -> list[NewPart]:
    """Separate from the staging table, with keys, each large part whose place in the register is still empty.

    From here to the end of the transaction nobody else writes into that place.
    """
    target = feed.target
    if target is None or not target.partition_field:
        return []
    parts = []
    cursor.execute(f"SET LOCAL maintenance_work_mem = '{_INDEX_MEMORY}'")
    for table, value in _staged_parts(cursor, run.stage):
        name = f"{target.table}_{value}"
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        rows = cursor.fetchone()[0]
        if rows < WHOLE or not _is_empty(cursor, name):
            continue
        _separate(cursor, run.stage, table, feed)
        _build_keys(cursor, table, target.table)
        parts.append(NewPart(table, name, value, rows))
    return parts


def attach(cursor: Any, target: Target, parts: Sequence[NewPart]) -> None:
    """Put each part in its place. Readers of the register wait from here to the commit. Raises ``ReferenceGone``."""
    if not parts:
        return
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come may not be altered
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    try:
        with transaction.atomic():
            _put_in_place(cursor, target, parts)
    except IntegrityError:
        require_known(cursor, [part.table for part in parts], target)
        raise


def _put_in_place(cursor: Any, target: Target, parts: Sequence[NewPart]) -> None:
    for part in parts:
        cursor.execute(f'DROP TABLE "{part.name}"')
        cursor.execute(f'ALTER TABLE "{part.table}" RENAME TO "{part.name}"')
        cursor.execute(f'ALTER TABLE "{target.table}" ATTACH PARTITION "{part.name}" FOR VALUES IN ({part.value})')


def _staged_parts(cursor: Any, stage: str) -> list[tuple[str, int]]:
    cursor.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = to_regclass(%s) AND c.relpersistence = 'p' ORDER BY 1",
        [f'"{stage}"'],
    )
    return [(name, int(name.removeprefix(f"{stage}_"))) for (name,) in cursor.fetchall()]


def _is_empty(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'"{name}"'])
    if not cursor.fetchone()[0]:
        return False
    cursor.execute(f'LOCK TABLE "{name}" IN SHARE ROW EXCLUSIVE MODE')
    cursor.execute(f'SELECT NOT EXISTS (SELECT FROM "{name}")')
    return cursor.fetchone()[0]


def _separate(cursor: Any, stage: str, table: str, feed: Feed) -> None:
    """Give a part exactly the columns of the target."""
    assert feed.target is not None
    dropped = "".join(f', DROP COLUMN "{name}"' for name in feed.extras)
    cursor.execute(f'ALTER TABLE "{stage}" DETACH PARTITION "{table}"')
    cursor.execute(
        f'ALTER TABLE "{table}" DROP COLUMN held{dropped}, ALTER COLUMN "{feed.target.run_field}" DROP DEFAULT'
    )
    cursor.execute(f'ALTER TABLE "{table}" RENAME COLUMN line TO "{feed.target.row_field}"')


def _build_keys(cursor: Any, table: str, like: str) -> None:
    """The primary key, unique keys and indexes of the register, so that attaching finds them and builds none."""
    cursor.execute(
        "SELECT pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')"
        " WHERE i.indrelid = %s::regclass ORDER BY i.indexrelid",
        [f'"{like}"'],
    )
    for constraint, index in cursor.fetchall():
        if constraint:
            cursor.execute(f'ALTER TABLE "{table}" ADD {constraint}')
        else:
            unique = "UNIQUE " if index.startswith("CREATE UNIQUE") else ""
            cursor.execute(f'CREATE {unique}INDEX ON "{table}" USING {index.partition(" USING ")[2]}')
