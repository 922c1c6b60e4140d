"""Cards of the first pages: an agency at a glance, and what waits at the register for officials."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from agencies.registry.models import Agency, AgencyState, ChangeRequest, RequestState, Standing
from ipservice.lists.wording import day
from ipservice.pagecache.kept import kept
from ipservice.portal.cards import Card, Number, Shown, Urgency, dashboard, home, portal
from ipservice.portal.searching import SHOWN, Found, Hit, Place
from ipservice.portal.searching import register as register_search

INBOX = "/admin/agencies/changerequest/?state__exact=submitted"
DAYS_CALLED_NEW = 7


def register_cards() -> None:
    """Called when the app is ready."""
    register_search(Place("agencies", "服务机构", 10, found))
    home.register(Card("registry.count", order=30, build=counted))
    portal.register(Card("registry.glance", order=10, build=glance))
    dashboard.register(Card("registry.requests", order=20, build=requests))


def found(words: str, today: date) -> Found:
    """Agencies by name, former name, pinyin, initials or code, by name."""
    agencies = Agency.objects.listed().found_by(words)
    hits = [
        Hit(agency.name, f"/agencies/{agency.public_code}/", f"{agency.district}　{agency.get_state_display()}")
        for agency in agencies.select_related("district")[:SHOWN]
    ]
    return Found(hits, agencies.count(), f"/agencies/?{urlencode({'q': words})}")


def counted(user: Any, today: date) -> Shown:
    """How many agencies practise, for everybody."""
    active = Number(
        "正常执业的服务机构",
        kept("agencies.active", ("agencies",), Agency.objects.active().count),
        f"/agencies/?state={AgencyState.ACTIVE}",
        "家",
        note=f"截至{day(today)}",
    )
    return Shown("服务机构", (active,), href="/agencies/", href_label="查找机构")


def glance(user: Any, today: date) -> Shown | None:
    """State, standing and open requests of the agencies that ``user`` acts for."""
    agencies = list(Agency.objects.run_by(user).select_related("district").order_by("name_pinyin", "id"))
    if not agencies:
        return None
    standings = Standing.objects.filter(agency__in=agencies).in_force_on(today).order_by("kind", "value")
    open_requests = ChangeRequest.objects.filter(agency__in=agencies, state=RequestState.SUBMITTED)
    by_agency: dict[int, list[Standing]] = {}
    for standing in standings:
        by_agency.setdefault(standing.agency_id, []).append(standing)
    waiting = list(open_requests.order_by("due_on"))
    entries = [(agency, by_agency.get(agency.pk, [])) for agency in agencies]
    context = {"entries": entries, "waiting": waiting}
    return Shown("我的机构", template="agencies/registry/_card_glance.html", context=context, href="/portal/agency/")


def requests(user: Any, today: date) -> Shown | None:
    """Change requests that the official may decide, by their term."""
    if not user.has_perm("agencies.view_changerequest"):
        return None
    waiting = ChangeRequest.objects.filter(agency__in=Agency.objects.managed_by(user), state=RequestState.SUBMITTED)
    end_of_week = today + timedelta(days=6 - today.weekday())
    new = waiting.filter(submitted_at__date__gt=today - timedelta(days=DAYS_CALLED_NEW)).count()
    late = waiting.filter(due_on__lt=today).count()
    week = waiting.filter(due_on__range=(today, end_of_week)).count()
    seat = f"{user.role}:{user.district_id}:{user.is_superuser}"
    active = kept(f"agencies.active:{seat}", ("agencies",), Agency.objects.managed_by(user).active().count)
    return Shown(
        "机构登记",
        (
            Number("逾期变更申请", late, INBOX, "件", urgency=Urgency.OVERDUE),
            Number("本周须审核变更申请", week, INBOX, "件", urgency=Urgency.THIS_WEEK),
            Number("近七日新收变更申请", new, INBOX, "件", urgency=Urgency.NEW),
            Number("待审核变更申请", waiting.count(), INBOX, "件"),
            Number("正常执业机构", active, f"/admin/agencies/agency/?state__exact={AgencyState.ACTIVE}", "家"),
        ),
    )
