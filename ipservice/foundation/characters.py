"""Characters as they arrive in workbooks: full width, invisible, other scripts' digits."""

import unicodedata

INVISIBLE = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]
)
BLANKS = {ord(blank): " " for blank in "\u00a0\u2002\u2003\u2009\u202f\u3000"}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOTS = {ord("。"): ".", ord("·"): "."}
DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−"}


def narrow(text: str) -> str:
    """Full-width letters, digits and marks in half width; ideographic and no-break blanks as a blank."""
    return text.translate(_WIDE).translate(BLANKS)


def without_invisible(text: str) -> str:
    """Without zero-width characters, direction marks and soft hyphens."""
    return text.translate(INVISIBLE)


def plain_digits(text: str) -> str:
    """Digits of any script as 0–9; everything else untouched (``①`` is no digit)."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def code_text(raw: object) -> str:
    """A code as typed or stored, brought to plain upper-case characters without blanks; a whole float loses ``.0``."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = plain_digits(narrow(without_invisible(str(raw)))).translate(DASHES)
    return "".join(unquoted(text).split()).upper()


def unquoted(text: str) -> str:
    """Without the leading apostrophe or the ``="…"`` with which spreadsheets keep long numbers."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.lstrip("'‘’")


def repairs_of(raw: object, code: str) -> list[str]:
    """Chinese names of the differences between what was given and the plain ``code``."""
    if not isinstance(raw, str) or raw == code:
        return [] if isinstance(raw, str) else ["数值已转为文本"]
    found = []
    stripped = raw.strip()
    if stripped.startswith(("'", "‘", "’", '="')):
        found.append("已去掉防止转成数字的符号")
    if narrow(raw) != raw and any(0xFF01 <= ord(char) <= 0xFF5E for char in raw):
        found.append("全角字符已改为半角")
    if any(char.isspace() or char in "\u00a0" for char in raw):
        found.append("空格已去掉")
    if any(char.islower() for char in narrow(raw)):
        found.append("小写字母已改为大写")
    if without_invisible(raw) != raw:
        found.append("不可见字符已去掉")
    if any(char.isdecimal() and not char.isascii() and ord(char) < 0xFF00 for char in raw):
        found.append("其他文字的数字已改为阿拉伯数字")
    return found
