"""Clause 9.1 as a pure rule: facts and parameters in, one evaluation an agency out."""

from incentives.awards.rules.award import Award, AwardOutcome, award_list, award_outcome
from incentives.awards.rules.brackets import Bracket
from incentives.awards.rules.facts import (
    AbnormalPart,
    AgencyFacts,
    Figures,
    RoundTerms,
    RouteFigures,
    StandingFact,
    StateSince,
)
from incentives.awards.rules.parameters import AwardParameters, ParameterRefused, in_words, label_of, problems
from incentives.awards.rules.summary import Summary, summarise

__all__ = [
    "AbnormalPart",
    "AgencyFacts",
    "Award",
    "AwardOutcome",
    "AwardParameters",
    "Bracket",
    "Figures",
    "ParameterRefused",
    "RoundTerms",
    "RouteFigures",
    "StandingFact",
    "StateSince",
    "Summary",
    "award_list",
    "award_outcome",
    "in_words",
    "label_of",
    "problems",
    "summarise",
]
