"""What the half-hour circle knows: who lives where, what stands in the way, plans and what became of them."""

from publicservice.coverage.models.plans import Change, ChangeKind, Scenario, SitingGoal, SitingRun
from publicservice.coverage.models.points import Bridge, CandidateSite, DemandKind, DemandPoint, TravelTime

__all__ = [
    "Bridge",
    "CandidateSite",
    "Change",
    "ChangeKind",
    "DemandKind",
    "DemandPoint",
    "Scenario",
    "SitingGoal",
    "SitingRun",
    "TravelTime",
]
