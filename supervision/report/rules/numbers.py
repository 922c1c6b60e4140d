"""How exact numbers read in the report. The exact value is a fraction; only its text is rounded, half up."""

from fractions import Fraction

PERCENT_UNITS = frozenset({"", "%"})
RATE_DIGITS = 2
DIGITS = "零一二三四五六七八九"


def whole(value: Fraction | int) -> str:
    """1,234"""
    return f"{int(value):,}"


def rounded(value: Fraction, digits: int) -> str:
    """1,234.50 out of 2469/2, half up, away from zero; never a minus before nothing."""
    scaled = value * 10**digits
    units = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    before, after = divmod(units, 10**digits)
    sign = "-" if value < 0 and units else ""
    return f"{sign}{before:,}.{after:0{digits}d}" if digits else f"{sign}{before:,}"


def percent(value: Fraction) -> str:
    """55.00%"""
    return f"{rounded(value * 100, RATE_DIGITS)}%"


def rate(value: Fraction, unit: str) -> str:
    """A quotient: a percentage where its unit is one, else a decimal number."""
    return percent(value) if unit in PERCENT_UNITS else rounded(value, RATE_DIGITS)


def chinese(number: int) -> str:
    """十二 out of 12, up to 99, as headings are numbered."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return ten + (DIGITS[ones] if ones or not tens else "")
