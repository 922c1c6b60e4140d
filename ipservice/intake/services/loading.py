"""From the staging table into the register, by sets: changed rows are joined and updated, new ones inserted in order.

Nested loops are off while it lasts: a table that has just been filled looks empty to the planner, and one wrong
guess makes the load quadratic. Everything runs in the caller's transaction, under the advisory lock of the feed.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Field
from django.utils import timezone

from ipservice.intake.feeds import Feed, Target
from ipservice.intake.models import ImportRun
from ipservice.intake.services.partitions import attach, take_out
from ipservice.intake.services.references import LARGE, checked_as_sets

LOCK_NAMESPACE = 0x494E


def lock_feed(code: str) -> None:
    """One load of a feed at a time; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_NAMESPACE, code])


def brought_fields(run: ImportRun, target: Target, feed: Feed) -> list[str]:
    """The fields that the file brings; a column that is not in the file leaves its field alone."""
    present = {column["name"] for column in run.columns if column["name"]} | {""}
    ours = {column.name for column in feed.columns}
    sources = {name: target.derived_from.get(name, name if name in ours else "") for name in target.fields}
    return [name for name in target.fields if name in target.key or sources[name] in present]


def staged_effects(run: ImportRun, target: Target, feed: Feed) -> tuple[int, int, int]:
    """How many staged rows would be new, would change something, are the same already."""
    fields = [name for name in brought_fields(run, target, feed) if name not in target.key]
    with connection.cursor() as cursor:
        _no_nested_loops(cursor)
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE t.id IS NULL), count(*) FILTER (WHERE {_differs(target, fields)}"
            f' AND t.id IS NOT NULL), count(*) FROM "{run.stage}" s LEFT JOIN "{target.table}" t ON {_match(target)}'
        )
        new, changed, total = cursor.fetchone()
        _nested_loops_again(cursor)
    return new, changed, total - new - changed


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows by what became of them, and the partitions that the register got whole."""

    new: int
    changed: int
    same: int
    whole_tables: tuple[str, ...] = ()


def load(run: ImportRun, target: Target, feed: Feed) -> Loaded:
    """Former contents go to the journal; rows that are the same are not written."""
    fields = brought_fields(run, target, feed)
    with connection.cursor() as cursor:
        if target.prepare:
            target.prepare(run.stage)
        parts = take_out(cursor, run, feed)
        _no_nested_loops(cursor)
        cursor.execute(f'SELECT count(*) FROM "{run.stage}"')
        total, new, changed = cursor.fetchone()[0], 0, 0
        if total:
            changed = _update(cursor, run, target, [name for name in fields if name not in target.key])
            with checked_as_sets(cursor, run.stage, target, total):
                new = _insert(cursor, run, target, fields, is_large=total >= LARGE)
        _nested_loops_again(cursor)
        attach(cursor, target, parts)
    whole = sum(part.rows for part in parts)
    return Loaded(whole + new, changed, total - new - changed, tuple(part.name for part in parts))


def keep_after(run: ImportRun, target: Target) -> None:
    """What the journalled rows hold once the hooks are through, so that a later change is noticed before an undo."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE intake_importchange g SET after = to_jsonb(t) - %s::text[] "
            f'FROM "{target.table}" t WHERE g.run_id = %s AND g.table_name = %s AND t.id = g.row_id',
            [generated_columns(target.table), run.pk, target.table],
        )


def keep_last_of_twins(stage: str, key: tuple[str, ...]) -> int:
    """Of accepted duplicates the later row counts; the earlier leaves the staging table."""
    same = " AND ".join(f'a."{name}" = b."{name}"' for name in key)
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{stage}" a USING "{stage}" b WHERE {same} AND a.line < b.line')
        return cursor.rowcount


def _update(cursor: Any, run: ImportRun, target: Target, fields: list[str]) -> int:
    if not fields:
        return 0
    cursor.execute("DROP TABLE IF EXISTS intake_changed")
    cursor.execute(
        f'CREATE TEMP TABLE intake_changed ON COMMIT DROP AS SELECT s.line, t.id FROM "{run.stage}" s '
        f'JOIN "{target.table}" t ON {_match(target)} WHERE {_differs(target, fields)}'
    )
    if not cursor.rowcount:
        return 0
    changed = cursor.rowcount
    cursor.execute("ANALYZE intake_changed")
    cursor.execute(
        f"INSERT INTO intake_importchange (run_id, table_name, row_id, before) "
        f'SELECT %s, %s, t.id, to_jsonb(t) - %s::text[] FROM "{target.table}" t JOIN intake_changed c ON c.id = t.id',
        [run.pk, target.table, generated_columns(target.table)],
    )
    settings = [f'"{name}" = {_kept(target, name)}' for name in fields]
    settings += [f'"{name}" = {value}' for name, value in _marks(run, target).items()]
    cursor.execute(
        f'UPDATE "{target.table}" t SET {", ".join(settings)} FROM "{run.stage}" s '
        f"JOIN intake_changed c ON c.line = s.line WHERE t.id = c.id AND {_match(target)}",
        {"now": timezone.now()},
    )
    return changed


