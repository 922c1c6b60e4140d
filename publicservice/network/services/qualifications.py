"""Qualifications of an outlet: entered by the rule of their kind, ended with a day."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from publicservice.network.models import Outlet, OutletQualification
from publicservice.network.rules import DeclaredCondition, HostKind, OutletLevel, QualificationKind
from publicservice.network.rules.qualifications import Candidate, require_qualified
from publicservice.network.services import access

LOCK_NAMESPACE = 5_001


class QualificationHeld(DomainError):
    code = "qualification_held"
    template = "“{name}”在 {first} 至 {last} 期间已登记“{kind}”；请先终止原资质或调整日期。"


class QualificationEnds(DomainError):
    code = "qualification_ends"
    template = "终止日（{last:%Y年%-m月%-d日}）不能早于起始日（{first:%Y年%-m月%-d日}）。"


@dataclass(frozen=True, slots=True)
class Grant:
    """One qualification as its papers state it; both days included."""

    kind: QualificationKind
    valid_from: date | None = None
    valid_until: date | None = None
    number: str = ""
    batch: str = ""
    basis: str = ""
    source: str = ""
    conditions: tuple[DeclaredCondition, ...] = ()


@transaction.atomic
def grant(outlet_id: int, new: Grant, *, strict: bool = True, by: User | None) -> OutletQualification:
    """Enter a qualification. ``strict`` False (imports) keeps one whose conditions the register can't answer.

    Raises ``QualificationRefused``, ``QualificationHeld``, ``QualificationEnds``, ``NotYourOutlet``.
    """
    outlet = access.locked_for_officials(outlet_id, "登记网点资质", by)
    if new.valid_until and new.valid_from and new.valid_until < new.valid_from:
        raise QualificationEnds(first=new.valid_from, last=new.valid_until, field="valid_until")
    held = _overlapping(outlet.qualifications.all(), new)
    same = next((one for one in held if one.kind == new.kind), None)
    if same:
        span = {"first": same.valid_from or "起始日不详", "last": same.valid_until or "长期"}
        raise QualificationHeld(name=outlet.name, **span, kind=new.kind.label, field="kind")
    require_qualified(_candidate(outlet, new, held), strict=strict)
    row = OutletQualification.objects.create(
        outlet=outlet,
        kind=new.kind,
        number=new.number,
        batch=new.batch,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        basis=new.basis,
        source=new.source,
        conditions=[str(condition) for condition in new.conditions],
    )
    sentence = f"网点“{outlet.name}”登记资质“{new.kind.label}”"
    access.tell("qualification.grant", sentence, outlet, by, {"after": {"kind": new.kind, "number": new.number}})
    return row


@transaction.atomic
def end(qualification_id: int, *, last_day: date, reason: str, by: User | None) -> OutletQualification:
    """The qualification holds up to and with ``last_day``. Raises ``QualificationEnds``, ``NotYourOutlet``."""
    row = OutletQualification.objects.get(pk=qualification_id)
    outlet = access.locked_for_officials(row.outlet_id, "终止网点资质", by)
    if row.valid_from and last_day < row.valid_from:
        raise QualificationEnds(first=row.valid_from, last=last_day, field="last_day")
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    sentence = f"网点“{outlet.name}”的资质“{row.get_kind_display()}”至{last_day:%Y-%m-%d}止"
    access.tell("qualification.end", sentence, outlet, by, {"reason": reason})
    return row


def _overlapping(rows: QuerySet[OutletQualification], new: Grant) -> list[OutletQualification]:
    until = Q(valid_until__isnull=True) | Q(valid_until__gte=new.valid_from) if new.valid_from else Q()
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=new.valid_until) if new.valid_until else Q()
    return list(rows.filter(until & begun))


def _candidate(outlet: Outlet, new: Grant, held: list[OutletQualification]) -> Candidate:
    others = 0
    if new.kind == QualificationKind.TISC and new.batch:
        _lock_batch(new.batch)
        others = OutletQualification.objects.filter(kind=new.kind, batch=new.batch).count()
    return Candidate(
        kind=new.kind,
        level=OutletLevel(outlet.level),
        host=HostKind(outlet.host_kind),
        basis=new.basis,
        batch=new.batch,
        held=frozenset(QualificationKind(one.kind) for one in held),
        others_in_batch=others,
        conditions=frozenset(new.conditions),
    )


def _lock_batch(batch: str) -> None:
    """Two candidates of one batch are counted one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_NAMESPACE, batch])
