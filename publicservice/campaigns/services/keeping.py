"""Officials draw campaigns up, invite agencies and outlets, open and close them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from agencies.registry.models import Agency
from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.notices.services import notify
from ipservice.pagecache.versions import bump
from publicservice.campaigns.models import Campaign, CampaignAgency
from publicservice.campaigns.rules import CAMPAIGN, CampaignIncomplete, CampaignState, CampaignStep
from publicservice.network.models import Outlet

SUBJECT = "publicservice.Campaign"
PAGES = "campaigns"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be: its columns, and the keys of who takes part."""

    columns: dict[str, Any]
    agencies: tuple[int, ...] = ()
    outlets: tuple[int, ...] = ()


@transaction.atomic
def save(plan: Plan, *, by: User, today: date, campaign: Campaign | None = None) -> Campaign:
    """A new campaign, or other facts of one; a district's campaign is its own. Raises ``CampaignIncomplete``."""
    saved = campaign or Campaign(drawn_up_by=by)
    if campaign is not None:
        saved = Campaign.objects.managed_by(by).select_for_update(of=("self",)).get(pk=campaign.pk)
    if saved.state == CampaignState.CLOSED:
        raise CampaignIncomplete(problem="行动已结束，内容不能再改。")
    for name, value in plan.columns.items():
        setattr(saved, name, value)
    if not by.is_city_official:
        saved.district = by.district
    if saved.last_day < saved.first_day:
        raise CampaignIncomplete(field="last_day", problem="结束日期不能早于开始日期。")
    saved.save()
    saved.outlets.set(plan.outlets)
    _invite(saved, set(plan.agencies), today)
    word = "修改" if campaign else "新建"
    record("campaign.save", f"{word}惠企行动“{saved.title}”", subject=(SUBJECT, saved.pk), by=by)
    bump(PAGES)
    return saved


def _invite(campaign: Campaign, wanted: set[int], today: date) -> None:
    """An agency that has reported help stays; who is new joins today."""
    known = dict(campaign.taking_part.values_list("agency_id", "pk"))
    busy = set(campaign.helps.values_list("agency_id", flat=True))
    gone = [pk for agency, pk in known.items() if agency not in wanted | busy]
    campaign.taking_part.filter(pk__in=gone).delete()
    for key in sorted(wanted - known.keys()):
        CampaignAgency.objects.create(campaign=campaign, agency_id=key, joined_on=today)


@transaction.atomic
def take_step(campaign_id: int, step: CampaignStep, *, by: User) -> Campaign:
    """Open it to the public and to who takes part, or end it."""
    campaign = Campaign.objects.managed_by(by).select_for_update(of=("self",)).get(pk=campaign_id)
    campaign.state = CAMPAIGN.after(CampaignState(campaign.state), step)
    campaign.save(update_fields=["state"])
    record(f"campaign.{step.value}", f"{step.label}惠企行动“{campaign.title}”", subject=(SUBJECT, campaign.pk), by=by)
    if step == CampaignStep.OPEN:
        _tell(campaign, campaign.agencies.all(), campaign.outlets.all())
    bump(PAGES)
    return campaign


def _tell(campaign: Campaign, agencies: Iterable[Agency], outlets: Iterable[Outlet]) -> None:
    people = User.objects.active()
    members = people.filter(memberships__agency__in=agencies, memberships__ended_at__isnull=True)
    staff = people.filter(outlet_posts__outlet__in=outlets, outlet_posts__ended_on__isnull=True)
    notify(
        {person.pk: person for person in [*members, *staff]}.values(),
        event=f"campaign:{campaign.pk}:open",
        title=f"惠企行动“{campaign.title}”已启动",
        body=f"{campaign.first_day:%Y年%-m月%-d日} 至 {campaign.last_day:%Y年%-m月%-d日}，请登记为企业提供的服务。",
        link=f"/portal/campaigns/{campaign.pk}/",
    )
