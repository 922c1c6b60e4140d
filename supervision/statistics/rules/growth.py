"""How much more than the year before, on the same basis; and numbers printed with three significant digits."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def growth(now: Decimal | None, before: Decimal | None) -> Fraction | None:
    """The part by which ``now`` exceeds ``before``; None where there is nothing to compare with."""
    if now is None or before is None or before <= 0:
        return None
    return Fraction(now) / Fraction(before) - 1


def estimated_share(value: Decimal | None, raw: Decimal | None) -> Fraction | None:
    """The part of an estimate that nobody answered."""
    if value is None or raw is None or not value:
        return None
    return 1 - Fraction(raw) / Fraction(value)


def three_digits(value: Decimal | None) -> Decimal | None:
    """Quartiles are the value of some unit: only three significant digits of them are told."""
    if not value:
        return value
    step = Decimal(1).scaleb(value.adjusted() - 2)
    rounded = (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return rounded.quantize(Decimal("0.0001")) if step < 1 else rounded.quantize(Decimal(1))
