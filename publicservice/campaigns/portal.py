"""Agencies and outlets: the campaigns they take part in, and what they report there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.registry.models import Agency
from ipservice.foundation.errors import DomainError
from ipservice.jobs.idempotency import new_token, once
from publicservice.campaigns.forms import HelpForm
from publicservice.campaigns.lists import HELPS, campaigns
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.rules import CampaignState
from publicservice.campaigns.services import helping
from publicservice.campaigns.services.counting import tallies

HOME = "/portal/campaigns/"


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    found = Campaign.objects.joined_by(request.user).select_related("district", "park")
    page = campaigns(HOME, tallies(found))
    context = {"trail": [("惠企行动", "")]}
    return page.respond(request, found, "publicservice/campaigns/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign, the form to report, and what was reported here before."""
    campaign = get_object_or_404(Campaign.objects.joined_by(request.user), pk=campaign_id)
    agencies, outlets = helping.providers(campaign, request.user)
    form = HelpForm(request.POST or None, agencies=agencies, outlets=outlets, initial={"form_token": new_token()})
    if request.method == "POST" and form.is_valid() and _report(request, campaign, form):
        messages.success(request, "已登记，经办人确认后计入。")
        return redirect("campaign_own", campaign.pk)
    own = campaign.helps.visible_to(request.user).select_related("agency", "outlet", "reported_by")
    context = {
        "campaign": campaign,
        "form": form if campaign.state == CampaignState.OPEN else None,
        "list": HELPS.bind(request, own),
        "trail": [("惠企行动", HOME), (campaign.title, "")],
    }
    if request.GET.get("export") == "xlsx":
        return context["list"].export()
    return render(request, "publicservice/campaigns/own.html", context, status=422 if form.errors else 200)


def _report(request: HttpRequest, campaign: Campaign, form: HelpForm) -> bool:
    """False with the refusal in the form. Sent twice it is one report."""
    said = dict(form.cleaned_data)
    token, provider = said.pop("form_token"), form.offered[said.pop("provider")]
    side = "agency" if isinstance(provider, Agency) else "outlet"
    report = helping.Report(**said, **{side: provider})
    payload = {**said, "campaign": campaign.pk, side: provider.pk, "by": request.user.pk}

    def act() -> int:
        return helping.report(campaign.pk, report, by=request.user, today=timezone.localdate()).pk

    try:
        once("campaign.report", token, payload, act)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
