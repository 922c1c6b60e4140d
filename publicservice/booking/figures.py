"""How the outlets of the city were used, as named figures (row 5.32)."""

from collections.abc import Callable
from datetime import date, timedelta

from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from publicservice.booking.services import usage

SPAN = timedelta(days=27)
SOURCE = "网点预约与服务记录"
EDITION = "截至当日的四周"


def register_figures() -> None:
    """Called when the app is ready."""
    for figure in (SERVED, NO_SHOW):
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
