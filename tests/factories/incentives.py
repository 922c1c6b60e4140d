"""The smallest valid facts, parameters and terms of an award; a test changes only what it is about."""

import datetime as dt
from fractions import Fraction
from typing import Any

from incentives.awards.rules import AgencyFacts, AwardParameters, RoundTerms, RouteFigures

PLAIN_PARAMETERS: dict[str, Any] = {
    "rate_reading": "concluded",
    "rate_comparison": "at_least",
    "volume_comparison": "at_least",
    "mean_over": "registered",
    "branches": False,
    "eligible_states": ["active"],
    "divisionals": "count",
    "national_phase": "count",
    "abnormal_subtraction": "all",
    "abnormal_states": ["u", "w"],
    "floor_concluded": 0,
    "amount_rule": "fixed",
    "brackets": [{"first": 1, "last": 1, "value": 30_000_00}, {"first": 2, "last": 3, "value": 10_000_00}],
    "amount_cap_fen": None,
    "amount_floor_fen": None,
    "over_budget": "scale",
    "tie_rule": "split",
    "tie_decimals": None,
    "tie_breakers": [],
    "excluded_grades": ["C", "D"],
    "excluded_standings": ["sanction", "abnormal_list", "serious_list"],
    "exclusion_window": "year_to_decision",
    "confidence_percent": 95,
}


def award_parameters(**changes: Any) -> AwardParameters:
    return AwardParameters.read({**PLAIN_PARAMETERS, **changes})


def award_terms(**changes: Any) -> RoundTerms:
    plain = {
        "year": 2025,
        "as_of": dt.date(2026, 6, 1),
        "national_rate": Fraction(55, 100),
        "budget_fen": 1_000_000_00,
    }
    return RoundTerms(**{**plain, **changes})


def award_facts(code: str, filed: int = 100, concluded: int = 100, granted: int = 60, **changes: Any) -> AgencyFacts:
    figures = (RouteFigures("o", filed=filed, concluded=concluded, granted=granted),)
    return AgencyFacts(**{"code": code, "name": f"{code}所", "routes": figures, **changes})
