"""Cards of the first pages: the latest notices for everybody, what waits for officials."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ipservice.portal.cards import Card, Number, Shown, Urgency, dashboard, home
from ipservice.portal.searching import SHOWN, Found, Hit, Place, register
from ipservice.procedure.models import Decision, Objection, PublicNotice, RuleSet, RuleSetStatus, Stage

LATEST = 5


def register_cards() -> None:
    """Called when the app is ready."""
    register(Place("notices", "公示公告", 40, found))
    home.register(Card("procedure.notices", order=10, build=latest_notices, wide=True))
    dashboard.register(Card("procedure.waiting", order=10, build=waiting))


def found(words: str, today: date) -> Found:
    """Public notices by title or number, newest first."""
    public = Decision.objects.visible_to(AnonymousUser())
    notices = PublicNotice.objects.filter(decision__in=public)
    for word in words.split():
        notices = notices.filter(Q(title__icontains=word) | Q(number__icontains=word))
    newest = notices.order_by("-first_day", "-id")[:SHOWN]
    hits = [Hit(notice.title, f"/notices/{notice.pk}/", notice.number) for notice in newest]
    return Found(hits, notices.count(), f"/notices/?{urlencode({'q': words})}")


def latest_notices(user, today: date) -> Shown | None:
    """The newest notices, those open to objections marked."""
    visible = Decision.objects.visible_to(user)
    notices = PublicNotice.objects.filter(decision__in=visible).select_related("decision").order_by("-first_day", "-id")
    context = {"notices": list(notices[:LATEST]), "today": today}
    return Shown("公示公告", template="procedure/_card_notices.html", context=context, href="/notices/")


def waiting(user, today: date) -> Shown | None:
    """Objections by their term, lists to be reviewed, values nobody has confirmed yet."""
    if not (user.is_authenticated and user.is_city_official):
        return None
    pending = Objection.objects.unanswered()
    soon = today + timedelta(days=6 - today.weekday())
    inbox = "/admin/procedure/objections/?state=pending"
    review = Decision.objects.filter(stage=Stage.IN_REVIEW).count()
    on_notice = Decision.objects.filter(stage=Stage.ON_NOTICE).count()
    unconfirmed = RuleSet.objects.filter(status=RuleSetStatus.TO_CONFIRM).count()
    late = pending.filter(due_on__lt=today).count()
    week = pending.filter(due_on__range=(today, soon)).count()
    return Shown(
        "决定与公示",
        (
            Number("逾期未答复异议", late, inbox, unit="件", urgency=Urgency.OVERDUE),
            Number("本周须答复异议", week, inbox, unit="件", urgency=Urgency.THIS_WEEK),
            Number("待答复异议", pending.count(), inbox, unit="件"),
            Number("待复核名单", review, "/admin/procedure/decision/?stage__exact=in_review", unit="份"),
            Number("公示中名单", on_notice, "/admin/procedure/decision/?stage__exact=on_notice", unit="份"),
            Number("数值待确认的规则", unconfirmed, "/admin/procedure/rulesets/", unit="个"),
        ),
    )
