"""好差评, by the signed link that whoever was served got."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from publicservice.booking.forms import RatingForm
from publicservice.booking.models import Rating
from publicservice.booking.services import ratings

TRAIL = [("预约咨询", "/booking/"), ("服务评价", "")]


def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Once a service; the link opened again shows what was said."""
    booking, round_ = ratings.rated_by(token)
    if Rating.objects.filter(booking=booking, round=round_).exists():
        return _shown(request, booking, round_)
    form = RatingForm(request.POST or None, is_online=ratings.is_online(booking))
    if request.method == "POST" and form.is_valid():
        ratings.rate(token, form.levels(), form.cleaned_data["comment"], now=timezone.now())
        return redirect("booking_rate", token)
    context = {"form": form, "booking": booking, "round": round_, "trail": TRAIL}
    return render(request, "publicservice/booking/rate.html", context)


@require_safe
def _shown(request: HttpRequest, booking, round_: int) -> HttpResponse:
    rating = Rating.objects.select_related("rectification").get(booking=booking, round=round_)
    context = {"booking": booking, "rating": rating, "level": ratings.rules.LEVELS[rating.overall], "trail": TRAIL}
    return render(request, "publicservice/booking/rated.html", context)
