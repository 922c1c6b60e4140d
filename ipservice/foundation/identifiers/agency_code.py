"""专利代理机构代码: five digits that stay with an agency for life; the first two are no place."""

import re

from ipservice.foundation.characters import code_text, repairs_of
from ipservice.foundation.identifiers.errors import IdentifierError, accept
from ipservice.foundation.reading import Reading, accepted_as, asked, rejected

LENGTH = 5
_SHAPE = re.compile(r"[0-9]{5}")


class AgencyCodeError(IdentifierError):
    code = "agency_code_invalid"


def is_valid(code: str) -> bool:
    """True for a canonical code: exactly five digits."""
    return bool(_SHAPE.fullmatch(code))


def read(raw: object) -> Reading[str]:
    """The code; leading zeros that a spreadsheet dropped are restored and reported."""
    code = code_text(raw)
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,5}\.0+", code):
        code = code.split(".")[0]
    if is_valid(code):
        return accepted_as(code, _repairs(raw, code))
    if not code:
        return rejected("专利代理机构代码未填写，应为5位数字。")
    if code.isascii() and code.isdigit() and len(code) < LENGTH:
        return _with_zeros(code)
    return rejected(f"专利代理机构代码应为5位数字，填的是“{code[:20]}”，请对照机构执业许可证核对。")


def parse(text: object) -> str:
    """The canonical code. Raises ``AgencyCodeError``."""
    return accept(read(text), AgencyCodeError)


def _with_zeros(code: str) -> Reading[str]:
    full = code.zfill(LENGTH)
    if len(code) >= 3:
        return accepted_as(full, [f"机构代码丢失的前导零已补上（{code} → {full}）"])
    return asked(full, f"专利代理机构代码应为5位数字，填的是“{code}”。是否为 {full}？", full)


def _repairs(raw: object, code: str) -> list[str]:
    if isinstance(raw, str) and raw.strip().endswith("0") and "." in raw:
        return ["机构代码存成了小数，已去掉小数部分"]
    return repairs_of(raw, code)
