"""Agencies and outlets report what they did for enterprises; an official confirms it, and only then it counts."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.registry.models import Agency
from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.pagecache.versions import bump
from publicservice.campaigns.models import Campaign, GivenHelp
from publicservice.campaigns.rules import (
    AlreadyDecided,
    AlreadyReported,
    CampaignIncomplete,
    CampaignNotOpen,
    CampaignState,
    HelpKind,
    NotTakingPart,
    ReportState,
    require_within,
)
from publicservice.campaigns.services.keeping import PAGES
from publicservice.network.models import Outlet

SUBJECT = "publicservice.GivenHelp"


@dataclass(frozen=True, slots=True)
class Report:
    """One service: of what kind, when, for whom, by which agency or outlet."""

    kind: str
    served_on: date
    credit_code: str
    enterprise_name: str
    agency: Agency | None = None
    outlet: Outlet | None = None
    description: str = ""


def providers(campaign: Campaign, user: User) -> tuple[list[Agency], list[Outlet]]:
    """For whom ``user`` may report in this campaign."""
    agencies = Agency.objects.run_by(user).filter(pk__in=campaign.agencies.values("pk"))
    outlets = Outlet.objects.worked_at_by(user).filter(pk__in=campaign.outlets.values("pk"))
    return list(agencies), list(outlets)


@transaction.atomic
def report(campaign_id: int, said: Report, *, by: User, today: date) -> GivenHelp:
    """Raises ``NotTakingPart``, ``CampaignNotOpen``, ``OutsidePeriod`` and ``AlreadyReported``."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    agencies, outlets = providers(campaign, by)
    if (
        said.agency not in [*agencies, None]
        or said.outlet not in [*outlets, None]
        or bool(said.agency) == bool(said.outlet)
    ):
        raise NotTakingPart(title=campaign.title)
    if campaign.state != CampaignState.OPEN:
        raise CampaignNotOpen(title=campaign.title, state=campaign.get_state_display())
    require_within(said.served_on, first=campaign.first_day, last=campaign.last_day, today=today)
    facts = {name: getattr(said, name) for name in Report.__slots__}
    try:
        with transaction.atomic():
            help_ = GivenHelp.objects.create(campaign=campaign, reported_by=by, **facts)
    except IntegrityError as error:
        if "one_help_is_reported_once" not in str(error):
            raise
        kind = HelpKind.label_of(said.kind)
        raise AlreadyReported(enterprise=said.enterprise_name, day=said.served_on, kind=kind) from error
    record("campaign.report", f"登记惠企服务：{help_}", subject=(SUBJECT, help_.pk), by=by)
    return help_


@transaction.atomic
def decide(help_id: int, *, is_confirmed: bool, reason: str, by: User) -> GivenHelp:
    """Confirm, or not with a reason. Raises ``AlreadyDecided`` and ``CampaignIncomplete``."""
    keys = GivenHelp.objects.visible_to(by).filter(pk=help_id).values("pk")
    help_ = GivenHelp.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk__in=keys)
    if not by.is_official:
        raise GivenHelp.DoesNotExist
    if help_.state != ReportState.REPORTED:
        raise AlreadyDecided(who=help_.decided_by, state=help_.get_state_display())
    if not is_confirmed and not reason.strip():
        raise CampaignIncomplete(field="reason", problem="不予确认时请写明原因，登记单位会看到。")
    help_.state = ReportState.CONFIRMED if is_confirmed else ReportState.REJECTED
    help_.reason, help_.decided_by, help_.decided_at = reason.strip()[:200], by, timezone.now()
    help_.save()
    sentence = f"{help_.get_state_display()}惠企服务：{help_}"
    record("campaign.decide", sentence, subject=(SUBJECT, help_.pk), by=by, reason=help_.reason)
    bump(PAGES)
    return help_
