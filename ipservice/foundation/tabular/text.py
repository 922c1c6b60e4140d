"""Plain text: cleaned of what cannot be seen, refused where it cannot be stored."""

import re

from ipservice.foundation.characters import narrow, plain_digits, unquoted, without_invisible
from ipservice.foundation.reading import Reading, accepted_as, rejected

LONGEST = 1_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ERROR_VALUES = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_DASHES = frozenset({"-", "—", "——", "–", "－", "/", "／", "无", "暂无", "N/A", "n/a"})
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")


def is_blank(raw: object) -> bool:
    """True for an empty cell, and for one that holds only blanks or invisible characters."""
    return raw is None or (isinstance(raw, str) and not without_invisible(raw).strip())


def is_placeholder(raw: object) -> bool:
    """True for a dash or a word that people write into an empty cell."""
    return isinstance(raw, str) and raw.strip() in _DASHES


def is_error_value(raw: object) -> bool:
    """True for #DIV/0! and its kin, the result of a failed formula."""
    return isinstance(raw, str) and raw.strip().upper() in _ERROR_VALUES


def as_text(raw: object) -> str:
    """A cell as text; a whole float loses its ``.0``."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)


def read_text(raw: object, *, longest: int = LONGEST) -> Reading[str]:
    """Text without invisible characters and outer blanks; full-width letters and digits in half width.

    Marks such as ，and （ stay as they are, so do rare characters, emoji, and a leading = + - @ (exports escape them).
    """
    text = as_text(raw)
    if _CONTROL.search(text):
        return rejected("文字中含有无法保存的控制字符，请删去后重新填写。")
    clean = _half_width(without_invisible(text))
    repairs = []
    if without_invisible(text) != text:
        repairs.append("不可见字符已去掉")
    if clean != without_invisible(text):
        repairs.append("全角或其他文字的数字、字母已改为半角")
    stripped = unquoted(clean) if clean.strip().startswith('="') else clean.strip()
    if stripped != clean:
        repairs.append("首尾空格已去掉")
    if len(stripped) > longest:
        return rejected(f"文字过长：最多{longest}字，填了{len(stripped)}字。")
    return accepted_as(stripped, repairs)


def _half_width(text: str) -> str:
    wide = _FULL_WIDTH.sub(lambda match: narrow(match[0]), text)
    return plain_digits(wide).replace("\u3000", " ").replace("\u00a0", " ")


def label_key(text: str) -> str:
    """A header or label for comparison: half width, no blanks, no line breaks, lower case."""
    return "".join(narrow(without_invisible(text)).split()).lower()
