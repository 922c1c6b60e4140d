"""An official corrects what an agency says that it offers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agencies.registry.admin.acts import managed_agency, trail_of
from agencies.registry.offering import OfferFormSet
from agencies.registry.services.offers import OfferedTwice, offer
from ipservice.portal import work


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def offers(request: HttpRequest, agency_id: int) -> HttpResponse:
    """What is refused is said above the rows, and they keep what was typed."""
    agency = managed_agency(request, agency_id)
    if not request.user.has_perm("agencies.change_agency"):
        raise PermissionDenied
    rows = OfferFormSet(request.POST or None, agency=agency)
    refusal = ""
    if request.method == "POST" and rows.is_valid():
        try:
            offer(agency.pk, rows.offers(), by=request.user)
        except OfferedTwice as refused:
            refusal = refused.message
        else:
            messages.success(request, "服务项目已保存。")
            return redirect("agencies:offers", agency_id=agency.pk)
    context = {
        "title": "服务项目",
        "agency": agency,
        "rows": rows,
        "refusal": refusal,
        "back": reverse("admin:agencies_agency_change", args=[agency.pk]),
        "trail": trail_of(agency, "服务项目"),
    }
    status = 422 if request.method == "POST" else 200
    return work.render(request, "agencies/registry/work/offers.html", context, status)
