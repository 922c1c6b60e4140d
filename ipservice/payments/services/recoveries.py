"""Claims back: decided once for one document, by the rules under which the money was granted."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.foundation.explanation import Finding
from ipservice.foundation.money import format_yuan
from ipservice.payments.models import Payment, PaymentState, Recovery


class NothingToRecover(DomainError):
    code = "nothing_to_recover"
    template = "{name}：{why}"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed back and why. ``due_fen`` is what the payee would have received had the truth been known."""

    group: str
    subject_key: str
    due_fen: int
    ruleset: str
    finding: str
    document: str
    findings: tuple[Finding, ...]


@transaction.atomic
def recover(claim: Claim, *, by: User) -> Recovery:
    """Decide to claim back what was paid beyond ``due_fen``. Raises ``NothingToRecover``; the same document once."""
    paid = Payment.objects.select_for_update().of(claim.group).filter(subject_key=claim.subject_key)
    payment = paid.filter(state=PaymentState.PAID).first()
    if payment is None:
        name = paid.values_list("payee_name", flat=True).first() or "该机构"
        raise NothingToRecover(name=name, why="尚未支付，无需追回；请撤销或取消款项。")
    excess = payment.amount_fen - claim.due_fen
    if excess <= 0:
        raise NothingToRecover(name=payment.payee_name, why="按查明事实重新计算，奖励金额没有减少。")
    earlier = Recovery.objects.filter(group=claim.group, subject_key=claim.subject_key, document=claim.document).first()
    if earlier:
        return earlier
    recovery = Recovery.objects.create(
        group=claim.group,
        subject_key=claim.subject_key,
        payee_code=payment.payee_code,
        payee_name=payment.payee_name,
        granted_fen=payment.amount_fen,
        amount_fen=excess,
        ruleset=claim.ruleset,
        finding=claim.finding,
        document=claim.document,
        findings=[asdict(finding) for finding in claim.findings],
        decided_by=by,
        is_demo=payment.is_demo,
    )
    record(
        "payments.recover",
        f"决定追回 {payment.payee_name} {format_yuan(excess)} 元",
        subject=("payment_group", claim.group),
        by=by,
        reason=claim.finding,
    )
    return recovery


@transaction.atomic
def mark_recovered(recovery_id: int, *, recovered_on: date, by: User) -> Recovery:
    """The money came back on ``recovered_on``."""
    recovery = Recovery.objects.select_for_update().get(pk=recovery_id)
    if recovery.recovered_on is None:
        recovery.recovered_on = recovered_on
        recovery.save(update_fields=["recovered_on"])
        record(
            "payments.recovered",
            f"收回 {recovery.payee_name} {format_yuan(recovery.amount_fen)} 元",
            subject=("payment_group", recovery.group),
            by=by,
        )
    return recovery
