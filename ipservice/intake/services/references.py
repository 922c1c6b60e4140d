"""Foreign keys of a large load checked once as a set instead of row by row, which would take half of the load's time.

The keys stay declared and hold for everybody else. Only a role that may set ``session_replication_role`` (a superuser,
or one it was granted to) can do it; others load with row checks, more slowly and just as safely.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ipservice.foundation.errors import DomainError
from ipservice.intake.feeds import Target

LARGE = 20_000


class ReferenceGone(DomainError):
    code = "import_reference_gone"
    template = (
        "写入时“{label}”中有 {count} 个已不在登记簿里（可能刚被删除或合并）。请重新核对后再写入，本次没有写入任何数据。"
    )


@contextmanager
def checked_as_sets(cursor: Any, stage: str, target: Target, rows: int) -> Iterator[None]:
    """Inside, rows go into ``target`` without row checks, after every reference has been found and locked."""
    if rows < LARGE or not target.run_field or not _may(cursor):
        yield
        return
    for known in target.model._meta.concrete_fields:
        if known.is_relation and known.column in target.fields:
            _require_all(cursor, stage, known)
    cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    cursor.execute("SET LOCAL session_replication_role = origin")


def require_known(cursor: Any, tables: Iterable[str], target: Target) -> None:
    """Raises ``ReferenceGone`` where rows of these tables refer to what the register no longer holds."""
    for known in target.model._meta.concrete_fields:
        if not known.is_relation:
            continue
        referred = known.related_model._meta.db_table
        for table in tables:
            cursor.execute(
                f'SELECT count(DISTINCT s."{known.column}") FROM "{table}" s WHERE s."{known.column}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT FROM "{referred}" r WHERE r.id = s."{known.column}")'
            )
            if lost := cursor.fetchone()[0]:
                raise ReferenceGone(label=str(known.verbose_name), count=lost)


def _require_all(cursor: Any, stage: str, known: Any) -> None:
    """Locks the referred rows against deletion until the load is committed, as a row check would."""
    table = known.related_model._meta.db_table
    cursor.execute(
        f'SELECT count(DISTINCT "{known.column}") FROM "{stage}" WHERE "{known.column}" IS NOT NULL',
    )
    wanted = cursor.fetchone()[0]
    cursor.execute(
        f'SELECT count(*) FROM (SELECT id FROM "{table}" WHERE id IN (SELECT "{known.column}" FROM "{stage}")'
        " FOR KEY SHARE) found"
    )
    found = cursor.fetchone()[0]
    if found != wanted:
        raise ReferenceGone(label=str(known.verbose_name), count=wanted - found)


def _may(cursor: Any) -> bool:
    cursor.execute(
        "SELECT current_setting('is_superuser') = 'on' OR has_parameter_privilege('session_replication_role', 'SET')"
    )
    return cursor.fetchone()[0]
