"""What the network knows: outlets and what they are, who works there, when they are open, how they are judged."""

from publicservice.network.models.assessments import Assessment, AssessmentLine, AssessmentState
from publicservice.network.models.hours import HoursException, HoursVersion
from publicservice.network.models.outlets import Outlet, OutletQualification, Park
from publicservice.network.models.places import OutletStaff, ServiceForm, ServiceItem, ServiceWindow
from publicservice.network.rules.terms import HostKind, OutletLevel, OutletState, PositionSource, QualificationKind

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
