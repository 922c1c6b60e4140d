"""On the first pages: what people come for, in their own words; what waits for officials."""

from datetime import date
from urllib.parse import urlencode

from ipservice.portal.cards import Card, Number, Shown, Urgency
from publicservice.catalogue.models import EntryVersion, TargetHealth
from publicservice.catalogue.rules import LifeStage, VersionState

# What people want, in their own words, and where it leads in the catalogue.
WANTED = (
    ("我要看看技术有没有人做过", {"stage": LifeStage.CREATE, "q": "检索"}),
    ("我要申请专利", {"q": "专利申请"}),
    ("我要注册商标", {"q": "商标注册"}),
    ("我要用专利贷款", {"q": "质押"}),
    ("我要把专利卖掉或者许可出去", {"stage": LifeStage.USE}),
    ("有人侵权，我要维权", {"stage": LifeStage.PROTECT}),
    ("我要出口，怕惹上官司", {"q": "海外"}),
    ("我要把单位的知识产权管起来", {"stage": LifeStage.MANAGE}),
)


def wishes() -> list[tuple[str, str]]:
    """Pairs (words, address)."""
    return [(text, f"/catalogue/?{urlencode(query)}") for text, query in WANTED]


def _wishes(user, today: date) -> Shown | None:
    if not EntryVersion.objects.published().exists():
        return None
    context = {"wishes": wishes()}
    return Shown("我要…", template="publicservice/catalogue/_wishes.html", context=context, href="/catalogue/")


def _waiting(user, today: date) -> Shown | None:
    if not (user.is_authenticated and user.is_official):
        return None
    shown = EntryVersion.objects.visible_to(user)
    broken = TargetHealth.objects.broken().filter(version__in=shown).count()
    review = shown.filter(state=VersionState.IN_REVIEW).count()
    return Shown(
        "服务目录",
        (
            Number("打不开的链接", broken, "/admin/catalogue/targets/", unit="项", urgency=Urgency.NEW),
            Number("待复核条目", review, "/admin/catalogue/?state=in_review", unit="项"),
        ),
    )


WISHES = Card("catalogue.wishes", order=5, build=_wishes)
WAITING = Card("catalogue.waiting", order=40, build=_waiting)
