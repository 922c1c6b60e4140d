"""By when the office decides what an agency or a person asks of the register."""

from datetime import date

from agencies.registry.rules import requests as rules
from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from ipservice.reference.calendar import working_calendar


def due_on(today: date) -> date:
    """The last working day of the term in force; the day of asking is not counted. Raises ``NoRuleInForce``."""
    ruleset = RuleSet.objects.in_force(rules.KIND, today).first()
    if ruleset is None:
        raise NoRuleInForce(on=today, kind="机构登记办理", parameter=rules.LABELS[rules.TERM])
    return working_calendar().add(today, ruleset.parameters[rules.TERM]).day
