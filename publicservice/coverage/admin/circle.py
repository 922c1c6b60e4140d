"""The circle as officials read it: map, table by district, gaps, outlets that do not count, exports."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from publicservice.coverage.admin import exports
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services.circle import circle
from publicservice.coverage.services.wording import SENTENCE, caveats
from publicservice.coverage.sketch import draw
from publicservice.network.admin.doors import for_officials

HOME = "/admin/coverage/"
GAPS_SHOWN = 100
EXPORTS = {"xlsx": exports.districts, "gaps": exports.gaps}


def mode_of(request: HttpRequest) -> Mode:
    """The mode asked for; anything unknown is by car."""
    asked = request.GET.get("mode", "")
    return next((mode for mode in Mode if mode == asked), Mode.CAR)


@for_officials
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One page for one mode; a district's official sees the whole city too, for circles know no borders."""
    mode = mode_of(request)
    base = {"title": "半小时服务圈", "trail": [("半小时服务圈", "")], "mode": mode, "modes": list(Mode)}
    try:
        found = circle(mode, now=timezone.now())
    except DomainError as refusal:
        return work.render(request, "publicservice/coverage/work/empty.html", {**base, "sentence": refusal.message})
    if request.GET.get("export") in EXPORTS:
        return EXPORTS[request.GET["export"]](found, now=timezone.localtime())
    context = {
        **base,
        "circle": found,
        "map": draw(found),
        "sentence": SENTENCE,
        "caveats": caveats(found),
        "gaps": found.gaps[:GAPS_SHOWN],
        "totals": {
            name: found.total(name) for name in ("total", "covered", "real", "left_out", "parks", "parks_covered")
        },
    }
    return work.render(request, "publicservice/coverage/work/overview.html", context)
