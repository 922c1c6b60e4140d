"""The desk of one payment list: what is due, what is held back, the batches, what finance answered."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.documents.workbook import file_response
from ipservice.foundation.money import format_yuan, in_words
from ipservice.payments.forms import PaidForm, ReturnedForm
from ipservice.payments.kinds import PayableKind, UnknownGroup, kind_of
from ipservice.payments.models import PayeeAccount, Payment, PaymentBatch, PaymentState, Recovery
from ipservice.payments.services import batches
from ipservice.payments.services.recoveries import mark_recovered
from ipservice.payments.services.sheets import payment_list
from ipservice.portal import work

TONES = {
    PaymentState.STAYED: "warn",
    PaymentState.PAID: "ok",
    PaymentState.RETURNED: "danger",
    PaymentState.CANCELLED: "",
}


def _city_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_city_official:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return work.require_staff(guarded)


@_city_only
@require_safe
def desk(request: HttpRequest, group: str) -> HttpResponse:
    """What is due and what became of it. An account given since the list was drawn up is shown already."""
    kind = _kind(group)
    payments = _with_accounts(list(Payment.objects.of(group).select_related("batch").order_by("pk")))
    ordered = [payment for payment in payments if payment.state == PaymentState.ORDERED]
    context = {
        "title": f"{kind.title(group)}：资金支付",
        "trail": [("奖励名单", kind.source(group)), ("资金支付", "")],
        "group": group,
        "source": kind.source(group),
        "numbers": _numbers(payments),
        "rows": [_row(payment, kind) for payment in payments],
        "batches": _batches(group, request.user),
        "can_list": any(payment.state == PaymentState.WAITING and payment.account for payment in payments),
        "paid_form": PaidForm(choices=_choices(ordered), initial={"paid_on": timezone.localdate()}),
        "ordered": ordered,
        "returned_forms": [(payment, ReturnedForm(initial={"payment": payment.pk})) for payment in ordered],
        "recoveries": [(claim, format_yuan(claim.amount_fen)) for claim in Recovery.objects.filter(group=group)],
    }
    return work.render(request, "payments/desk.html", context)


@_city_only
@require_POST
def batch_make(request: HttpRequest, group: str) -> HttpResponse:
    kind = _kind(group)
    kind.refresh(group)
    batch = batches.make_batch(group, title=kind.title(group), by=request.user)
    messages.success(request, f"支付批次 {batch.number} 已列出，等待另一人审批。")
    return redirect("payment_desk", group)


@_city_only
@require_POST
def batch_approve(request: HttpRequest, group: str, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(PaymentBatch, pk=batch_id, group=group)
    batches.approve_batch(batch.pk, by=request.user)
    messages.success(request, f"支付批次 {batch.number} 已审批，可以导出支付清单。")
    return redirect("payment_desk", group)


@_city_only
@require_safe
def batch_sheet(request: HttpRequest, group: str, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(
        PaymentBatch.objects.select_related("created_by", "approved_by"), pk=batch_id, group=group
    )
    return file_response(payment_list(batch), f"{batch.number}支付清单.xlsx")


@_city_only
@require_POST
def payments_paid(request: HttpRequest, group: str) -> HttpResponse:
    ordered = list(Payment.objects.of(group).filter(state=PaymentState.ORDERED))
    form = PaidForm(request.POST, choices=_choices(ordered))
    if form.is_valid():
        paid = batches.mark_paid(form.cleaned_data["payments"], paid_on=form.cleaned_data["paid_on"], by=request.user)
        messages.success(request, f"已登记支付 {paid} 笔。")
    else:
        messages.error(request, _sentences(form))
    return redirect("payment_desk", group)


@_city_only
@require_POST
def payment_returned(request: HttpRequest, group: str) -> HttpResponse:
    form = ReturnedForm(request.POST)
    if form.is_valid():
        payment = get_object_or_404(Payment, pk=form.cleaned_data["payment"], group=group)
        batches.mark_returned(payment.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"已登记退回，{payment.payee_name}的款项重新待列批。")
    else:
        messages.error(request, _sentences(form))
    return redirect("payment_desk", group)


@_city_only
@require_POST
def recovery_received(request: HttpRequest, group: str, recovery_id: int) -> HttpResponse:
    claim = get_object_or_404(Recovery, pk=recovery_id, group=group)
    mark_recovered(claim.pk, recovered_on=timezone.localdate(), by=request.user)
    messages.success(request, f"已登记收回 {claim.payee_name} 的款项。")
    return redirect("payment_desk", group)


def _kind(group: str) -> PayableKind:
    try:
        kind = kind_of(group)
    except UnknownGroup:
        raise Http404 from None
    if not kind.exists(group):
        raise Http404
    return kind


def _with_accounts(payments: list[Payment]) -> list[Payment]:
    """Payments that are not listed yet, shown with the account in use; nothing is saved."""
    codes = [payment.payee_code for payment in payments]
    in_use = PayeeAccount.objects.filter(ended_at__isnull=True, payee_code__in=codes)
    by_payee = {account.payee_code: account for account in in_use}
    for payment in payments:
        account = by_payee.get(payment.payee_code)
        if account and payment.state in (PaymentState.WAITING, PaymentState.STAYED):
            payment.bank, payment.account = account.bank, account.account
    return payments


def _choices(payments: list[Payment]) -> list[tuple[int, str]]:
    return [(payment.pk, f"{payment.payee_name}　{format_yuan(payment.amount_fen)} 元") for payment in payments]


def _sentences(form) -> str:
    return "；".join(
        f"{form.fields[name].label}：{error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    )


def _numbers(payments: list[Payment]) -> list[tuple[str, str, str]]:
    """Sums by state, in words that add up to the whole."""
    live = [payment for payment in payments if payment.state not in (PaymentState.RETURNED, PaymentState.CANCELLED)]
    total = sum(payment.amount_fen for payment in live)
    found = [("应付合计", f"{format_yuan(total)} 元", in_words(total))]
    for state in PaymentState:
        members = [payment for payment in payments if payment.state == state]
        if members:
            found.append((state.label, f"{format_yuan(sum(p.amount_fen for p in members))} 元", f"{len(members)} 笔"))
    return found


def _row(payment: Payment, kind: PayableKind) -> dict[str, object]:
    state = PaymentState(payment.state)
    account = f"{payment.bank}，尾号 {payment.account[-4:]}" if payment.account else "未提供账户"
    return {
        "payment": payment,
        "yuan": format_yuan(payment.amount_fen),
        "words": in_words(payment.amount_fen),
        "state": state.label,
        "tone": TONES.get(state, "info"),
        "account": account,
        "claim": kind.claim(payment) if kind.claim and state == PaymentState.PAID else "",
    }


def _batches(group: str, user) -> list[dict[str, object]]:
    batches_made = PaymentBatch.objects.filter(group=group).select_related("created_by", "approved_by")
    return [
        {
            "batch": batch,
            "count": batch.count,
            "yuan": format_yuan(batch.total_fen),
            "can_approve": batch.approved_at is None and batch.created_by_id != user.pk,
        }
        for batch in batches_made.annotate(count=Count("payments"), total_fen=Sum("payments__amount_fen"))
    ]
