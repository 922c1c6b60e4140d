"""Campaigns with somebody who takes part."""

import datetime as dt
from typing import Any

from agencies.registry.models import Agency
from ipservice.accounts.models import Role, User
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.rules import CampaignStep
from publicservice.campaigns.services import helping, keeping
from publicservice.network.models import Outlet
from tests.factories.accounts import make_user

FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 6, 30)
ENTERPRISE = "914403003592082111"


def make_campaign(
    *, agencies: tuple[Agency, ...] = (), outlets: tuple[Outlet, ...] = (), by: User | None = None, **facts: Any
) -> Campaign:
    """Open, in June 2026."""
    official = by or make_user(role=Role.MUNICIPAL_OFFICIAL)
    is_open = facts.pop("is_open", True)
    columns = {
        "title": "演示惠企行动",
        "organiser": "演示单位",
        "summary": "为园区企业服务",
        "goal_enterprises": 10,
        "goal_services": 20,
        "first_day": FIRST,
        "last_day": LAST,
    } | facts
    plan = keeping.Plan(columns, tuple(one.pk for one in agencies), tuple(one.pk for one in outlets))
    campaign = keeping.save(plan, by=official, today=FIRST)
    return keeping.take_step(campaign.pk, CampaignStep.OPEN, by=official) if is_open else campaign


def make_report(**facts: Any) -> helping.Report:
    plain = {"kind": "consult", "served_on": FIRST, "credit_code": ENTERPRISE, "enterprise_name": "演示企业"}
    return helping.Report(**{**plain, **facts})
