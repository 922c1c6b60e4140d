"""From decided amounts to money paid: dues, batches of two persons, the outcome, and the claim back.

Locks are taken on the payments of one group in the order of their ids, so two officials never wait in a circle.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.documents.numbering import next_number
from ipservice.foundation.errors import DomainError
from ipservice.foundation.money import format_yuan
from ipservice.payments.models import (
    PAYMENT,
    PayeeAccount,
    Payment,
    PaymentBatch,
    PaymentState,
    PaymentStep,
)


class NothingToList(DomainError):
    code = "nothing_to_list"
    template = "没有可列入支付批次的款项。{why}"


class BatchApprovedBySelf(DomainError):
    code = "batch_approved_by_self"
    template = "支付批次 {number} 由您制单，须由另一人审批。"


class NotAReviewer(DomainError):
    code = "payment_not_a_reviewer"
    template = "审批支付批次须由复核人办理；您的角色是“{role}”。"


class BatchAlreadyApproved(DomainError):
    code = "batch_already_approved"
    template = "支付批次 {number} 已由{who}审批。"


@dataclass(frozen=True, slots=True)
class Due:
    """One amount that a decision grants. ``is_stayed`` while an objection to it is unanswered."""

    subject_key: str
    payee_code: str
    payee_name: str
    amount_fen: int
    is_stayed: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What all dues of one list share."""

    group: str
    basis: str
    budget_line: str
    budget_year: int
    is_demo: bool = False


@transaction.atomic
def draw_up(ground: Ground, dues: Iterable[Due]) -> list[Payment]:
    """Bring the payments of a list in line with what is due; run again it changes nothing.

    A line that already has a live payment keeps it: only its stay is set or lifted, and never once it was listed.
    """
    existing = {payment.subject_key: payment for payment in Payment.objects.select_for_update().of(ground.group).live()}
    dues = list(dues)
    codes = [due.payee_code for due in dues]
    in_use = PayeeAccount.objects.filter(ended_at__isnull=True, payee_code__in=codes)
    by_payee = {account.payee_code: account for account in in_use}
    fresh = []
    for due in dues:
        payment = existing.get(due.subject_key)
        if payment is None:
            fresh.append(_new_payment(ground, due, by_payee.get(due.payee_code)))
        else:
            _follow(payment, due, by_payee.get(due.payee_code))
    Payment.objects.bulk_create(fresh, ignore_conflicts=True)  # drawn up by somebody else meanwhile
    return list(Payment.objects.of(ground.group).live())


def _new_payment(ground: Ground, due: Due, account: PayeeAccount | None) -> Payment:
    return Payment(
        group=ground.group,
        subject_key=due.subject_key,
        payee_code=due.payee_code,
        payee_name=due.payee_name,
        amount_fen=due.amount_fen,
        basis=ground.basis,
        budget_line=ground.budget_line,
        budget_year=ground.budget_year,
        bank=account.bank if account else "",
        account=account.account if account else "",
        state=PaymentState.STAYED if due.is_stayed else PaymentState.WAITING,
        is_demo=ground.is_demo,
    )


def _follow(payment: Payment, due: Due, account: PayeeAccount | None) -> None:
    """The stay and the account of a payment that is not listed yet."""
    if payment.state not in (PaymentState.WAITING, PaymentState.STAYED):
        return
    payment.state = PaymentState.STAYED if due.is_stayed else PaymentState.WAITING
    if account:
        payment.bank, payment.account = account.bank, account.account
    payment.save(update_fields=["state", "bank", "account"])


@transaction.atomic
def make_batch(group: str, *, title: str, by: User) -> PaymentBatch:
    """List everything that can be paid now; pressed again with nothing new, the last batch is given back.

    Raises ``NothingToList`` when no batch was ever possible.
    """
    payments = list(Payment.objects.select_for_update().of(group).filter(state=PaymentState.WAITING).order_by("pk"))
    ready = [payment for payment in payments if payment.account]
    if not ready:
        last = PaymentBatch.objects.filter(group=group).first()
        if last:
            return last
        raise NothingToList(why=_why_nothing(group, payments))
    batch = PaymentBatch.objects.create(
        group=group,
        number=next_number(settings.NUMBER_PREFIXES["payment"], timezone.localdate().year),
        title=title,
        created_by=by,
        is_demo=ready[0].is_demo,
    )
    Payment.objects.filter(pk__in=[payment.pk for payment in ready]).update(
        state=PAYMENT.after(PaymentState.WAITING, PaymentStep.LIST), batch=batch
    )
    total = format_yuan(sum(payment.amount_fen for payment in ready))
    record(
        "payments.batch.make",
        f"制作支付批次 {batch.number}：{len(ready)} 笔，合计 {total} 元",
        subject=("payment_group", group),
        by=by,
    )
    return batch


