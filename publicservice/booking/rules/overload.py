"""How many places more an outlet could give, seeing how many people do not come (row 5.31). A proposal, never done.

Each booking comes with probability 1 - p by itself; p is the outlet's own share of no-shows. Too many come when more
than ``capacity`` do. The proposal is the largest number of bookings for which that is no likelier than ``risk`` even
when fewer stay away than counted: the share of those who come is taken at the upper end of its Wilson interval.
"""

from dataclasses import dataclass
from math import comb

from ipservice.foundation.intervals import wilson

Z_95 = 1.959963984540054
MOST_EXTRA = 50


@dataclass(frozen=True, slots=True)
class Proposal:
    """``extra`` places beyond ``capacity``; ``risk`` that more come than there are places, at the cautious share."""

    capacity: int
    bookings: int
    missed: int
    extra: int
    risk: float
    come_at_most: float


def overload(booked: int, capacity: int, come: float) -> float:
    """P(more than ``capacity`` of ``booked`` come), each with probability ``come``."""
    return sum(comb(booked, k) * come**k * (1 - come) ** (booked - k) for k in range(capacity + 1, booked + 1))


def proposal(capacity: int, bookings: int, missed: int, *, risk: float = 0.05) -> Proposal:
    """Without a counted booking everybody is taken to come, so nothing is proposed."""
    come = wilson(bookings - missed, bookings, Z_95)[1] if bookings else 1.0
    extra = 0
    while extra < MOST_EXTRA and overload(capacity + extra + 1, capacity, come) <= risk:
        extra += 1
    return Proposal(capacity, bookings, missed, extra, overload(capacity + extra, capacity, come), come)
