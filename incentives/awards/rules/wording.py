"""Numbers as words: exact, by whole-number arithmetic, half up; no float takes part."""

from fractions import Fraction


def decimal(value: Fraction, places: int) -> str:
    """``value`` with ``places`` decimals, half away from zero."""
    scale = 10**places
    units = (abs(value.numerator) * scale * 2 + value.denominator) // (value.denominator * 2)
    sign = "-" if value < 0 and units else ""
    if not places:
        return f"{sign}{units}"
    return f"{sign}{units // scale}.{units % scale:0{places}d}"


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` in per cent with two decimals."""
    units = (part * 20000 + whole) // (whole * 2)
    return f"{units // 100}.{units % 100:02d}%"


def points(part: int, whole: int) -> str:
    """The distance ``part / whole`` in percentage points, with as many decimals as it takes not to read as nothing."""
    for places in (2, 4, 6):
        scale = 10**places
        units = (part * 200 * scale + whole) // (whole * 2)
        if units or not part:
            return f"{units // scale}.{units % scale:0{places}d} 个百分点"
    return "不足 0.000001 个百分点"


def listed(count: Fraction) -> str:
    """A mean of counts: whole where it is whole, else two decimals."""
    return str(count.numerator) if count.denominator == 1 else decimal(count, 2)


def rate_text(rate: Fraction) -> str:
    """A rate as published: in per cent, with two decimals or with the four that it needs."""
    text = decimal(rate * 100, 4)
    return f"{text[:-2] if text.endswith('00') else text}%"