def _why_nothing(group: str, waiting: list[Payment]) -> str:
    if waiting:
        return f"{len(waiting)} 家机构尚未提供收款账户，请先提醒其在工作台填写。"
    stayed = Payment.objects.of(group).filter(state=PaymentState.STAYED).count()
    return f"{stayed} 笔因异议暂缓，异议答复后再列。" if stayed else "名单中没有奖励款项。"


@transaction.atomic
def approve_batch(batch_id: int, *, by: User) -> PaymentBatch:
    """The second person lets the list go to finance. Raises ``BatchApprovedBySelf`` or ``NotAReviewer``."""
    batch = PaymentBatch.objects.select_for_update().get(pk=batch_id)
    if batch.approved_by_id:
        raise BatchAlreadyApproved(number=batch.number, who=str(batch.approved_by))
    if batch.created_by_id == by.pk:
        raise BatchApprovedBySelf(number=batch.number)
    if by.role != Role.REVIEWER:
        raise NotAReviewer(role=by.get_role_display())
    batch.approved_by, batch.approved_at = by, timezone.now()
    batch.save(update_fields=["approved_by", "approved_at"])
    batch.payments.filter(state=PaymentState.LISTED).update(state=PAYMENT.after(PaymentState.LISTED, PaymentStep.ORDER))
    record("payments.batch.approve", f"审批支付批次 {batch.number}", subject=("payment_group", batch.group), by=by)
    return batch


@transaction.atomic
def mark_paid(payment_ids: list[int], *, paid_on: date, by: User) -> int:
    """Finance reports these as paid. Returns how many; raises ``IllegalStep`` for one that was not ordered."""
    payments = list(Payment.objects.select_for_update().filter(pk__in=payment_ids).order_by("pk"))
    for payment in payments:
        payment.state = PAYMENT.after(PaymentState(payment.state), PaymentStep.PAY)
        payment.paid_on = paid_on
        record(
            "payments.pay",
            f"登记支付：{payment.payee_name} {format_yuan(payment.amount_fen)} 元",
            subject=("payment_group", payment.group),
            by=by,
        )
    Payment.objects.bulk_update(payments, ["state", "paid_on"])
    return len(payments)


@transaction.atomic
def mark_returned(payment_id: int, *, reason: str, by: User) -> Payment:
    """The bank sent it back: the row stays as it was, and exactly this line waits again."""
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    payment.state = PAYMENT.after(PaymentState(payment.state), PaymentStep.RETURN)
    payment.returned_reason = reason
    payment.save(update_fields=["state", "returned_reason"])
    again = Payment.objects.create(
        group=payment.group,
        subject_key=payment.subject_key,
        payee_code=payment.payee_code,
        payee_name=payment.payee_name,
        amount_fen=payment.amount_fen,
        basis=payment.basis,
        budget_line=payment.budget_line,
        budget_year=payment.budget_year,
        replaces=payment,
        is_demo=payment.is_demo,
    )
    record(
        "payments.return",
        f"登记退回：{payment.payee_name} {format_yuan(payment.amount_fen)} 元",
        subject=("payment_group", payment.group),
        by=by,
        reason=reason,
    )
    return again


@transaction.atomic
def cancel_open(group: str, *, reason: str, by: User) -> int:
    """Nothing more is paid on a list that was withdrawn or revoked; what was listed or paid is not touched."""
    open_payments = Payment.objects.select_for_update().of(group)
    cancelled = open_payments.filter(state__in=[PaymentState.WAITING, PaymentState.STAYED]).update(
        state=PaymentState.CANCELLED
    )
    if cancelled:
        record(
            "payments.cancel", f"取消未列批款项 {cancelled} 笔", subject=("payment_group", group), by=by, reason=reason
        )
    return cancelled
