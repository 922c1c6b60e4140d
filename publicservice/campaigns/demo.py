"""One demonstration campaign with what was reported to it and a problem that is open."""

from datetime import timedelta

from django.db import transaction

from agencies.registry.models import Agency
from ipservice.accounts.models import Role, User
from ipservice.demo.parts import Order, Scale
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.rules import CampaignStep, HelpKind
from publicservice.campaigns.services import helping, keeping, problems
from publicservice.network.models import Outlet

ENTERPRISES = (("91500000MA5U00001A", "演示企业甲"), ("91500000MA5U00002B", "演示企业乙"))


@transaction.atomic
def load(order: Order) -> None:
    """Nothing without an official, an outlet and somebody who serves there."""
    official = User.objects.filter(role=Role.MUNICIPAL_OFFICIAL, is_demo=True).order_by("pk").first()
    staffed = Outlet.objects.filter(is_demo=True, staff__user__isnull=False).order_by("pk").first()
    if order.scale != Scale.CITY or official is None or staffed is None:
        return
    agencies = Agency.objects.listed().filter(is_demo=True).order_by("pk").values_list("pk", flat=True)[:3]
    columns = {
        "title": "演示行动：知识产权进园区",
        "organiser": "演示单位",
        "summary": "为园区企业提供咨询、检索和诊断。演示数据，不是真实行动。",
        "goal_enterprises": 50,
        "goal_services": 120,
        "first_day": order.today - timedelta(days=30),
        "last_day": order.today + timedelta(days=60),
    }
    plan = keeping.Plan(columns, tuple(agencies), (staffed.pk,))
    campaign = keeping.save(plan, by=official, today=order.today)
    Campaign.objects.filter(pk=campaign.pk).update(is_demo=True)
    keeping.take_step(campaign.pk, CampaignStep.OPEN, by=official)
    _report(campaign, staffed, official, order)


def _report(campaign: Campaign, outlet: Outlet, official: User, order: Order) -> None:
    staff = User.objects.filter(outlet_posts__outlet=outlet, outlet_posts__ended_on__isnull=True).order_by("pk")[0]
    for number, kind in enumerate((HelpKind.CONSULT, HelpKind.SEARCH, HelpKind.DIAGNOSIS)):
        code, name = ENTERPRISES[number % 2]
        day = order.today - timedelta(days=number + 1)
        said = helping.Report(kind, day, code, name, outlet=outlet, description="演示")
        given = helping.report(campaign.pk, said, by=staff, today=order.today)
        if kind != HelpKind.DIAGNOSIS:
            helping.decide(given.pk, is_confirmed=True, reason="", by=official)
    code, name = ENTERPRISES[0]
    facts = {"credit_code": code, "enterprise_name": name, "text": "不会写检索式", "owner": outlet.name}
    problems.enter(campaign.pk, {**facts, "due_on": order.today + timedelta(days=10)}, by=official)
