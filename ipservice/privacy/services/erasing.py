"""The end of personal data: after its term no personal field remains, in no table and no history; counts stay."""

from dataclasses import dataclass
from datetime import datetime

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import models, transaction

from ipservice.audit.services import record
from ipservice.privacy.models import Consent, RetentionTerm, TermStatus
from ipservice.privacy.registry import Declaration, declaration_of, declarations

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The term in force for one declaration; ``days`` is None where the law keeps the record."""

    declaration: Declaration
    days: int | None
    basis: str
    status: TermStatus


def terms() -> list[Kept]:
    """Every declaration with the office's term, or its own default still to confirm. One query."""
    confirmed = {term.label: term for term in RetentionTerm.objects.all()}
    return [_kept(declaration, confirmed.get(declaration.label)) for declaration in declarations()]


def term_of(label: str) -> Kept:
    """The same for one declaration."""
    return _kept(declaration_of(label), RetentionTerm.objects.filter(label=label).first())


def _kept(declaration: Declaration, term: RetentionTerm | None) -> Kept:
    default = declaration.term
    if default.days is None or term is None:
        return Kept(declaration, default.days, default.basis, TermStatus.TO_CONFIRM)
    return Kept(declaration, term.days, term.basis, TermStatus(term.status))


def erase_due(*, now: datetime) -> dict[str, int]:
    """Rows erased, by model. Safe to run twice; each batch is a transaction of its own."""
    erased = {kept.declaration.label: _erase(kept, now) for kept in terms() if kept.days is not None}
    return {label: count for label, count in erased.items() if count}


def _erase(kept: Kept, now: datetime) -> int:
    total = 0
    while True:
        with transaction.atomic():
            due = kept.declaration.due(kept.days or 0, now=now).select_for_update(skip_locked=True, of=("self",))
            rows = list(due.order_by("pk")[:BATCH])
            if not rows:
                return total
            end(kept.declaration, rows, now=now)
            record(
                "privacy.erase",
                f"保存期限届满，清除{rows[0]._meta.verbose_name}的个人信息 {len(rows)} 条",
                subject=(kept.declaration.label, "retention"),
                after={"rows": len(rows), "days": kept.days},
            )
            total += len(rows)


def end(declaration: Declaration, rows: list[models.Model], *, now: datetime) -> None:
    """Erase (or delete) these rows' personal data, here and in their history; consents about them have served."""
    keys = [row.pk for row in rows]
    Consent.objects.filter(
        subject_type=declaration.label, subject_key__in=[str(key) for key in keys], data_ended_at=None
    ).update(data_ended_at=now)
    if declaration.term.deletes:
        declaration.model._default_manager.filter(pk__in=keys).delete()
        return
    for row in rows:
        for personal in declaration.fields:
            setattr(row, personal.name, personal.remains_of(row))
    names = [personal.name for personal in declaration.fields]
    declaration.model._default_manager.bulk_update(rows, names)
    for history in histories_of(declaration.model):
        _scrub(history, rows, names)


def histories_of(model: type[models.Model]) -> list[type[models.Model]]:
    """The history tables that keep rows of ``model``."""
    return [
        history
        for history in apps.get_models()
        if issubclass(history, pghistory.models.Event) and _tracked(history) is model
    ]


def _tracked(history: type[models.Model]) -> type[models.Model] | None:
    tracked = getattr(history, "pgh_tracked_model", None)
    return tracked._meta.concrete_model if tracked else None


def _scrub(history: type[models.Model], rows: list[models.Model], names: list[str]) -> None:
    """The one place where the history, otherwise append-only, gives way: to the end of a person's data."""
    held = {column.name for column in history._meta.get_fields() if getattr(column, "concrete", False)}
    kept = [name for name in names if name in held]
    if not kept:
        return
    by_key = {row.pk: row for row in rows}
    events = list(history._default_manager.filter(pgh_obj_id__in=by_key))
    for event in events:
        for name in kept:
            setattr(event, name, getattr(by_key[event.pgh_obj_id], name))
    with pgtrigger.ignore(f"{history._meta.label}:append_only"):
        history._default_manager.bulk_update(events, kept, batch_size=BATCH)
