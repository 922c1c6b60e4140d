"""Money in whole fen (分): written out in capital characters, divided without a fen lost, shown with separators.

The capital form follows the rules for filling in bills annexed to 《支付结算办法》: 整 only after 元; 零 before 分 when
there is no 角, and before 角 when the yuan end in 0.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
LARGEST_FEN = 10**18


def format_yuan(fen: int) -> str:
    """``1,234.56`` for 123456 fen."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def in_words(fen: int) -> str:
    """The amount in capital characters, e.g. 叁万元整; without the word 人民币. Raises ValueError from 10^16 yuan."""
    if abs(fen) >= LARGEST_FEN:
        raise ValueError(f"too large to write out: {fen} fen")
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        words = f"{words or '零元'}整"
    else:
        words += _small(jiao, cents, yuan)
    return f"负{words}" if fen < 0 else words


def _small(jiao: int, cents: int, yuan: int) -> str:
    words = ""
    if yuan and (not jiao or yuan % 10 == 0):
        words = "零"
    words += f"{DIGITS[jiao]}角" if jiao else ""
    return words + (f"{DIGITS[cents]}分" if cents else "")


def _whole(number: int) -> str:
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _four_digits(group) + _unit(place, groups)
        gap = False
    return words


def _unit(place: int, groups: Sequence[int]) -> str:
    """万亿 is said once when the 亿 below it is not empty: 壹万零贰亿."""
    return "万" if place == 3 and groups[2] else _GROUPS[place]


def _four_digits(group: int) -> str:
    words = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += DIGITS[digit] + _PLACES[place]
        elif words and group % 10**place:
            words += "" if words.endswith("零") else "零"
    return words


def largest_remainder(total: int, weights: Sequence[int | Fraction], keys: Sequence[Any] | None = None) -> list[int]:
    """Divide ``total`` in proportion to ``weights`` in whole units; the sum is ``total`` to the last unit.

    What is left after rounding down goes to the largest fractional parts; equal parts by ``keys`` ascending, or by
    position. Raises ValueError for a negative total or weight, or when nothing has a weight.
    """
    weight_sum = sum((Fraction(weight) for weight in weights), Fraction(0))
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("total and weights must not be negative")
    if not weight_sum:
        if total:
            raise ValueError("nothing has a weight")
        return [0] * len(weights)
    quotas = [total * Fraction(weight) / weight_sum for weight in weights]
    shares = [quota.numerator // quota.denominator for quota in quotas]
    order = sorted(
        range(len(weights)),
        key=lambda at: (shares[at] - quotas[at], keys[at] if keys is not None else at),
    )
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares
