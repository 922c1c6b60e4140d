"""The numbers of rights aid, from the rule set in force."""

from datetime import date

from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from publicservice.rights_aid.rules import KIND


def in_force(on: date) -> RuleSet:
    """Raises ``NoRuleInForce``."""
    ruleset = RuleSet.objects.in_force(KIND, on).first()
    if ruleset is None:
        raise NoRuleInForce(on=on, kind="维权援助", parameter="办理期限")
    return ruleset
