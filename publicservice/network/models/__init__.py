"""What the network knows: outlets and what they are, who works there, when they are open, how they are judged."""

from publicservice.network.models.assessments import Assessment, AssessmentLine, AssessmentState
from publicservice.network.models.hours import HoursException, HoursVersion
from publicservice.network.models.outlets import (
    HostKind,
    Outlet,
    OutletLevel,
    OutletQualification,
    OutletState,
    Park,
    PositionSource,
    QualificationKind,
)
from publicservice.network.models.places import OutletStaff, ServiceForm, ServiceItem, ServiceWindow

__all__ = [
    "Assessment",
    "AssessmentLine",
    "AssessmentState",
    "HostKind",
    "HoursException",
    "HoursVersion",
    "Outlet",
    "OutletLevel",
    "OutletQualification",
    "OutletStaff",
    "OutletState",
    "Park",
    "PositionSource",
    "QualificationKind",
    "ServiceForm",
    "ServiceItem",
    "ServiceWindow",
]
