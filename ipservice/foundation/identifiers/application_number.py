"""专利申请号 (ZC 0006-2003): year, kind (1 发明 2 实用新型 3 外观设计 8 PCT 发明 9 PCT 实用新型), seven serial digits,
and a check character with weights 2…9, 2…5 modulo 11, ten as X. Stored without the dot.
"""

import re

from ipservice.foundation.characters import code_text, repairs_of
from ipservice.foundation.identifiers.errors import IdentifierError, accept
from ipservice.foundation.reading import Reading, accepted_as, rejected

FIRST_YEAR = 2003
KINDS = {"1": "发明", "2": "实用新型", "3": "外观设计", "8": "PCT发明", "9": "PCT实用新型"}
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_FORM = re.compile(r"(ZL|CN)?([0-9]{12})(\.?)([0-9X])?")
_EXPONENT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
_PUBLICATION = re.compile(r"CN[0-9]{7,9}[A-Z][0-9]?")


class ApplicationNumberError(IdentifierError):
    code = "application_number_invalid"


def check_character(first_12: str) -> str:
    """The 13th character for the first twelve digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_12, strict=True))
    return "0123456789X"[total % 11]


def is_valid(number: str) -> bool:
    """True for a canonical number: 13 characters, known kind, year from 2003, check character fits."""
    return (
        bool(re.fullmatch(r"[0-9]{12}[0-9X]", number))
        and number[4] in KINDS
        and int(number[:4]) >= FIRST_YEAR
        and number[12] == check_character(number[:12])
    )


def pretty(number: str) -> str:
    """``2023101023445`` as it is printed: ``202310102344.5``."""
    return f"{number[:12]}.{number[12:]}"


def read(raw: object) -> Reading[str]:
    """The number in 13 characters; prefix, dot and a check character lost in a numeric cell are repaired."""
    code = code_text(raw)
    match = _FORM.fullmatch(code)
    if match is None or (match[3] and not match[4]):
        return rejected(_complaint(code))
    prefix, body, dot, check = match.groups()
    if complaint := _complaint_of_body(body):
        return rejected(complaint)
    expected = check_character(body)
    if check is not None and check != expected:
        return rejected(
            f"专利申请号 {body}.{check} 校验不符：校验位应为“{expected}”，填的是“{check}”，请对照受理通知书核对。"
        )
    return accepted_as(body + expected, _repairs(raw, (prefix, dot, check)))


def parse(text: object) -> str:
    """The canonical 13 characters. Raises ``ApplicationNumberError``."""
    return accept(read(text), ApplicationNumberError)


def _repairs(raw: object, parts: tuple[str | None, str, str | None]) -> list[str]:
    prefix, dot, check = parts
    found = [f"已去掉前缀 {prefix}"] if prefix else []
    if isinstance(raw, str):
        found += repairs_of(raw, code_text(raw))
    elif check is not None:
        found.append("存成小数的申请号已转为文本")
    if check is None:
        found.append("丢失的校验位已按规则补上")
    elif not dot:
        found.append("已补上小数点")
    return found


def _complaint_of_body(body: str) -> str:
    if int(body[:4]) < FIRST_YEAR:
        return f"专利申请号前四位应为2003年以后的年份，填的是“{body[:4]}”。"
    if body[4] not in KINDS:
        return f"专利申请号第5位应为 1（发明）、2（实用新型）、3（外观设计）、8 或 9（PCT），填的是“{body[4]}”。"
    return ""


def _complaint(code: str) -> str:
    if not code:
        return "专利申请号未填写，应为12位数字、小数点和1位校验位，如 202310102344.5。"
    if _EXPONENT.fullmatch(code):
        return f"申请号“{code[:24]}”已被表格软件改成科学计数，末位丢失，请把该列设为文本后重新填写。"
    if _PUBLICATION.fullmatch(code):
        return f"“{code}”是公布号或公告号，不是申请号，应填如 202310102344.5 的申请号。"
    if re.fullmatch(r"(ZL|CN)?[0-9]{8}\.?[0-9X]", code):
        return f"“{code}”是2003年10月以前的旧号，应为12位数字加校验位的申请号。"
    return f"专利申请号应为12位数字、小数点和1位校验位，如 202310102344.5，填的是“{code[:24]}”。"
