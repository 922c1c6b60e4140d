"""The numbers of review and reminders, from the rule set in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from supervision.survey.rules.review_terms import KIND


def in_force(on: date) -> Mapping[str, Any]:
    """Raises ``NoRuleInForce``."""
    ruleset = RuleSet.objects.in_force(KIND, on).first()
    if ruleset is None:
        raise NoRuleInForce(on=on, kind="统计调查审核和催报", parameter="审核界限和催报日期")
    return ruleset.parameters
