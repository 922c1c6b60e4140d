"""What stands in the database, in one snapshot: how many rows each table has, and what a victim says of its own."""

import time
from collections.abc import Callable, Collection
from typing import Any

from django.db import connection, transaction

from ipservice.foundation.canonical import digest

PERMANENT = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND relpersistence = 'p' AND NOT relispartition AND relnamespace = 'public'::regnamespace
  AND relname <> 'django_migrations'
ORDER BY relname
"""

NUMBERED = f"""
SELECT relname FROM ({PERMANENT}) AS permanent(relname)
WHERE EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = relname::regclass AND attname = 'id'
              AND atttypid IN ('int4'::regtype, 'int8'::regtype))
"""


def state(content: Callable[[], Any], *, passing: Collection[str] = ()) -> dict[str, Any]:
    """Counts of every table but those whose name begins with one of ``passing``, and the digest of ``content()``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(PERMANENT)
        tables = [name for (name,) in cursor.fetchall() if not name.startswith(tuple(passing))]
        counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
        cursor.execute(counted)
        return {**{name: count for name, count in cursor.fetchall() if count}, "content": digest(content())}


def difference(found: dict[str, Any], *legal: dict[str, Any]) -> str:
    """Empty where ``found`` is one of the legal states, else in what it differs from the nearest."""
    apart = [{name for name in found.keys() | one.keys() if found.get(name) != one.get(name)} for one in legal]
    nearest = min(range(len(legal)), key=lambda at: len(apart[at]))
    return ", ".join(
        f"{name}: {found.get(name, 0)}, not {legal[nearest].get(name, 0)}" for name in sorted(apart[nearest])
    )


def mark() -> dict[str, int]:
    """The highest number given so far in each table that numbers its rows."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', coalesce(max(id), 0) FROM \"{name}\"" for name in tables))
        return dict(cursor.fetchall())


def forget_since(marked: dict[str, int]) -> None:
    """Take away every row written after the mark, also from tables that refuse to forget: a test's way back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, highest in marked.items():
            cursor.execute(f'DELETE FROM "{table}" WHERE id > %s', [highest])


def wait_until_rolled_back(pids: Collection[int], *, patience: float = 20.0) -> None:
    """The server ends a killed process's session on its own, and only then is its work rolled back.

    Idle sessions, as of a portal served beside, hold no work.
    """
    deadline = time.monotonic() + patience
    while pids and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s) AND state <> 'idle'", [list(pids)]
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    assert not pids, "the database still works for a dead process"


def sessions() -> set[int]:
    """The database's own numbers of all sessions of others on this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}
