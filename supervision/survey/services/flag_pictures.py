"""A flag drawn: last year, what was expected, what was reported, on one scale that starts at zero."""

from dataclasses import dataclass
from decimal import Decimal

from supervision.survey.models import OutlierFlag

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """``part`` of the longest bar, 1 to 100; ``text`` is the number beside it."""

    label: str
    text: str
    part: int


def drawn(flag: OutlierFlag, last: Decimal | None = None) -> tuple[Bar, ...]:
    """Two or three bars, the reported value last."""
    named = (("上年", last), ("参照", flag.expected), ("填报", flag.value))
    known = [(label, value) for label, value in named if value is not None]
    longest = max((abs(value) for _, value in known), default=Decimal(0)) or Decimal(1)
    return tuple(Bar(label, f"{value:,.0f}", max(int(abs(value) / longest * WIDTH), 1)) for label, value in known)
