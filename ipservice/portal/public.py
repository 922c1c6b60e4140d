"""Pages of the site itself: the public home page, how one wants to read, the statements in the foot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from ipservice.portal import cards
from ipservice.portal.context import DISPLAY_COOKIE, DISPLAY_MODES, Site
from ipservice.portal.navigation import exists

YEAR_IN_SECONDS = 365 * 24 * 3600
WAYS = (
    ("找机构", "/agencies/", "按名称、区县、业务查找专利代理机构，看登记、资质和信用状况"),
    ("公示公告", "/notices/", "奖励名单等决定的公示、公布，公示期内可以提出异议"),
    ("数据一览", "/data/", "全市服务业的数字：定义、来源、日期，可以下载"),
    ("核验文书", "/check/", "输入文书上的核验码，看它现在是否有效"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then the ways in that exist, then what the apps have to show today."""
    ways = [(title, href, text) for title, href, text in WAYS if exists(href)]
    return render(
        request,
        "public/home.html",
        {"ways": ways, "can_search": exists("/agencies/"), "cards": cards.home.shown_to(request.user, cards.today())},
    )


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
