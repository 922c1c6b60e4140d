"""What happened to the record of an agency, in words: from the row history, with who, when and which request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from agencies.registry.models import Agency, ChangeRequest
from agencies.registry.services.facts import spoken
from ipservice.accounts.models import User
from ipservice.audit.history import SQL_ACTOR
from ipservice.reference.models import District

MOST = 500
LABELS = {"insert": "登记", "update": "变更", "delete": "删除"}
OWN_FIELDS = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_context_id", "pgh_obj", "id")


@dataclass(frozen=True, slots=True)
class Event:
    """One change of the row. ``differences`` are (label, before, after) in words; ``request`` is the cause, if one."""

    at: datetime
    verb: str
    who: str
    differences: tuple[tuple[str, str, str], ...]
    request: ChangeRequest | None


def events_of(agency: Agency) -> list[Event]:
    """Newest first. A change that came neither from a person nor a job is shown as ``sql``. Four queries."""
    model = apps.get_model("agencies", "AgencyEvent")
    rows = list(model.objects.filter(pgh_obj=agency.pk).order_by("pgh_id")[:MOST])
    contexts = [row.pgh_context or {} for row in rows]
    people = User.objects.in_bulk({context["user"] for context in contexts if context.get("user")})
    requests = ChangeRequest.objects.in_bulk(
        {context["change_request"] for context in contexts if context.get("change_request")}
    )
    places = dict(District.objects.values_list("pk", "name"))
    events = [
        Event(
            at=row.pgh_created_at,
            verb=LABELS.get(row.pgh_label, row.pgh_label),
            who=str(people.get(context.get("user"), SQL_ACTOR)),
            differences=tuple(_differences(before, row, places)) if before else (),
            request=requests.get(context.get("change_request")),
        )
        for before, row, context in zip([None, *rows], rows, contexts, strict=False)
    ]
    return list(reversed(events))


def _differences(before: Model, after: Model, places: dict[int, str]) -> Iterable[tuple[str, str, str]]:
    for field in after._meta.concrete_fields:
        if field.name in OWN_FIELDS:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            yield str(field.verbose_name), _said(field.name, old, places), _said(field.name, new, places)


def _said(name: str, value: Any, places: dict[int, str]) -> str:
    if name in ("head_office", "merged_into") and value:
        other = Agency.objects.filter(pk=value).first()
        return other.name if other else str(value)
    return str(spoken(name, value, places=places))