def _insert(cursor: Any, run: ImportRun, target: Target, fields: list[str], *, is_large: bool) -> int:
    """A large table is read as it was staged, sorted chunk by chunk; sorting it as a whole gains nothing more."""
    values = {name: _filled(target, name) for name in fields if name != "id"}
    values |= {name: value for name, value in _defaults(target).items() if name not in values}
    values |= _marks(run, target)
    names = ", ".join(f'"{name}"' for name in values)
    by_key = ", ".join(f's."{name}"' for name in (*target.key, "line"))
    order = "" if is_large else f"ORDER BY {by_key}"
    insert = (
        f'INSERT INTO "{target.table}" ({names}) SELECT {", ".join(values.values())} FROM "{run.stage}" s '
        f'WHERE NOT EXISTS (SELECT FROM "{target.table}" t WHERE {_match(target)}) {order}'
    )
    if not target.run_field:
        insert = (
            f"WITH made AS ({insert} RETURNING id) INSERT INTO intake_importchange (run_id, table_name, row_id) "
            f"SELECT %(run)s, %(table)s, id FROM made"
        )
    cursor.execute(insert, {"now": timezone.now(), "run": run.pk, "table": target.table})
    return cursor.rowcount


def _match(target: Target) -> str:
    return " AND ".join(f't."{name}" = s."{name}"' for name in target.key)


def _differs(target: Target, fields: list[str]) -> str:
    fields = [name for name in fields if name not in target.uncompared]
    if not fields:
        return "false"
    ours = ", ".join(f't."{name}"' for name in fields)
    theirs = ", ".join(_kept(target, name) for name in fields)
    return f"({ours}) IS DISTINCT FROM ({theirs})"


def _kept(target: Target, name: str) -> str:
    """What a known row gets: an empty cell leaves alone what the feed says it may."""
    if name in target.keeps_unsaid:
        return f'coalesce(s."{name}", t."{name}")'
    return _filled(target, name)


def _filled(target: Target, name: str) -> str:
    """A staged value; where the table wants a value, an empty cell becomes the model's default."""
    known = field_in(target, name)
    if known.null or name in target.key:
        return f's."{name}"'
    return f's."{name}"' if (default := _default(known)) is None else f'coalesce(s."{name}", {default})'


def _defaults(target: Target) -> dict[str, str]:
    """Values of the columns that no file brings and no database default fills."""
    found = {}
    for known in target.model._meta.concrete_fields:
        if known.primary_key or known.generated or known.null:
            continue
        default = _default(known)
        if default is not None:
            found[known.column] = default
    return found


def plain_defaults(target: Target) -> dict[str, Any]:
    """What an empty cell becomes in the fields that want a value, as plain values."""
    known = {name: field_in(target, name) for name in target.fields if name not in target.key}
    return {
        name: str(value)
        for name, each in known.items()
        if not each.null and (value := _default_value(each)) is not None
    }


def _default(known: Field) -> str | None:
    if getattr(known, "auto_now", False) or getattr(known, "auto_now_add", False):
        return "%(now)s"
    value = _default_value(known)
    return None if value is None else _literal(value)


def _default_value(known: Field) -> Any:
    value = known.get_default()
    if known.default is NOT_PROVIDED and value in (None, ""):
        return "" if known.empty_strings_allowed and not known.null else None
    return value


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, list | dict):
        return "'{}'"
    return "'" + str(value).replace("'", "''") + "'"


def _marks(run: ImportRun, target: Target) -> dict[str, str]:
    """Run and line on the row, and the moment of the change."""
    marks = {}
    if target.run_field:
        marks[target.run_field] = str(run.pk)
    if target.row_field:
        marks[target.row_field] = "s.line"
    for known in target.model._meta.concrete_fields:
        if getattr(known, "auto_now", False):
            marks[known.column] = "%(now)s"
    if any(known.column == "is_demo" for known in target.model._meta.concrete_fields) and run.is_demo:
        marks["is_demo"] = "true"
    return marks


def field_in(target: Target, name: str) -> Field:
    return next(known for known in target.model._meta.concrete_fields if known.column == name)


def generated_columns(table: str) -> list[str]:
    """Columns that the database computes; they are neither journalled nor restored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> '' AND attnum > 0",
            [f'"{table}"'],
        )
        return [name for (name,) in cursor.fetchall()]


def _no_nested_loops(cursor: Any) -> None:
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute("SET LOCAL work_mem = '256MB'")


def _nested_loops_again(cursor: Any) -> None:
    cursor.execute("SET LOCAL enable_nestloop = on")
