"""专利代理师资格证号 (seven digits, the first two a province) and 执业备案号: agency code, last five digits of the
certificate, a dot and a check character.

The check character (Σ i·dᵢ, i = 1…10, mod 11, ten as X) is inferred from two published numbers, so a misfit is a
warning and never a refusal.
"""

import re

from ipservice.foundation.characters import code_text
from ipservice.foundation.identifiers.errors import IdentifierError

_CERTIFICATE = re.compile(r"[0-9]{7}")
_PRACTICE = re.compile(r"([0-9]{10})\.?([0-9X])")
_PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
    for number in range(first, last + 1)
)


class AttorneyNumberError(IdentifierError):
    code = "attorney_number_invalid"


def check_character(first_10: str) -> str:
    """The inferred check character of a practice number."""
    return "0123456789X"[sum(place * int(digit) for place, digit in enumerate(first_10, start=1)) % 11]


def is_valid(number: str) -> bool:
    """True for a canonical certificate or practice number that gives no warning."""
    if _CERTIFICATE.fullmatch(number):
        return number[:2] in _PROVINCES
    match = _PRACTICE.fullmatch(number)
    return bool(match) and number[10:11] == "." and number[11] == check_character(number[:10])


def parse_certificate(text: object) -> tuple[str, list[str]]:
    """The seven digits and warnings. Raises ``AttorneyNumberError``."""
    number = code_text(text)
    if not _CERTIFICATE.fullmatch(number):
        raise AttorneyNumberError(
            sentence=f"专利代理师资格证号应为7位数字，填的是“{number[:20]}”，请对照资格证核对。"
            if number
            else "专利代理师资格证号未填写，应为7位数字。"
        )
    if number[:2] not in _PROVINCES:
        return number, [f"资格证号前两位“{number[:2]}”不是省级代码，请核对。"]
    return number, []


def parse_practice(text: object, *, certificate: str = "") -> tuple[str, list[str]]:
    """``3738639122.6`` and warnings (check character, other certificate). Raises ``AttorneyNumberError``."""
    number = code_text(text)
    match = _PRACTICE.fullmatch(number)
    if match is None:
        raise AttorneyNumberError(
            sentence=f"执业备案号应为10位数字、小数点和1位校验码，如 3738639122.6，填的是“{number[:20]}”。"
            if number
            else "执业备案号未填写，应为10位数字、小数点和1位校验码。"
        )
    body, given = match.groups()
    warnings = []
    if (expected := check_character(body)) != given:
        warnings.append(
            f"执业备案号校验码按推算应为“{expected}”，填的是“{given}”，请核对（推算规则未经公布，不影响保存）。"
        )
    if certificate and body[5:] != certificate[-5:]:
        warnings.append("执业备案号第6至10位与资格证号后五位不一致，请核对。")
    return f"{body}.{given}", warnings
