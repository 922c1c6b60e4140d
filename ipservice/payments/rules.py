"""What makes a bank account fit to be paid to. Pure; the bank itself has the last word."""

from ipservice.foundation.errors import DomainError

SHORTEST, LONGEST = 8, 32
CARD_LENGTHS = range(16, 20)


class AccountRefused(DomainError):
    code = "payee_account_refused"
    template = "{label}：{problem}"


def account_number(text: str) -> str:
    """The digits of an account. Raises ``AccountRefused`` where signs or length cannot be right."""
    digits = "".join(text.split()).replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        raise AccountRefused(field="account", label="账号", problem=f"“{text}”含有数字以外的字符，请只填数字。")
    if not SHORTEST <= len(digits) <= LONGEST:
        problem = f"共 {len(digits)} 位，对公账号应为 {SHORTEST} 至 {LONGEST} 位，请核对。"
        raise AccountRefused(field="account", label="账号", problem=problem)
    return digits


def require_holder(holder: str, registered: str) -> None:
    """Public money is paid to the registered name and to no other. Raises ``AccountRefused``."""
    if _plain(holder) != _plain(registered):
        problem = f"“{holder}”与登记名称“{registered}”不一致；奖励只支付到本机构对公账户。"
        raise AccountRefused(field="payee_name", label="户名", problem=problem)


def looks_like_a_card(digits: str) -> bool:
    """Whether the number is that of a person's bank card (UnionPay range and a valid Luhn digit): worth a question."""
    return len(digits) in CARD_LENGTHS and digits.startswith("62") and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _plain(name: str) -> str:
    return name.strip().replace("（", "(").replace("）", ")").replace(" ", "")
