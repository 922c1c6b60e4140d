"""统一社会信用代码 (GB 32100-2015): 18 characters of 0-9A-Z without I O S V Z, positions 9–17 an organisation code
(GB 11714), position 18 a check character over the first 17.
"""

import re

from stdnum.cn import uscc

from ipservice.foundation.characters import code_text, repairs_of
from ipservice.foundation.identifiers.errors import IdentifierError, accept
from ipservice.foundation.reading import Reading, accepted_as, asked, rejected

LENGTH = 18
_SHAPE = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RT-UW-Y]{10}")
_LOOK_ALIKE = str.maketrans("OIZS", "0125")
_NEVER_USED = "IOSVZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class CreditCodeError(IdentifierError):
    code = "credit_code_invalid"


def check_character(first_17: str) -> str:
    """The 18th character for the first 17."""
    return str(uscc.calc_check_digit(first_17))


def organisation_check_character(first_8: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    total = sum(weight * int(char, 36) for weight, char in zip(_ORGANISATION_WEIGHTS, first_8, strict=True))
    return "0123456789X0"[(11 - total % 11) % 11]


def is_valid(code: str) -> bool:
    """True for a canonical code: 18 upper-case characters whose two check characters fit."""
    return bool(_SHAPE.fullmatch(code)) and _checks_fit(code)


def read(raw: object) -> Reading[str]:
    """The code with what had to be repaired. Look-alike letters are pointed out, never replaced silently."""
    code = code_text(raw)
    if is_valid(code):
        return accepted_as(code, repairs_of(raw, code))
    return _look_alike(code) or rejected(_complaint(code))


def parse(text: object) -> str:
    """The canonical code. Raises ``CreditCodeError``."""
    return accept(read(text), CreditCodeError)


def _checks_fit(code: str) -> bool:
    return code[16] == organisation_check_character(code[8:16]) and code[17] == check_character(code[:17])


def _look_alike(code: str) -> Reading[str] | None:
    meant = code.translate(_LOOK_ALIKE)
    if meant == code or not is_valid(meant):
        return None
    changed = "，".join(
        f"第{place}位应为“{right}”，填的是“{wrong}”"
        for place, (wrong, right) in enumerate(zip(code, meant, strict=True), start=1)
        if wrong != right
    )
    return asked(meant, f"统一社会信用代码不使用字母 I、O、S、V、Z：{changed}。是否为 {meant}？", meant)


def _complaint(code: str) -> str:
    if not code:
        return "统一社会信用代码未填写，应为18位数字和大写字母。"
    if len(code) != LENGTH:
        return _complaint_of_length(code)
    if strange := [char for char in code if char in _NEVER_USED or not (char.isascii() and char.isalnum())]:
        return f"统一社会信用代码中不应出现“{strange[0]}”，只用数字和除 I、O、S、V、Z 以外的大写字母。"
    if not _SHAPE.fullmatch(code):
        return "统一社会信用代码第3至8位是行政区划代码，应全为数字，请对照营业执照核对。"
    if code[16] == organisation_check_character(code[8:16]):
        return (
            f"统一社会信用代码校验不符：按前17位计算，第18位应为“{check_character(code[:17])}”，"
            f"填的是“{code[17]}”，请对照营业执照核对。"
        )
    return "统一社会信用代码校验不符：第9至17位的主体标识码有误，可能有字符填错或颠倒，请对照营业执照核对。"


def _complaint_of_length(code: str) -> str:
    if len(code) == 15 and code.isdigit():
        return "填的是15位工商注册号，应填营业执照上的18位统一社会信用代码。"
    if len(code.replace("-", "")) == 9:
        return "填的是9位组织机构代码，应填18位统一社会信用代码。"
    more = f"少{LENGTH - len(code)}位" if len(code) < LENGTH else f"多{len(code) - LENGTH}位"
    return f"统一社会信用代码应为18位，填的是{len(code)}位（{more}），请对照营业执照核对。"
