"""The smallest valid schedules and bookings."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from ipservice.procedure.models import RuleSet, RuleSetStage
from publicservice.booking.models import Booking, Schedule, ScheduleItem, Source, Variant
from publicservice.booking.services.facts import Wish
from publicservice.booking.services.people import Person
from publicservice.network.models import HoursVersion, Outlet, ServiceItem
from tests.factories.publicservice import make_item, make_outlet

ZONE = ZoneInfo("Asia/Shanghai")
# A Monday; the calendar of the year has no holiday near it.
DAY = date(2026, 6, 1)
TUESDAY = date(2026, 6, 2)
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=ZONE)
WORKDAYS = [[["09:00", "12:00"], ["14:00", "17:00"]]] * 5 + [[], []]
_numbers = count(1)


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def make_hours(outlet: Outlet, **facts: Any) -> HoursVersion:
    plain = {"in_force_from": date(2026, 1, 1), "week": WORKDAYS, "reason": "设立", "created_at": NOW}
    return HoursVersion.objects.create(outlet=outlet, **{**plain, **facts})


def make_schedule(
    outlet: Outlet | None = None, *, items: dict[ServiceItem, int] | None = None, **facts: Any
) -> Schedule:
    """Half hours with three places, open as the outlet is; one matter of half an hour unless ``items`` says more."""
    outlet = outlet or make_outlet()
    if not outlet.hours.exists():
        make_hours(outlet)
    plain = {
        "name": f"综合咨询{next(_numbers)}",
        "variants": [Variant.ON_SITE],
        "slot_minutes": 30,
        "capacity": 1 if "consultant" in facts else 3,
        "valid_from": date(2026, 1, 1),
        "is_published": True,
    }
    schedule = Schedule.objects.create(outlet=outlet, **{**plain, **facts})
    for item, minutes in (items or {make_item(): 30}).items():
        ScheduleItem.objects.create(schedule=schedule, item=item, minutes=minutes)
    return schedule


def make_booking(schedule: Schedule | None = None, **facts: Any) -> Booking:
    """A row as any path might write it, without the service."""
    schedule = schedule or make_schedule()
    number = next(_numbers)
    starts_at = facts.pop("starts_at", at(9))
    plain = {
        "outlet": schedule.outlet,
        "schedule": None if facts.get("source") == Source.WALK_IN else schedule,
        "consultant": schedule.consultant,
        "window": schedule.window,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=schedule.slot_minutes),
        "person_key": f"person-{number}",
        "name": f"演示人{number}",
        "phone": f"1380000{number:04d}",
        "uid": uuid4(),
        "created_at": NOW,
    }
    return Booking.objects.create(**{**plain, **facts})


def make_rules(**numbers: int) -> RuleSet:
    """The rules of booking as they ship, in force, with other ``numbers`` where a test names them."""
    plain = {
        "hold_minutes": 15,
        "offer_minutes": 30,
        "open_per_person": 3,
        "requests_per_hour": 10,
        "wrong_codes": 5,
        "lock_minutes": 15,
        "call_back_days": 1,
        "mend_working_days": 15,
        "overload_percent": 5,
    }
    return RuleSet.objects.create(
        kind="booking",
        version=1,
        title="预约规则",
        stage=RuleSetStage.ADOPTED,
        parameters={**plain, **numbers},
        digest="",
        in_force_from=date(2026, 1, 1),
        adopted_at=NOW,
    )


def a_person(number: int = 1, **facts: Any) -> Person:
    plain = {"name": "演示人甲", "phone": f"139{number:08d}", "subject": "专利申请前检索"}
    return Person(**{**plain, **facts})


def a_wish(schedule: Schedule, starts_at: datetime | None = None, **facts: Any) -> Wish:
    """The first slot of the day after, for every matter of the schedule."""
    items = tuple(schedule.items.values_list("item_id", flat=True))
    plain = {"schedule": schedule.pk, "starts_at": starts_at or at(9, day=TUESDAY), "items": items}
    return Wish(**{**plain, "variant": schedule.variants[0], **facts})
