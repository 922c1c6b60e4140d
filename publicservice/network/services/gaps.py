"""What the network lacks: halls without a comprehensive window, districts without an outlet at a level."""

from dataclasses import dataclass
from datetime import date

from ipservice.accounts.models import User
from ipservice.reference.models import District
from publicservice.network.models import Outlet, OutletQualification, ServiceWindow
from publicservice.network.rules import OutletLevel, QualificationKind

EXPECTED_LEVELS = (OutletLevel.DISTRICT, OutletLevel.PARK)


@dataclass(frozen=True, slots=True)
class Gap:
    """One unit of the reference list. ``halls`` names its halls; none means that none is registered."""

    district: District
    halls: tuple[str, ...]
    missing_levels: tuple[OutletLevel, ...]
    lacks_window: bool


def units_of(user: User, day: date):
    """The county-level units of the day that an official looks after."""
    units = District.objects.valid_on(day).units().order_by("code")
    return units if user.is_city_official else units.filter(pk=user.district_id)


def districts_without_window(user: User, day: date):
    """The reference list without the districts that have a staffed comprehensive window in an open outlet."""
    served = ServiceWindow.objects.open_on(day).filter(is_comprehensive=True, outlet__in=Outlet.objects.open())
    return units_of(user, day).exclude(pk__in=served.values("outlet__district"))


def gaps(user: User, day: date) -> list[Gap]:
    """Every unit that lacks something, in the order of codes, by four queries."""
    without = set(districts_without_window(user, day).values_list("pk", flat=True))
    there = set(Outlet.objects.open().exclude(district=None).values_list("district", "level"))
    halls: dict[int, list[str]] = {}
    named = OutletQualification.objects.valid_on(day).filter(
        kind=QualificationKind.HALL, outlet__in=Outlet.objects.open()
    )
    for district, name in named.order_by("outlet__name_pinyin").values_list("outlet__district", "outlet__name"):
        halls.setdefault(district, []).append(name)
    found = [
        Gap(
            unit,
            tuple(halls.get(unit.pk, ())),
            tuple(level for level in EXPECTED_LEVELS if (unit.pk, level.value) not in there),
            unit.pk in without,
        )
        for unit in units_of(user, day)
    ]
    return [gap for gap in found if gap.lacks_window or gap.missing_levels]
