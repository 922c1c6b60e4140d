"""Problems of enterprises: an owner, a day, a result."""

from datetime import date
from typing import Any

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from publicservice.campaigns.models import Campaign, Problem
from publicservice.campaigns.rules import AlreadyDecided, CampaignIncomplete

SUBJECT = "publicservice.Problem"


@transaction.atomic
def enter(campaign_id: int, facts: dict[str, Any], *, by: User) -> Problem:
    """``facts``: credit_code, enterprise_name, text, owner, due_on."""
    campaign = Campaign.objects.managed_by(by).get(pk=campaign_id)
    problem = Problem.objects.create(campaign=campaign, entered_by=by, **facts)
    record("campaign.problem", f"登记企业问题：{problem.enterprise_name}", subject=(SUBJECT, problem.pk), by=by)
    return problem


@transaction.atomic
def solve(problem_id: int, *, result: str, by: User, today: date) -> Problem:
    """What came of it. Raises ``CampaignIncomplete`` and ``AlreadyDecided``."""
    own = Problem.objects.filter(pk=problem_id, campaign__in=Campaign.objects.managed_by(by)).values("pk")
    problem = Problem.objects.select_for_update(of=("self",)).select_related("entered_by").get(pk__in=own)
    if problem.solved_on:
        raise AlreadyDecided(who=problem.owner, state="已解决")
    if not result.strip():
        raise CampaignIncomplete(field="result", problem="请写明解决的结果。")
    problem.result, problem.solved_on = result.strip()[:500], today
    problem.save()
    sentence = f"企业问题已解决：{problem.enterprise_name}"
    record("campaign.solve", sentence, subject=(SUBJECT, problem.pk), by=by, reason=problem.result)
    return problem
