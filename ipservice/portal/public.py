"""Pages of the site itself: the public home page, how one wants to read, the statements in the foot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from ipservice.portal import cards, searching
from ipservice.portal.context import DISPLAY_COOKIE, DISPLAY_MODES, Site
from ipservice.portal.navigation import exists

YEAR_IN_SECONDS = 365 * 24 * 3600
WAYS = (
    ("找机构", "/agencies/", "按名称、区县、业务查找专利代理机构，看登记、资质和信用状况"),
    ("约咨询", "/booking/", "选事项、选网点、选时间，两分钟约好；也可线上、电话咨询"),
    ("办事指南", "/catalogue/", "检索、申请、运用、保护：有哪些公共服务，怎么办，收不收费"),
    ("维权援助", "/rights-aid/", "专利、商标、著作权等被侵犯，可以申请援助，凭编号查进度"),
)
MORE = (
    ("服务网点地图", "/outlets/"),
    ("半小时服务圈", "/coverage/"),
    ("惠企行动", "/campaigns/"),
    ("奖励名单", "/awards/"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then the four ways in, then the rest by name, then what the apps have to show today."""
    context = {
        "ways": [way for way in WAYS if exists(way[1])],
        "more": [way for way in MORE if exists(way[1])],
        "can_search": exists("/agencies/"),
        "cards": cards.home.shown_to(request.user, cards.today()),
    }
    return render(request, "public/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Agencies, services, outlets and notices at one address, each with its first hits and the way to all."""
    words = searching.clean(request.GET.get("q", ""))
    groups = searching.look(words, today=cards.today())
    context = {"words": words, "groups": groups, "total": sum(group.found.count for group in groups)}
    return render(request, "public/search.html", context)


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Switch larger type or high contrast on or off and go back. A GET, so that it works everywhere: it only
    sets how this browser reads."""
    back = request.GET.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    modes = set(Site(request).display_modes)
    for mode in DISPLAY_MODES:
        if mode in request.GET:
            (modes.add if request.GET[mode] == "1" else modes.discard)(mode)
    response = redirect(back)
    if modes:
        chosen = "-".join(sorted(modes))
        response.set_cookie(DISPLAY_COOKIE, chosen, max_age=YEAR_IN_SECONDS, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(DISPLAY_COOKIE, samesite="Lax")
    return response


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")
