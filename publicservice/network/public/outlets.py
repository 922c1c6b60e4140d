"""服务网点: the list, the map that says the same, and the page of one outlet."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.lists.wording import day as in_words
from ipservice.pagecache.marks import kept_under
from ipservice.reference.calendar import working_calendar
from publicservice.network.lists import OUTLETS, STATE_TONES, with_kinds
from publicservice.network.models import Assessment, AssessmentState, Outlet, OutletState, ServiceItem
from publicservice.network.public import sketch_map
from publicservice.network.rules import DayKind, Hours, days_ahead
from publicservice.network.rules.hours import DAYS, in_force
from publicservice.network.services.hours import hours_of

EIGHT_WEEKS = 56


@require_safe
@kept_under("outlets", "reference")
def find(request: HttpRequest) -> HttpResponse:
    """The outlets as a list, or with ``view=map`` as a map above the same list."""
    today = timezone.localdate()
    bound = OUTLETS.bind(request, with_kinds(Outlet.objects.listed(), today), today=today)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"list": bound, "trail": [("服务网点", "")], "map_href": bound.address(view="map", page=None),
               "list_href": bound.address(view=None, page=None)}  # fmt: skip
    if request.GET.get("view") == "map":
        district = bound.form.given().get("district")
        context["map"] = sketch_map.draw(bound.ordered, district.code if district else "")
    return render(request, "publicservice/network/outlets.html", context)


@require_safe
@kept_under("outlets", "reference")
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """The permanent page of an outlet; a closed one stays and says so."""
    outlet = get_object_or_404(with_kinds(Outlet.objects.select_related("park"), timezone.localdate()), pk=outlet_id)
    today = timezone.localdate()
    windows = outlet.windows.open_on(today).prefetch_related("items")
    items = ServiceItem.objects.filter(is_active=True, windows__in=windows).distinct()
    confirmed = Assessment.objects.filter(outlet=outlet, state=AssessmentState.CONFIRMED).first()
    return render(
        request,
        "publicservice/network/outlet.html",
        {
            "outlet": outlet,
            "tone": STATE_TONES[OutletState(outlet.state)],
            "facts": _facts(outlet),
            "windows": windows,
            "items": items,
            "assessment": confirmed,
            "can_book": outlet.state == OutletState.OPEN,
            "trail": [("服务网点", "/outlets/"), (outlet.name, "")],
            **_hours(hours_of([outlet.pk])[outlet.pk], today),
        },
    )


def _facts(outlet: Outlet) -> list[tuple[str, str, str]]:
    position = f"{outlet.longitude}，{outlet.latitude}" if outlet.longitude is not None else ""
    source = "，".join(str(part) for part in (outlet.source, outlet.source_year, outlet.source_note) if part)
    return [
        ("层级", outlet.get_level_display(), ""),
        ("区县", outlet.district.name if outlet.district else "全市", str(outlet.park or "")),
        ("地址", outlet.address, outlet.directions),
        ("服务电话", outlet.phone, ""),
        ("主办单位", outlet.host_name, outlet.get_host_kind_display() if outlet.host_name else ""),
        ("坐标", position, outlet.get_position_source_display()),
        ("设立日期", in_words(outlet.opened_on), ""),
        ("数据来源", source, ""),
    ]


def _hours(hours: Hours, today: date) -> dict[str, object]:
    """Today's hours, the week in force, and what differs from it in the next eight weeks."""
    ahead = days_ahead(hours, today, EIGHT_WEEKS, working_calendar())
    version = in_force(hours.versions, today)
    later = [one for one in hours.versions if one.in_force_from > today]
    return {
        "today": ahead[0],
        "week": list(zip(DAYS, version.week, strict=True)) if version else [],
        "special": [one for one in ahead if one.kind not in (DayKind.REGULAR, DayKind.UNSET)],
        "until": today + timedelta(days=EIGHT_WEEKS - 1),
        "is_provisional": any(one.is_provisional for one in ahead),
        "next_version": min(later, key=lambda one: one.in_force_from, default=None),
    }
