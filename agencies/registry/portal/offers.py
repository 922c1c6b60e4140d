"""An agency writes down what it offers; no approval is needed, and the public page shows it at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agencies.registry.offering import OfferFormSet
from agencies.registry.portal.agency import own_agency
from agencies.registry.services.offers import OfferedTwice, offer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_offers(request: HttpRequest, code: str) -> HttpResponse:
    """What is refused is said above the rows, and they keep what was typed."""
    agency = own_agency(request, code)
    rows = OfferFormSet(request.POST or None, agency=agency)
    back = reverse("agencies:own", args=[agency.public_code])
    refusal = ""
    if request.method == "POST" and rows.is_valid():
        try:
            offer(agency.pk, rows.offers(), by=request.user)
        except OfferedTwice as refused:
            refusal = refused.message
        else:
            messages.success(request, "服务项目已保存。")
            return redirect("agencies:own_offers", code=agency.public_code)
    context = {"agency": agency, "rows": rows, "refusal": refusal, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "agencies/registry/own_offers.html", context, status=status)
