"""Text from outside must never run as a formula when an export is opened."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take ``text`` for a formula, leading blanks aside."""
    return text.startswith(STARTS_A_FORMULA) or text.lstrip(" \u3000\u00a0\ufeff").startswith(STARTS_A_FORMULA)


def neutral(text: str) -> str:
    """``text`` for a CSV cell: what could start a formula gets a leading apostrophe."""
    return f"'{text}" if starts_a_formula(text) else text


def without_control(text: str) -> str:
    """``text`` without the characters that XML, and so a workbook, cannot hold."""
    return _CONTROL.sub("", text)
