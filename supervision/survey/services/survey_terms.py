"""The numbers of the survey, from the rule set in force."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from supervision.survey.rules.survey_terms import KIND


def in_force(on: date) -> Mapping[str, int]:
    """Raises ``NoRuleInForce``."""
    ruleset = RuleSet.objects.in_force(KIND, on).first()
    if ruleset is None:
        raise NoRuleInForce(on=on, kind="年度统计调查", parameter="填报范围和审核参数")
    return ruleset.parameters


def known(on: date | None) -> Mapping[str, int]:
    """The same for a draft that may not have its days yet; nothing where no rules are in force."""
    ruleset = RuleSet.objects.in_force(KIND, on or timezone.localdate()).first()
    return ruleset.parameters if ruleset else {}
