"""What campaigns have come to: confirmed help, and bookings made under the campaign that were given."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from ipservice.audit.services import record
from ipservice.pagecache.versions import bump
from publicservice.booking.models import Booking, Rating
from publicservice.booking.rules.states import BookingState
from publicservice.campaigns.models import Campaign, CampaignBooking, GivenHelp
from publicservice.campaigns.rules import CampaignNotOpen, CampaignState, Given, HelpKind, NotTakingPart, Tally, tally
from publicservice.campaigns.services.keeping import PAGES, SUBJECT


@transaction.atomic
def link(campaign_id: int, booking: Booking) -> CampaignBooking:
    """Count a booking under a campaign; linked twice it is one. Its outlet takes part and its day lies within."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    if campaign.state != CampaignState.OPEN:
        raise CampaignNotOpen(title=campaign.title, state=campaign.get_state_display())
    is_within = campaign.first_day <= booking.starts_at.date() <= campaign.last_day
    if not is_within or not campaign.outlets.filter(pk=booking.outlet_id).exists():
        raise NotTakingPart(title=campaign.title)
    made, is_new = CampaignBooking.objects.get_or_create(booking=booking, defaults={"campaign": campaign})
    if is_new:
        record("campaign.link", f"预约计入惠企行动“{campaign.title}”", subject=(SUBJECT, campaign.pk))
        bump(PAGES)
    return made


def tallies(campaigns: Iterable[Campaign]) -> dict[int, Tally]:
    """By campaign. Three queries, whatever the number of campaigns."""
    keys = [campaign.pk for campaign in campaigns]
    given: dict[int, list[Given]] = defaultdict(list)
    confirmed = GivenHelp.objects.counting().filter(campaign__in=keys).order_by()
    for row in confirmed.values_list("campaign", "credit_code", "kind", "agency__name", "outlet__name"):
        given[row[0]].append(Given(row[1], row[2], row[3] or row[4]))
    served = CampaignBooking.objects.filter(campaign__in=keys, booking__state=BookingState.SERVED).order_by()
    for campaign, code, name in served.values_list("campaign", "booking__credit_code", "booking__outlet__name"):
        given[campaign].append(Given(code, HelpKind.CONSULT, name))
    stars: dict[int, list[int]] = defaultdict(list)
    rated = Rating.objects.filter(booking__campaign_link__campaign__in=keys, round=1).order_by()
    for campaign, overall in rated.values_list("booking__campaign_link__campaign", "overall"):
        stars[campaign].append(overall)
    return {key: tally(given[key], stars[key]) for key in keys}
