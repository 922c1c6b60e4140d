"""Runs one act on many rows: each in its own savepoint, so that a refused row leaves the others done."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.bulk.actions import MOST_ROWS, BulkAction, TooManyRows, action_of
from ipservice.bulk.models import BulkRun
from ipservice.foundation.errors import DomainError


class NotUndoable(DomainError):
    code = "bulk_not_undoable"
    template = "“{label}”{why}，不能撤销。"


@transaction.atomic
def run(action: BulkAction, keys: Iterable[int], values: Mapping[str, Any], *, today: date, by: User) -> BulkRun:
    """Every row that can be done is done; the others are listed with the reason. Raises ``TooManyRows``."""
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_ROWS:
        raise TooManyRows(count=len(wanted), most=MOST_ROWS)
    done, failed = [], []
    for target in action.targets(wanted, by):
        row = {"key": target.key, "label": target.label}
        try:
            with transaction.atomic():
                done.append({**row, "token": action.act(target.key, values, by, today)})
        except DomainError as refusal:
            failed.append({**row, "problem": refusal.message})
    record = BulkRun.objects.create(
        action=action.code,
        values={name: str(value) for name, value in values.items()},
        done=done,
        failed=failed,
        by=by,
    )
    audit.record(
        f"bulk.{action.code}",
        f"批量办理“{action.label}”：{len(done)} 条已办理，{len(failed)} 条未办理",
        subject=("bulk", record.pk),
        by=by,
    )
    return record


@transaction.atomic
def undo(run_id: int, *, now: datetime, by: User) -> BulkRun:
    """Takes back every row of a run, or none. Raises ``NotUndoable`` or what the first row that refuses raises."""
    record = BulkRun.objects.select_for_update().get(pk=run_id)
    action = action_of(record.action)
    if action.undo is None:
        raise NotUndoable(label=action.label, why="办理后即生效")
    if record.undone_at:
        raise NotUndoable(label=action.label, why="已经撤销")
    for row in record.done:
        action.undo(row["token"], by)
    record.undone_at = now
    record.save(update_fields=["undone_at"])
    audit.record(f"bulk.{action.code}.undo", f"撤销批量办理“{action.label}”", subject=("bulk", record.pk), by=by)
    return record
