"""The history of one row in words: who changed what, when, from where, from which value to which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from ipservice.accounts.models import User
from ipservice.audit.history import SQL_ACTOR
from ipservice.foundation import masking

LABELS = {"insert": "新增", "update": "修改", "delete": "删除"}
OWN_FIELDS = frozenset({"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "pgh_context_id", "id"})
MASKED = {"account": masking.bank_account, "phone": masking.phone, "email": masking.email}
EMPTY = "（空）"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one change, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One change of one row. ``actor`` is ``sql`` where it came past the product."""

    at: datetime
    what: str
    actor: str
    by_way_of: str
    differences: Sequence[Difference]


def event_model_of(model: type[models.Model]) -> type[models.Model] | None:
    """Where the history of ``model`` is kept; None when it is not kept."""
    for event in apps.get_models():
        tracked = getattr(event, "pgh_tracked_model", None)
        if tracked is not None and tracked._meta.concrete_model is model._meta.concrete_model:
            return event
    return None


def history_of(model: type[models.Model], key: object) -> list[Version]:
    """Newest first; empty for a row that was never written or whose history is not kept."""
    event_model = event_model_of(model)
    if event_model is None:
        return []
    events = list(event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id"))
    actors = _names(User, {_actor_key(event) for event in events})
    words = _Words(event_model, events)
    versions = []
    for before, event in zip([None, *events], events, strict=False):
        context = event.pgh_context or {}
        versions.append(
            Version(
                at=event.pgh_created_at,
                what=LABELS.get(event.pgh_label, event.pgh_label),
                actor=actors.get(_actor_key(event), SQL_ACTOR),
                by_way_of=context.get("job") or context.get("url") or "",
                differences=words.differences(before, event),
            )
        )
    return versions[::-1]


def _actor_key(event: models.Model) -> object:
    return (event.pgh_context or {}).get("user")


def _names(model: type[models.Model], keys: Iterable[object]) -> dict[object, str]:
    wanted = [key for key in keys if key is not None]
    return {row.pk: str(row) for row in model._base_manager.filter(pk__in=wanted)} if wanted else {}


class _Words:
    """Values of the fields of one kind of event as people read them; related rows are fetched once."""

    def __init__(self, event_model: type[models.Model], events: Sequence[models.Model]) -> None:
        self.fields = [field for field in event_model._meta.fields if field.name not in OWN_FIELDS]
        self.related = {
            field.name: _names(field.related_model, {getattr(event, field.attname) for event in events})
            for field in self.fields
            if field.is_relation
        }

    def differences(self, before: models.Model | None, after: models.Model) -> list[Difference]:
        """What differs from the version before; of the first version everything that is not empty."""
        if after.pgh_label == "delete":
            return []
        found = []
        for field in self.fields:
            old = self._word(field, before) if before is not None else EMPTY
            new = self._word(field, after)
            if old != new:
                found.append(Difference(str(field.verbose_name), old, new))
        return found

    def _word(self, field: models.Field, event: models.Model) -> str:
        value = getattr(event, field.attname)
        if value is None or value in ("", [], {}):
            return EMPTY
        if field.name in MASKED:
            return MASKED[field.name](str(value))
        if field.is_relation:
            return self.related[field.name].get(value, f"编号 {value}")
        return _plain(field, value)[:LONGEST]


def _plain(field: models.Field, value: Any) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
