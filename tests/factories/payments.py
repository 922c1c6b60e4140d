"""Payments: a list of two lines and the accounts they are paid to."""

from ipservice.accounts.models import User
from ipservice.payments.models import PayeeAccount
from ipservice.payments.services.accounts import GivenAccount, give_account
from ipservice.payments.services.batches import Due, Ground

GROUND = Ground(
    group="probe:2024:1", basis="渝知发〔2025〕9号", budget_line="2060499 知识产权专项", budget_year=2025, is_demo=True
)
FIRST = Due("11", "91500000DEM0000145", "甲所", 3_000_000)
SECOND = Due("12", "91500000DEM0000220", "乙所", 2_000_050)


def give(due: Due, *, by: User, account: str = "5001 2345 6789 01") -> PayeeAccount:
    """The payee of ``due`` gives an account in its own name."""
    given = GivenAccount(due.payee_code, due.payee_name, due.payee_name, "中国工商银行重庆渝中支行", account)
    return give_account(given, by=by)
