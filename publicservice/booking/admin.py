"""Bookings at the officials' desk: those of the outlets they manage, and where to book for somebody who calls.

A booking itself is opened, moved, cancelled and served on the pages of its outlet, which officials enter as well.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.portal import work
from publicservice.booking.lists import BOOKINGS
from publicservice.booking.models import Booking, BookingState, Schedule
from publicservice.network.admin.doors import for_officials
from publicservice.network.models import Outlet

HELD = BookingState.HELD


@for_officials
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """All bookings of the outlets that this official manages; held places are nobody's booking yet."""
    outlets = Outlet.objects.managed_by(request.user)
    rows = Booking.objects.filter(outlet__in=outlets).exclude(state=HELD).select_related("outlet__district")
    bound = BOOKINGS.bind(request, rows, outlets=outlets)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    bookable = Schedule.objects.bookable_on(timezone.localdate()).filter(outlet__in=outlets)
    context = {
        "title": "预约",
        "list": bound,
        "trail": [("预约", "")],
        "callers": outlets.filter(pk__in=bookable.values("outlet")).order_by("name_pinyin", "id"),
    }
    return work.render(request, "publicservice/booking/work/bookings.html", context)
