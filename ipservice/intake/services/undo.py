"""Taking back a whole import: what it made goes, what it changed is as before; refused where something rests on it."""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.foundation.errors import DomainError
from ipservice.intake.feeds import Feed, dependants_of, feed_of
from ipservice.intake.models import ImportRun, RunState
from ipservice.intake.services.loading import generated_columns, lock_feed

SHOWN = 8


class RunHasDependants(DomainError):
    code = "import_has_dependants"
    template = "导入批次 {number} 不能撤销，已有内容以它为依据：{names}。请先处理这些内容。"


class RunNotCommitted(DomainError):
    code = "import_not_committed"
    template = "导入批次 {number} 当前为“{state}”，只有已写入的批次可以撤销。"


class UndoReasonMissing(DomainError):
    code = "undo_reason_missing"
    template = "请填写撤销的理由。"


@transaction.atomic
def undo(run_id: int, *, by: User | None, reason: str) -> ImportRun:
    """Every row count and value as before the run. Raises ``RunHasDependants`` with the list, ``RunNotCommitted``."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("file").get(pk=run_id)
    if run.state != RunState.COMMITTED:
        raise RunNotCommitted(number=run.pk, state=run.get_state_display())
    if not reason.strip():
        raise UndoReasonMissing(field="reason")
    feed = feed_of(run.feed)
    lock_feed(feed.code)
    if names := dependants(run, feed):
        more = f"等 {len(names)} 项" if len(names) > SHOWN else ""
        raise RunHasDependants(number=run.pk, names="；".join(names[:SHOWN]) + more)
    left = feed.before_undo(run.pk) if feed.before_undo else None
    _take_back(run, feed)
    if feed.after_undo:
        feed.after_undo(run.pk, left)
    run.state, run.undone_at, run.undone_by, run.undo_reason = RunState.UNDONE, timezone.now(), by, reason.strip()[:300]
    run.save()
    audit.record(
        "intake.undo",
        f"撤销{feed.label}第{run.pk}批：新增 {run.rows_new}、变更 {run.rows_changed} 行已恢复原状",
        subject=("import_run", run.pk),
        by=by,
        reason=reason,
    )
    return run


def dependants(run: ImportRun, feed: Feed) -> list[str]:
    """In Chinese, everything that would lose its ground: later changes, rows that refer to new ones, named others."""
    if feed.target is None:
        return []
    found = [*_changed_since(run, feed), *_referring(run, feed)]
    return [*found, *dependants_of(feed, run.pk)]


def _changed_since(run: ImportRun, feed: Feed) -> list[str]:
    target = feed.target
    assert target is not None
    with connection.cursor() as cursor:
        if target.run_field:
            cursor.execute(f'SELECT count(*) FROM "{target.table}" WHERE "{target.run_field}" = %s', [run.pk])
            lost = run.rows_new + run.rows_changed - cursor.fetchone()[0]
            return [f"{lost} 行已被后来的导入改写或删除"] if lost else []
        fields = list(target.fields)
        cursor.execute(
            "SELECT g.row_id FROM intake_importchange g LEFT JOIN"
            f' "{target.table}" t ON t.id = g.row_id WHERE g.run_id = %s AND g.table_name = %s AND (t.id IS NULL OR'
            " (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(t)) WHERE key = ANY(%s)) IS DISTINCT FROM"
            " (SELECT jsonb_object_agg(key, value) FROM jsonb_each(g.after) WHERE key = ANY(%s))) ORDER BY 1",
            [run.pk, target.table, fields, fields],
        )
        changed = [row_id for (row_id,) in cursor.fetchall()]
    named = target.model._default_manager.filter(pk__in=changed[: SHOWN + 1])
    return [f"“{row}”后来有改动" for row in named] or [f"第 {row_id} 号记录后来已删除" for row_id in changed[:SHOWN]]


def _referring(run: ImportRun, feed: Feed) -> list[str]:
    """Rows of other tables that point at rows the run made."""
    target = feed.target
    assert target is not None
    if target.run_field:
        return []
    found = []
    with connection.cursor() as cursor:
        for table, column in _references(cursor, target.table):
            if table in feed.own_tables:
                continue
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}" IN (SELECT row_id FROM intake_importchange'
                " WHERE run_id = %(run)s AND table_name = %(target)s AND before IS NULL)"
                f" AND NOT (%(table)s = %(target)s AND EXISTS (SELECT FROM intake_importchange own"
                f' WHERE own.run_id = %(run)s AND own.table_name = %(target)s AND own.row_id = "{table}".id))',
                {"run": run.pk, "target": target.table, "table": table},
            )
            if count := cursor.fetchone()[0]:
                found.append(f"{_label(table)} {count} 条")
    return found


def _references(cursor: Any, table: str) -> list[tuple[str, str]]:
    """(table, column) of every foreign key that points at ``table``; partitions are reached through their parent."""
    cursor.execute(
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND c.conparentid = 0 ORDER BY 1, 2",
        [table],
    )
    return [(name.strip('"'), column) for name, column in cursor.fetchall()]


def _label(table: str) -> str:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return str(model._meta.verbose_name)
    return table


def _take_back(run: ImportRun, feed: Feed) -> None:
    """Former contents first, then what the run made, children before their parents."""
    target = feed.target
    assert target is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM intake_importchange WHERE run_id = %s GROUP BY 1 ORDER BY min(id) DESC", [run.pk]
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            _restore(cursor, run, table)
        for table in tables:
            cursor.execute(
                f'DELETE FROM "{table}" WHERE id IN (SELECT row_id FROM intake_importchange'
                " WHERE run_id = %s AND table_name = %s AND before IS NULL)",
                [run.pk, table],
            )
        if target.run_field:
            cursor.execute(f'DELETE FROM "{target.table}" WHERE "{target.run_field}" = %s', [run.pk])


def _restore(cursor: Any, run: ImportRun, table: str) -> None:
    """Rows as the run first met them; a row the run made is not restored, it goes."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = ''",
        [f'"{table}"'],
    )
    names = [name for (name,) in cursor.fetchall() if name not in ("id", *generated_columns(table))]
    settings = ", ".join(f'"{name}" = was."{name}"' for name in names)
    cursor.execute(
        f'UPDATE "{table}" t SET {settings} FROM (SELECT DISTINCT ON (row_id) row_id, before FROM intake_importchange'
        " WHERE run_id = %s AND table_name = %s ORDER BY row_id, id) first,"
        f' LATERAL jsonb_populate_record(NULL::"{table}", first.before) was'
        " WHERE first.before IS NOT NULL AND t.id = first.row_id",
        [run.pk, table],
    )
