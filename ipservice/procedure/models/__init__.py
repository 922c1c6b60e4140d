"""What the office decides: rule sets by version, decisions with their lines, public notices, objections, steps."""

from ipservice.procedure.models.cases import AdoptedDespite, WorkedCases
from ipservice.procedure.models.decisions import Decision, OutcomeLine, StepTaken
from ipservice.procedure.models.notices import LookUpTry, Objection, ObjectionState, PublicNotice
from ipservice.procedure.models.rulesets import RuleSet, RuleSetStage, RuleSetStatus
from ipservice.procedure.models.stages import DECISION, LIVE_STAGES, PUBLIC_STAGES, REVIEWED_STAGES, Stage, Step

__all__ = [
    "DECISION",
    "LIVE_STAGES",
    "PUBLIC_STAGES",
    "REVIEWED_STAGES",
    "AdoptedDespite",
    "Decision",
    "LookUpTry",
    "Objection",
    "ObjectionState",
    "OutcomeLine",
    "PublicNotice",
    "RuleSet",
    "RuleSetStage",
    "RuleSetStatus",
    "Stage",
    "Step",
    "StepTaken",
    "WorkedCases",
]
