"""Writes down who did what, in the transaction of the deed: no deed without its entry, no entry without its deed."""

from typing import Any, TypedDict, Unpack

from django.db import connection
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.models import AuditEntry

SYSTEM = "系统"
SENTENCE_LENGTH = 500


class Details(TypedDict, total=False):
    """Why, and what the subject looked like on either side of the deed."""

    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def record(
    verb: str, sentence: str, *, subject: tuple[str, object], by: User | None = None, **details: Unpack[Details]
) -> AuditEntry:
    """Append one entry. ``verb`` is for machines (``award.round.compute``), ``sentence`` is Chinese, for people.

    ``subject`` is ``(type, key)``, for instance ``("decision", decision.pk)``. Call it inside the transaction of
    what it tells about. ``by`` is None only where no person acted; the entry then says 系统.
    """
    entry = _entry(verb, sentence, subject, by, details)
    entry.save(force_insert=True)
    return entry


def statement(
    verb: str, sentence: str, *, subject: tuple[str, object], by: User | None = None, **details: Unpack[Details]
) -> tuple[str, list[Any]]:
    """What ``record`` would write, as one statement with its values: for an act that is sent to the database whole."""
    entry = _entry(verb, sentence, subject, by, details)
    entry.at = timezone.now()
    fields = [field for field in AuditEntry._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(field.column for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    return f"INSERT INTO audit_auditentry ({columns}) VALUES ({marks})", values


def _entry(verb: str, sentence: str, subject: tuple[str, object], by: User | None, details: Details) -> AuditEntry:
    subject_type, subject_key = subject
    return AuditEntry(
        actor=by,
        actor_label=str(by) if by else SYSTEM,
        verb=verb,
        sentence=sentence[:SENTENCE_LENGTH],
        subject_type=subject_type,
        subject_key=str(subject_key),
        reason=details.get("reason", "")[:SENTENCE_LENGTH],
        before=details.get("before") or {},
        after=details.get("after") or {},
    )
