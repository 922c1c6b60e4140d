"""惠企行动 for everybody: what is on, who takes part, what it has come to, how to book under it."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ipservice.foundation.errors import DomainError
from publicservice.booking.models import Booking
from publicservice.booking.services import doors
from publicservice.booking.services.terms import terms
from publicservice.campaigns.forms import LinkForm
from publicservice.campaigns.lists import campaigns
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.rules import CampaignState
from publicservice.campaigns.services.counting import link, tallies

HOME = "/campaigns/"


@require_safe
def announced(request: HttpRequest) -> HttpResponse:
    found = Campaign.objects.announced().select_related("district", "park")
    page = campaigns(HOME, tallies(found))
    return page.respond(request, found, "publicservice/campaigns/list.html", {"trail": [("惠企行动", "")]})


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Facts and figures; posted with a booking's code, the booking counts under the campaign."""
    shown = Campaign.objects.announced().select_related("district", "park")
    campaign = get_object_or_404(shown, pk=campaign_id)
    form = LinkForm(request.POST or None)
    is_linked = request.method == "POST" and form.is_valid() and _link(request, campaign, form)
    context = {
        "campaign": campaign,
        "tally": tallies([campaign])[campaign.pk],
        "agencies": campaign.agencies.order_by("name_pinyin", "id"),
        "outlets": campaign.outlets.listed().order_by("name_pinyin", "id"),
        "is_open": campaign.state == CampaignState.OPEN,
        "form": form,
        "is_linked": is_linked,
        "trail": [("惠企行动", HOME), (campaign.title, "")],
    }
    return render(request, "publicservice/campaigns/campaign.html", context, status=422 if form.errors else 200)


def _link(request: HttpRequest, campaign: Campaign, form: LinkForm) -> bool:
    """False with the refusal in the form; wrong codes count as they do where bookings are looked up."""
    now = timezone.now()
    address = str(get_adapter().get_client_ip(request) or "")
    claim = doors.Claim(form.cleaned_data["code"], form.cleaned_data["phone_tail"], address)
    try:
        found = doors.find(claim, terms(timezone.localdate(now)), now=now)
        if not isinstance(found, Booking):
            form.add_error("code", "候补成功之后再计入。")
            return False
        link(campaign.pk, found)
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    return True
