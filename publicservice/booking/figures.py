"""How the outlets of the city were used, as named figures (row 5.32)."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from publicservice.booking.models import Booking, Rating
from publicservice.booking.rules.states import BookingState, Source, Variant
from publicservice.booking.services import usage

SPAN = timedelta(days=27)
SOURCE = "网点预约与服务记录"
EDITION = "截至当日的四周"


def register_figures() -> None:
    """Called when the app is ready."""
    for figure in (SERVED, NO_SHOW, *OF_YEAR):
        registry.register(figure)


def _table(day: date, value: Callable[[str, usage.Use, str], Value]) -> Table:
    """Outlets with bookings in the four weeks up to ``day``, in the order of their names. One query."""
    rows = usage.by_outlet(day - SPAN, day)
    values = [value(name, use, f"/portal/outlets/{pk}/figures/") for pk, name, use in rows]
    return Table(values, as_of=day, source=SOURCE, edition=EDITION)


def served(day: date) -> Table:
    return _table(day, lambda name, use, href: Value((name,), count=use.served, href=href))


def no_show(day: date) -> Table:
    return _table(
        day,
        lambda name, use, href: Value((name,), numerator=use.missed, denominator=use.missed + use.kept, href=href),
    )


SERVED = Figure(
    key="booking.served",
    title="网点办结人次",
    unit="人次",
    clause="措施（五）6",
    definition="四周内在该网点办结的预约和现场取号。",
    dimensions=("网点",),
    read=served,
    is_dated=True,
    adds_up=True,
    is_public=False,
)
NO_SHOW = Figure(
    key="booking.no_show",
    title="网点未到率",
    unit="",
    clause="措施（五）6",
    definition="四周内未到的预约占已办结和未到的预约。",
    dimensions=("网点",),
    read=no_show,
    numerator="未到的预约",
    denominator="已办结和未到的预约",
    is_dated=True,
    is_public=False,
)


def _of_year(day: date):
    return Booking.objects.filter(starts_at__date__range=(date(day.year, 1, 1), day)).order_by()


def by_source(day: date) -> Table:
    """Consultations of the year that were finished, by the door through which they came. One statement."""
    sums = Counter(_of_year(day).filter(state=BookingState.SERVED).values_list("source", flat=True))
    return Table([Value((source.label,), count=sums[source]) for source in Source], as_of=day, source=SOURCE)


def by_variant(day: date) -> Table:
    """The same by the way in which they took place. One statement."""
    sums = Counter(_of_year(day).filter(state=BookingState.SERVED).values_list("variant", flat=True))
    return Table([Value((way.label,), count=sums[way]) for way in Variant], as_of=day, source=SOURCE)


def satisfied(day: date) -> Table:
    """Ratings of the year of the upper two levels among all of them; the second rating replaces the first."""
    rated = Rating.objects.filter(rated_at__date__range=(date(day.year, 1, 1), day))
    last = dict(rated.order_by("booking_id", "round").values_list("booking_id", "overall"))
    value = Value(("全市",), numerator=sum(1 for level in last.values() if level >= 4), denominator=len(last))
    return Table([value], as_of=day, source="服务评价")


def _yearly(key: str, title: str, dimension: str, read, definition: str, **rest) -> Figure:
    return Figure(
        key=f"booking.{key}",
        title=title,
        clause="措施（五）6",
        definition=definition,
        dimensions=(dimension,),
        read=read,
        is_dated=True,
        is_public=False,
        **rest,
    )


OF_YEAR = (
    _yearly("by_source", "办结咨询（按来源）", "来源", by_source, "当年办结的咨询。", unit="人次", adds_up=True),
    _yearly("by_variant", "办结咨询（按方式）", "服务方式", by_variant, "当年办结的咨询。", unit="人次", adds_up=True),
    _yearly(
        "satisfied",
        "服务满意率",
        "范围",
        satisfied,
        "当年评价中整体满意度为最高两级的比重；整改后重新评价的按最后一次计。",
        unit="%",
        numerator="最高两级的评价",
        denominator="全部评价",
        part_unit="次",
    ),
)
