"""The register of agencies, their names, states, standing, people, services, and requests to change them."""

from agencies.registry.models.agencies import Agency, AgencyKind
from agencies.registry.models.claims import AgencyClaim, ClaimState
from agencies.registry.models.histories import AgencyAlias, AgencyName, AliasKind, StateChange
from agencies.registry.models.offers import AgencyService
from agencies.registry.models.people import AgencyMembership, AttorneyPractice, AttorneyState, PatentAttorney
from agencies.registry.models.requests import AgencyMerge, ChangeRequest, RequestState
from agencies.registry.models.standings import Standing, StandingKind
from agencies.registry.rules import AgencyState

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyClaim",
    "AgencyKind",
    "AgencyMembership",
    "AgencyMerge",
    "AgencyName",
    "AgencyService",
    "AgencyState",
    "AliasKind",
    "AttorneyPractice",
    "AttorneyState",
    "ChangeRequest",
    "ClaimState",
    "PatentAttorney",
    "RequestState",
    "Standing",
    "StandingKind",
    "StateChange",
]
