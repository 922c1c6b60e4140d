"""What the register decides: states and their order, how searches are read, requests, duplicates and merges."""

from agencies.registry.rules.states import (
    ENDED,
    NEXT_STATES,
    AgencyState,
    ChangeBeforeTheLast,
    ChangeInTheFuture,
    NameMissing,
    NameUnchanged,
    StateDoesNotFollow,
    require_in_order,
    require_state_follows,
)
from ipservice.foundation.search_words import bigrams, search_terms

__all__ = [
    "ENDED",
    "NEXT_STATES",
    "AgencyState",
    "ChangeBeforeTheLast",
    "ChangeInTheFuture",
    "NameMissing",
    "NameUnchanged",
    "StateDoesNotFollow",
    "bigrams",
    "require_in_order",
    "require_state_follows",
    "search_terms",
]
