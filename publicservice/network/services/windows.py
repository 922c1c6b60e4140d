"""Windows of an outlet and the matters handled at them (clause 5.2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from publicservice.network.models import ServiceItem, ServiceWindow
from publicservice.network.services import access

CHANGEABLE = ("name", "number", "location", "phone", "is_comprehensive", "staffed_half_days")
MOST_HALF_DAYS = 14


class WindowTaken(DomainError):
    code = "window_taken"
    template = "“{outlet}”已有启用中的“{name}”；请换一个窗口名称。"


class WindowClosed(DomainError):
    code = "window_closed"
    template = "窗口“{name}”已于{day:%Y年%-m月%-d日}停用，不能再{act}。"


class HalfDaysRefused(DomainError):
    code = "half_days_refused"
    template = "每周有人值守的半日数为 {value}，应为 0 至 14。"


@transaction.atomic
def open_window(
    outlet_id: int, facts: Mapping[str, Any], items: Iterable[ServiceItem] = (), *, today: date, by: User | None
) -> ServiceWindow:
    """A new window from ``facts["opened_on"]`` (default today) on. Raises ``WindowTaken``, ``HalfDaysRefused``."""
    outlet = access.locked_for_officials(outlet_id, "设置窗口", by)
    window = ServiceWindow(outlet=outlet, **{"opened_on": today, **facts})
    _require_whole(window)
    window.save()
    window.items.set(items)
    access.tell("window.open", f"网点“{outlet.name}”设置窗口“{window.name}”", outlet, by, {"after": _facts(window)})
    return window


@transaction.atomic
def change_window(
    window_id: int, facts: Mapping[str, Any], items: Iterable[ServiceItem] | None = None, *, by: User | None
) -> ServiceWindow:
    """Set these facts and, where given, exactly these matters."""
    window = _open(window_id, "变更", by)
    before = _facts(window)
    for name in CHANGEABLE:
        if name in facts:
            setattr(window, name, facts[name])
    _require_whole(window)
    window.save()
    if items is not None:
        window.items.set(items)
    details = {"before": before, "after": _facts(window)}
    access.tell("window.change", f"变更网点“{window.outlet.name}”的窗口“{window.name}”", window.outlet, by, details)
    return window


@transaction.atomic
def close_window(window_id: int, *, day: date, by: User | None) -> ServiceWindow:
    """From ``day`` on the window is no longer there."""
    window = _open(window_id, "停用", by)
    window.closed_on = max(day, window.opened_on)
    window.save(update_fields=["closed_on"])
    sentence = f"网点“{window.outlet.name}”的窗口“{window.name}”自{window.closed_on:%Y-%m-%d}起停用"
    access.tell("window.close", sentence, window.outlet, by)
    return window


def _open(window_id: int, act: str, by: User | None) -> ServiceWindow:
    window = ServiceWindow.objects.select_related("outlet").get(pk=window_id)
    access.locked_for_officials(window.outlet_id, f"{act}窗口", by)
    window.refresh_from_db(fields=["closed_on"])
    if window.closed_on is not None:
        raise WindowClosed(name=window.name, day=window.closed_on, act=act)
    return window


def _require_whole(window: ServiceWindow) -> None:
    value = window.staffed_half_days
    if value is not None and not 0 <= value <= MOST_HALF_DAYS:
        raise HalfDaysRefused(value=value, field="staffed_half_days")
    taken = ServiceWindow.objects.filter(outlet=window.outlet_id, name=window.name, closed_on__isnull=True)
    if taken.exclude(pk=window.pk).exists():
        raise WindowTaken(outlet=window.outlet.name, name=window.name, field="name")


def _facts(window: ServiceWindow) -> dict[str, Any]:
    facts = {name: getattr(window, name) for name in CHANGEABLE}
    return {**facts, "items": sorted(window.items.values_list("code", flat=True))}
