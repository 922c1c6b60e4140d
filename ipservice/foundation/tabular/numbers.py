"""Counts, money and percentages, exact: integers, fen, fractions. What is ambiguous is asked, never guessed."""

import re
from fractions import Fraction

from ipservice.foundation.characters import DASHES, narrow, plain_digits, unquoted, without_invisible
from ipservice.foundation.reading import Reading, accepted_as, asked, kept, rejected
from ipservice.foundation.tabular.text import is_error_value, is_placeholder

_COUNT = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.0+)?([件家人名个项次份户])?")
_MONEY = re.compile(r"(约|大约)?[¥￥]?(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(元|万元?|亿元?|千元)?(整|左右)?")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)(%)?")
_HAN = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
FEN_PER_UNIT = {"元": 100, "千元": 100_000, "万": 1_000_000, "万元": 1_000_000, "亿": 10**10, "亿元": 10**10}
SURELY_A_SHARE = Fraction(1, 10)


def _plain(raw: object) -> str:
    text = plain_digits(narrow(without_invisible(str(raw)))).translate(DASHES)
    return "".join(unquoted(text).split())


def _unreadable(raw: object, wanted: str) -> Reading[int] | None:
    """What every numeric reader answers to an empty cell, a dash, a failed formula."""
    if raw is None or raw == "":
        return rejected(f"未填写，应填{wanted}。")
    if is_placeholder(raw):
        return asked(None, f"填的是“{str(raw).strip()}”，是没有数据还是 0？没有数据请留空。")
    if is_error_value(raw):
        return asked(None, f"单元格是公式错误值“{str(raw).strip()}”，请改填{wanted}，没有数据请留空。")
    return None


def read_count(raw: object, *, unit: str = "件") -> Reading[int]:
    """A whole number, zero or more; separators and a measure word are taken off and said."""
    wanted = f"整数（{unit}）"
    if (answer := _unreadable(raw, wanted)) is not None:
        return answer
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _whole(raw, wanted)
    match = _COUNT.fullmatch(_plain(raw))
    if match is None:
        return rejected(f"“{str(raw).strip()[:20]}”不是数量，应填{wanted}。")
    number = int(match[2].replace(",", ""))
    if match[1] == "-" and number:
        return rejected(f"数量不能为负数，填的是“{str(raw).strip()[:20]}”。")
    repairs = [] if str(raw) == str(number) else [f"“{str(raw).strip()}”已读作 {number}"]
    return accepted_as(number, repairs)


def _whole(raw: int | float, wanted: str) -> Reading[int]:
    if raw != raw or raw in (float("inf"), float("-inf")) or raw != int(raw):
        return rejected(f"“{raw}”不是整数，应填{wanted}。")
    return rejected(f"数量不能为负数，填的是“{raw:g}”。") if raw < 0 else kept(int(raw))


def read_money(raw: object, *, unit: str = "") -> Reading[int]:
    """Money in fen. ``unit`` is that of the column (元, 万元), where its header names one."""
    if (answer := _unreadable(raw, "金额，如 125万元")) is not None:
        return answer
    match = _MONEY.fullmatch(_plain(_decimal_text(raw)))
    if match is None:
        return rejected(f"“{str(raw).strip()[:20]}”不是金额，应填如 125万元 或 1,250,000元。")
    about, sign, whole, part, said, tail = match.groups()
    number = Fraction(sign + whole.replace(",", "") + (part or ""))
    used = said or unit
    if about or tail == "左右":
        proposal = _fen(number, used) if used else None
        return asked(proposal, f"“{str(raw).strip()}”是约数，请填准确金额。", f"{whole}{part or ''}{used}")
    if not used:
        return _without_unit(raw, number)
    return _money_in(raw, number, used, was_said=bool(said))


def _decimal_text(raw: object) -> object:
    return f"{raw:f}".rstrip("0").rstrip(".") if isinstance(raw, float) else raw


def _without_unit(raw: object, number: Fraction) -> Reading[int]:
    if number == 0:
        return accepted_as(0, ["零不需要单位"])
    text = str(_decimal_text(raw)).strip()
    return asked(_fen(number, "万元"), f"“{text}”没有单位，是否为 {text}万元？", f"{text}万元")


def _money_in(raw: object, number: Fraction, unit: str, *, was_said: bool) -> Reading[int]:
    fen = _fen(number, unit)
    if fen is None:
        return rejected(f"“{str(raw).strip()}”精确到了分以下，请核对。")
    if number < 0:
        return asked(fen, f"金额为负数（{str(raw).strip()}），是否为亏损或冲减？")
    return accepted_as(fen, [f"“{str(raw).strip()}”已读作 {fen / 100:,.2f} 元"] if was_said else [])


def _fen(number: Fraction, unit: str) -> int | None:
    fen = number * FEN_PER_UNIT[unit]
    return fen.numerator if fen.denominator == 1 else None


def read_percentage(raw: object) -> Reading[Fraction]:
    """A share as a fraction: 5% is 1/20. A bare number above 0.1 may be either 5 % or five times, so it is asked."""
    answer = _unreadable(raw, "比例，如 5%")
    if answer is not None:
        return Reading(None, answer.action, answer.message)
    text = _plain(raw)
    if text.startswith("百分之"):
        return _in_words(text.removeprefix("百分之"), str(raw))
    match = _PERCENT.fullmatch(text)
    if match is None:
        return rejected(f"“{str(raw).strip()[:20]}”不是比例，应填如 5%。")
    number = Fraction(match[1])
    if match[2]:
        return accepted_as(number / 100, [] if raw == text else [f"“{str(raw).strip()}”已读作 {text}"])
    if 0 <= number <= SURELY_A_SHARE:
        return accepted_as(number, [f"“{text}”已读作 {float(number * 100):g}%"])
    one, other = f"{match[1]}%", f"{float(number * 100):g}%"
    return asked(None, f"“{text}”没有百分号，是 {one} 还是 {other}？请带百分号填写。")


def _in_words(words: str, raw: str) -> Reading[Fraction]:
    number = int(words) if words.isdigit() else _han_number(words)
    if number is None:
        return rejected(f"“{raw.strip()[:20]}”不是比例，应填如 5%。")
    return accepted_as(Fraction(number, 100), [f"“{raw.strip()}”已读作 {number}%"])


def _han_number(words: str) -> int | None:
    """Chinese numerals up to 百."""
    if words in ("百", "一百"):
        return 100
    tens, mark, ones = words.partition("十")
    if not mark:
        return _HAN.get(words)
    if any(part and part not in _HAN for part in (tens, ones)):
        return None
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
