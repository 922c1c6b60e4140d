"""Personal data in clear: on a click, for a stated reason, with a line in the audit log before anything is shown."""

from django.db import transaction
from django.db.models import Model

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.privacy.registry import Declaration, declaration_of

SHORTEST_REASON = 4


class ReasonMissing(DomainError):
    code = "reason_missing"
    template = "请写明查看理由（至少4个字），例如“核实异议人身份”。"


class NotYours(DomainError):
    code = "personal_data_not_found"
    template = "没有找到该记录，或者您无权查看其中的个人信息。"
    status = 404


@transaction.atomic
def reveal(label: str, key: str, *, by: User, reason: str) -> dict[str, str]:
    """Field label to value, of one row. Raises ``NotYours`` or ``ReasonMissing``; the log keeps which, not what."""
    declaration, row = _reachable(label, key, by)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing(field="reason")
    names = [personal.name for personal in declaration.fields]
    record(
        "privacy.reveal",
        f"查看{row._meta.verbose_name}“{row.pk}”的个人信息",
        subject=(label, str(row.pk)),
        by=by,
        reason=reason.strip(),
        after={"fields": names},
    )
    return {str(row._meta.get_field(name).verbose_name): str(getattr(row, name) or "") for name in names}


def _reachable(label: str, key: str, by: User) -> tuple[Declaration, Model]:
    declaration = declaration_of(label)
    if declaration is None or declaration.reachable is None or not by.has_perm("privacy.reveal"):
        raise NotYours
    if not key.isdigit() or len(key) > 18:
        raise NotYours
    row = declaration.reachable(by).filter(pk=int(key)).first()
    if row is None:
        raise NotYours
    return declaration, row
