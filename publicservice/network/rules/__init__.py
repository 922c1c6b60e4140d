"""What the network decides: when an outlet is open, what it may call itself, how it is judged."""

from publicservice.network.rules.hours import (
    DayException,
    DayHours,
    DayKind,
    Hours,
    HoursRefused,
    Interval,
    WeekVersion,
    day_hours,
    days_ahead,
    open_intervals,
    read_intervals,
    read_week,
)
from publicservice.network.rules.terms import (
    DeclaredCondition,
    HostKind,
    OutletLevel,
    OutletState,
    OutletStep,
    PositionSource,
    QualificationKind,
)

__all__ = [
    "DayException",
    "DayHours",
    "DayKind",
    "DeclaredCondition",
    "HostKind",
    "Hours",
    "HoursRefused",
    "Interval",
    "OutletLevel",
    "OutletState",
    "OutletStep",
    "PositionSource",
    "QualificationKind",
    "WeekVersion",
    "day_hours",
    "days_ahead",
    "open_intervals",
    "read_intervals",
    "read_week",
]
