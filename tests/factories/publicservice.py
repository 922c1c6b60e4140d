"""The smallest valid places of the public service network."""

from datetime import date
from itertools import count
from typing import Any

from publicservice.network.models import (
    HostKind,
    Outlet,
    OutletLevel,
    OutletStaff,
    PositionSource,
    ServiceItem,
    ServiceWindow,
)
from tests.factories.accounts import make_district

_numbers = count(1)


def make_outlet(**facts: Any) -> Outlet:
    facts.setdefault("level", OutletLevel.DISTRICT)
    if "district" not in facts:
        facts["district"] = make_district()
    plain = {
        "name": f"演示网点{next(_numbers)}",
        "host_kind": HostKind.INSTITUTION,
        "position_source": PositionSource.SURVEYED,
        "longitude": "106.50000",
        "latitude": "29.50000",
    }
    return Outlet.objects.create(**{**plain, **facts})


def make_item(**facts: Any) -> ServiceItem:
    number = next(_numbers)
    return ServiceItem.objects.create(**{"code": f"SX{number:03d}", "name": f"演示事项{number}", **facts})


def make_window(outlet: Outlet | None = None, **facts: Any) -> ServiceWindow:
    plain = {"name": f"{next(_numbers)}号窗口", "opened_on": date(2025, 1, 1)}
    return ServiceWindow.objects.create(outlet=outlet or make_outlet(), **{**plain, **facts})


def make_staff(outlet: Outlet | None = None, **facts: Any) -> OutletStaff:
    plain = {"name": "演示咨询员", "is_consultant": True, "started_on": date(2025, 1, 1)}
    return OutletStaff.objects.create(outlet=outlet or make_outlet(), **{**plain, **facts})
