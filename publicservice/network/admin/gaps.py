"""覆盖缺口: which halls have no comprehensive window, which districts no outlet at a level."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.portal import work
from publicservice.network.admin.doors import for_officials, trail
from publicservice.network.services.gaps import gaps, units_of


@for_officials
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = gaps(request.user, today)
    context = {
        "title": "覆盖缺口",
        "gaps": found,
        "units": units_of(request.user, today).count(),
        "without_window": sum(gap.lacks_window for gap in found),
        "today": today,
        "trail": trail(("覆盖缺口", "")),
    }
    return work.render(request, "publicservice/network/work/gaps.html", context)
