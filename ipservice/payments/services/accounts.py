"""Accounts that payees give: one in use a payee, the former kept."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.masking import bank_account
from ipservice.payments.models import PayeeAccount
from ipservice.payments.rules import AccountRefused, account_number, looks_like_a_card, require_holder


@dataclass(frozen=True, slots=True)
class GivenAccount:
    """What was filled in. ``registered_name`` is the payee's name in the register."""

    payee_code: str
    registered_name: str
    payee_name: str
    bank: str
    account: str


@transaction.atomic
def give_account(given: GivenAccount, *, by: User, is_demo: bool = False) -> PayeeAccount:
    """Put an account to use for a payee; the former one ends. Raises ``AccountRefused``."""
    require_holder(given.payee_name, given.registered_name)
    digits = account_number(given.account)
    if looks_like_a_card(digits):
        problem = "该号码是个人银行卡号；请填写本机构的对公账号。"
        raise AccountRefused(field="account", label="账号", problem=problem)
    if not given.bank.strip():
        raise AccountRefused(field="bank", label="开户行", problem="请填写开户行全称（含支行）。")
    in_use = PayeeAccount.objects.select_for_update().filter(payee_code=given.payee_code, ended_at__isnull=True)
    former = in_use.first()
    if former and (former.bank, former.account) == (given.bank.strip(), digits):
        return former
    in_use.update(ended_at=timezone.now())
    account = PayeeAccount.objects.create(
        payee_code=given.payee_code,
        payee_name=given.registered_name,
        bank=given.bank.strip(),
        account=digits,
        given_by=by,
        is_demo=is_demo,
    )
    record(
        "payments.account.give",
        f"{given.registered_name}更新收款账户",
        subject=("payee", given.payee_code),
        by=by,
        before={"账号": bank_account(former.account)} if former else None,
        after={"开户行": account.bank, "账号": bank_account(account.account)},
    )
    return account


def account_of(payee_code: str) -> PayeeAccount | None:
    """The account in use, if the payee gave one."""
    return PayeeAccount.objects.filter(payee_code=payee_code, ended_at__isnull=True).first()
