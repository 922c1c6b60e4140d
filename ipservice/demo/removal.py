"""Takes the demonstration away: every marked row, and every row that rests on one.

What rests on a marked row is read from the foreign keys of the database, so that a table added later is found too.
The history of a removed row goes with it. Tables that refuse deletion (frozen decisions, histories) give way here and
nowhere else; entries of the audit log stay, because their chain would break (ADR 11).
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from ipservice.audit import services as audit
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.models import DataVersion
from ipservice.pagecache.versions import bump

MARK = "is_demo"
KEYS = """
SELECT child.relname, attribute.attname, parent.relname
FROM pg_constraint AS key
JOIN pg_class AS child ON child.oid = key.conrelid
JOIN pg_class AS parent ON parent.oid = key.confrelid
JOIN pg_attribute AS attribute ON attribute.attrelid = key.conrelid AND attribute.attnum = key.conkey[1]
WHERE key.contype = 'f' AND key.conparentid = 0 AND child.relnamespace = 'public'::regnamespace
ORDER BY 1, 2
"""


class RealRowsRestOnDemo(DomainError):
    code = "real_rows_rest_on_demo"
    template = "不能移除演示数据：{label} 中有 {count} 条非演示记录引用了演示数据（例如编号 {key}），请先改正这些记录。"


@dataclass(frozen=True, slots=True)
class Key:
    """One foreign key: ``child.column`` points to ``parent``."""

    child: str
    column: str
    parent: str


@transaction.atomic
def remove() -> dict[str, int]:
    """Delete the demonstration; rows deleted by table. Raises ``RealRowsRestOnDemo`` and deletes nothing.

    A row without a mark of its own goes with what it rests on; a row that is marked as real never does.
    """
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE doomed (place text, id text, PRIMARY KEY (place, id)) ON COMMIT DROP")
        histories = _histories()
        marked = {table: label for table, label in marked_tables().items() if table not in histories}
        for table in marked:
            cursor.execute(f'INSERT INTO doomed SELECT %s, id::text FROM "{table}" WHERE {MARK}', [table])
        for table in set(histories) & set(marked_tables()):
            _doom_remembered(cursor, table, histories[table])
        cursor.execute(KEYS)
        keys = [Key(*row) for row in cursor.fetchall() if row[0] not in histories]
        keys += [Key(table, "pgh_obj_id", tracked) for table, tracked in histories.items()]
        leaves = {key.child for key in keys} - {key.parent for key in keys} - set(marked)
        _follow(cursor, [key for key in keys if key.child not in leaves])
        _require_all_demo(cursor, marked)
        counts = _delete(cursor, [key for key in keys if key.child in leaves])
    if counts:
        audit.record("demo.remove", "移除全部演示数据", subject=("demo", "all"), after=counts)
        bump(*DataVersion.objects.values_list("name", flat=True))
    return counts


def marked_tables() -> dict[str, str]:
    """Tables whose rows carry the mark, with their Chinese names."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: str(model._meta.verbose_name)
        for model in models
        if any(field.name == MARK for field in model._meta.fields)
    }


def _histories() -> dict[str, str]:
    """Tables of histories, with the table whose rows each has kept; their keys are no constraints of the database."""
    return {
        model._meta.db_table: tracked._meta.db_table
        for model in apps.get_models()
        if (tracked := getattr(model, "pgh_tracked_model", None))
    }


def _doom_remembered(cursor, history: str, table: str) -> None:
    """Marked rows that were deleted before, and of which only the history is left."""
    cursor.execute(
        f'INSERT INTO doomed SELECT DISTINCT %s, pgh_obj_id::text FROM "{history}" AS past WHERE {MARK} '
        f'AND NOT EXISTS (SELECT FROM "{table}" AS present WHERE present.id = past.pgh_obj_id) ON CONFLICT DO NOTHING',
        [table],
    )


def _follow(cursor, keys: list[Key]) -> None:
    """Doom what points to a doomed row, until nothing new is found."""
    found = True
    while found:
        found = False
        for key in keys:
            cursor.execute(
                f'INSERT INTO doomed SELECT %s, child.id::text FROM "{key.child}" AS child '
                f'JOIN doomed ON doomed.place = %s AND doomed.id = child."{key.column}"::text ON CONFLICT DO NOTHING',
                [key.child, key.parent],
            )
            found = found or cursor.rowcount > 0


def _require_all_demo(cursor, marked: dict[str, str]) -> None:
    for table, label in marked.items():
        cursor.execute(
            f'SELECT count(*), min(id::text) FROM "{table}" AS real '
            f"WHERE NOT {MARK} AND EXISTS (SELECT FROM doomed WHERE place = %s AND doomed.id = real.id::text)",
            [table],
        )
        count, key = cursor.fetchone()
        if count:
            raise RealRowsRestOnDemo(label=label, count=count, key=key)


def _delete(cursor, leaves: list[Key]) -> dict[str, int]:
    """Leaves by the row they rest on, the others by themselves; keys are checked at the end, as a whole."""
    cursor.execute("SELECT DISTINCT place FROM doomed ORDER BY 1")
    places = [row[0] for row in cursor.fetchall()]
    tables = sorted({*places, *(key.child for key in leaves if key.parent in places)})
    counts: dict[str, int] = dict.fromkeys(tables, 0)
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    for key in leaves:
        if key.parent in places:
            counts[key.child] += _delete_where(cursor, key.child, key.column, key.parent)
    for place in places:
        counts[place] += _delete_where(cursor, place, "id", place)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    return {table: count for table, count in counts.items() if count}


def _delete_where(cursor, table: str, column: str, place: str) -> int:
    cursor.execute(f'DELETE FROM "{table}" WHERE "{column}"::text IN (SELECT id FROM doomed WHERE place = %s)', [place])
    return cursor.rowcount
