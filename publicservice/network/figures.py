"""The network at the end of a year: outlets by level, by district and by qualification."""

from collections import Counter
from datetime import date

from django.db.models import Q, QuerySet

from ipservice.figures.registry import Figure, Table, Value
from ipservice.reference.models import District
from publicservice.network.models import Outlet, OutletQualification
from publicservice.network.rules.terms import OutletLevel, QualificationKind

CLAUSE = "措施（五）1"
SOURCE = "重庆市知识产权公共服务网点登记"
NOTE = "没有登记设立日期的网点按已设立计。"


def _standing(day: date) -> QuerySet[Outlet]:
    opened = Outlet.objects.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day))
    return opened.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def by_level(day: date) -> Table:
    """One statement."""
    sums = Counter(_standing(day).order_by().values_list("level", flat=True))
    values = [Value((level.label,), count=sums[level]) for level in OutletLevel]
    return Table(values, as_of=day, source=SOURCE, notes=(NOTE,))


def by_district(day: date) -> Table:
    """Outlets by district of the day, in the order of the codes; outlets of the whole city come last."""
    sums = Counter(_standing(day).order_by().values_list("district__name", flat=True))
    names = list(District.objects.valid_on(day).units().order_by("code").values_list("name", flat=True))
    values = [Value((name,), count=sums.pop(name, 0)) for name in names]
    rest = sorted((name or "全市", count) for name, count in sums.items())
    return Table([*values, *(Value((name,), count=count) for name, count in rest)], as_of=day, source=SOURCE)


def by_qualification(day: date) -> Table:
    """A site with several qualifications counts in each. One statement."""
    held = OutletQualification.objects.filter(outlet__in=_standing(day))
    held = held.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    sums = Counter(held.order_by().values_list("kind", flat=True))
    values = [Value((kind.label,), count=sums[kind]) for kind in QualificationKind]
    return Table(values, as_of=day, source=SOURCE, notes=("一个网点有多项资质的分别计入。",))


def _figure(key: str, title: str, dimension: str, read, *, adds_up: bool = True) -> Figure:
    return Figure(
        key=f"network.{key}",
        title=title,
        unit="个",
        clause=CLAUSE,
        definition="截至该日已设立、没有撤销的知识产权公共服务网点。",
        dimensions=(dimension,),
        read=read,
        is_dated=True,
        adds_up=adds_up,
        is_public=False,
    )


FIGURES = (
    _figure("by_level", "公共服务网点（按层级）", "层级", by_level),
    _figure("by_district", "公共服务网点（按区县）", "区县", by_district),
    _figure("by_qualification", "公共服务网点（按资质）", "资质", by_qualification, adds_up=False),
)
