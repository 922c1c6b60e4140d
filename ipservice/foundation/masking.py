"""Personal data as lists show them: enough to recognise, not enough to use."""

import re

_COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
    "仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干"
    "百里呼延东郭南门羊舌微生梁丘左丘东门西门第五"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))
_STREET = re.compile(r"^(.*?(?:街道|大道|路(?!口)|街(?!道)|巷|镇|乡|村))(.*)$")


def name(text: str) -> str:
    """张* for 张三, 欧阳** for 欧阳修远: the surname stays, one star for each further character."""
    text = text.strip()
    surname = 2 if text[:2] in COMPOUND_SURNAMES and len(text) > 2 else 1
    return text[:surname] + "*" * max(len(text) - surname, 1) if text else ""


def phone(text: str) -> str:
    """138****5678; a landline keeps its area code and last two digits."""
    digits = re.sub(r"\D", "", text)
    if not digits:
        return ""
    if len(digits) >= 11 and digits[-11] == "1":
        return f"{digits[-11:-8]}****{digits[-4:]}"
    if "-" in text and len(digits) > 6:
        area = text.split("-")[0].strip()
        return f"{area}-{'*' * 4}{digits[-2:]}"
    return "*" * max(len(digits) - 2, 1) + digits[-2:] if len(digits) > 4 else "*" * len(digits)


def bank_account(text: str) -> str:
    """The last four digits only."""
    plain = re.sub(r"\s", "", text)
    return f"**** **** {plain[-4:]}" if len(plain) > 4 else "*" * len(plain)


def identity_number(text: str) -> str:
    """The first three and the last four characters."""
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if len(text) > 7 else "*" * len(text)


def address(text: str) -> str:
    """To the street; what follows it is hidden."""
    match = _STREET.match(text.strip())
    if match and match[2]:
        return f"{match[1]}***"
    return match[1] if match else (f"{text.strip()[:6]}***" if text.strip() else "")


def email(text: str) -> str:
    """The first character and the domain."""
    local, at, domain = text.strip().partition("@")
    return f"{local[:1]}***@{domain}" if at else ("***" if local else "")
