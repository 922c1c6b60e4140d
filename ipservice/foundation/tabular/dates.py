"""Dates in the twelve ways people write them; an impossible one is refused, a two-digit year is asked about."""

import re
from datetime import date, datetime, timedelta

from ipservice.foundation.characters import DASHES, narrow, plain_digits, unquoted, without_invisible
from ipservice.foundation.reading import Reading, accepted_as, asked, kept, rejected

EXCEL_DAY_ZERO = date(1899, 12, 30)
FIRST_YEAR = 1950
_HAN_DIGITS = {ord(han): digit for digit, han in enumerate("〇一二三四五六七八九")} | {ord("零"): 0, ord("○"): 0}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YMD = re.compile(r"(\d{4}|\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ENGLISH = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[-, ]+(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_EXAMPLE = "应填如 2024-01-10 的日期"


def read_date(raw: object, *, today: date | None = None) -> Reading[date]:
    """The day meant. With ``today`` a later day is refused, because it cannot have happened."""
    reading = _read(raw)
    found = reading.value or reading.proposal
    if found is not None and today is not None and found > today:
        return rejected(f"日期 {found:%Y-%m-%d} 晚于今天（{today:%Y-%m-%d}），请核对。")
    if found is not None and found.year < FIRST_YEAR:
        return rejected(f"日期 {found:%Y-%m-%d} 过早，请核对年份。")
    return reading


def _read(raw: object) -> Reading[date]:
    if isinstance(raw, datetime):
        return kept(raw.date())
    if isinstance(raw, date):
        return kept(raw)
    if isinstance(raw, int | float):
        return _number(raw)
    return _text("" if raw is None else str(raw))


def _number(raw: int | float) -> Reading[date]:
    if raw != int(raw) and not 20_000 < raw < 80_000:
        return rejected(f"“{raw}”不是日期，{_EXAMPLE}。")
    number = int(raw)
    if 20_000 < number < 80_000:
        day = EXCEL_DAY_ZERO + timedelta(days=number)
        return accepted_as(day, [f"表格序列值 {number} 已换成日期 {day:%Y-%m-%d}"])
    return _text(str(number))


def _text(raw: str) -> Reading[date]:
    text = unquoted(plain_digits(narrow(without_invisible(raw))).translate(DASHES)).strip()
    text = _han_year(text)
    if not text:
        return rejected(f"日期未填写，{_EXAMPLE}。")
    if match := _YMD.fullmatch(text.replace(" ", "") if "月" in text else text):
        return _built((match[1], match[2], match[3]), raw)
    if match := _EIGHT.fullmatch(text):
        return _built((match[1], match[2], match[3]), raw)
    if (match := _ENGLISH.fullmatch(text)) and match[2].lower() in _MONTHS:
        return _built((match[3], str(_MONTHS.index(match[2].lower()) + 1), match[1]), raw)
    if re.fullmatch(r"\d{5}", text):
        return _number(int(text))
    return _incomplete(text, raw)


def _incomplete(text: str, raw: str) -> Reading[date]:
    match = _YEAR_MONTH.fullmatch(text)
    if match and 1 <= int(match[2]) <= 12:
        return asked(None, f"“{raw.strip()}”缺少日，{_EXAMPLE}。")
    if match:
        return rejected(f"“{raw.strip()}”中没有{match[2]}月，{_EXAMPLE}。")
    return rejected(f"“{raw.strip()[:20]}”不是日期，{_EXAMPLE}。")


def _built(parts: tuple[str, str, str], raw: str) -> Reading[date]:
    year, month, day = parts
    try:
        built = date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return rejected(f"“{raw.strip()}”是不存在的日期，{_EXAMPLE}。")
    if len(year) == 2:
        return asked(built, f"“{raw.strip()}”的年份只有两位，是否为 {built:%Y-%m-%d}？", f"{built:%Y-%m-%d}")
    plain = f"{built:%Y-%m-%d}"
    return accepted_as(built, [] if raw == plain else [f"日期写法已统一为 {plain}"])


def _han_year(text: str) -> str:
    head, mark, rest = text.partition("年")
    if mark and head and all(ord(char) in _HAN_DIGITS for char in head):
        return "".join(str(_HAN_DIGITS[ord(char)]) for char in head) + mark + rest
    return text
