"""Writes down who did what, in the transaction of the deed: no deed without its entry, no entry without its deed."""

from typing import Any, TypedDict, Unpack

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
    subject_type, subject_key = subject
    return AuditEntry.objects.create(
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
