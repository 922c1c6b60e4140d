"""The booking service as one client of the benchmark calls it; sets Django up."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import django

django.setup()

from ipservice.procedure.models import RuleSet, RuleSetStage  # noqa: E402
from ipservice.reference.models import District, PlaceKind  # noqa: E402
from publicservice.booking.models import Schedule, ScheduleItem, Slot, Variant  # noqa: E402
from publicservice.booking.services import bookings  # noqa: E402
from publicservice.booking.services.facts import Wish  # noqa: E402
from publicservice.booking.services.people import Person, code_for  # noqa: E402
from publicservice.booking.services.refusals import SlotFull  # noqa: E402
from publicservice.booking.services.terms import LABELS  # noqa: E402
from publicservice.network.models import HoursVersion, Outlet, ServiceItem  # noqa: E402

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=ZONE)
HOT = datetime(2026, 6, 2, 9, 0, tzinfo=ZONE)
WEEK = [[["09:00", "17:00"]]] * 7


def fill(capacity: int) -> Schedule:
    """One outlet with half hours of ``capacity`` places, and the rules of booking."""
    district = District.objects.create(code="599999", name="基准区", kind=PlaceKind.DISTRICT)
    outlet = Outlet.objects.create(name="基准网点", level="district", district=district)
    HoursVersion.objects.create(
        outlet=outlet,
        in_force_from=date(2020, 1, 1),
        week=WEEK,
        reason="基准",
        created_at=NOW,
        follows_working_calendar=False,
    )
    schedule = Schedule.objects.create(
        outlet=outlet,
        name="基准",
        variants=[Variant.ON_SITE],
        slot_minutes=30,
        capacity=capacity,
        valid_from=date(2020, 1, 1),
        is_published=True,
        horizon_days=60,
    )
    item = ServiceItem.objects.create(code="B1", name="基准事项")
    ScheduleItem.objects.create(schedule=schedule, item=item, minutes=30)
    RuleSet.objects.create(
        kind="booking",
        version=1,
        title="基准",
        stage=RuleSetStage.ADOPTED,
        parameters=dict.fromkeys(LABELS, 15),
        digest="",
        in_force_from=date(2020, 1, 1),
        adopted_at=NOW,
    )
    return schedule


def booker(schedule: int) -> Callable[[int], bool]:
    """One booking a call, by a person of that number, with mail and SMS; False when the slot is full."""
    item = ScheduleItem.objects.values_list("item_id", flat=True).get(schedule=schedule)
    wish = Wish(schedule, HOT, (item,))

    def act(person: int) -> bool:
        who = Person(name="基准", phone=f"1{person:010d}", email=f"{person}@example.cn", subject="基准")
        try:
            bookings.book(wish, who, code=code_for(uuid4().hex), now=NOW)
        except SlotFull:
            return False
        return True

    return act


def free_again(schedule: int, capacity: int) -> None:
    """The hot slot as if nobody had come; the rows of before stay as cancelled ones."""
    from_before = Slot.objects.filter(schedule=schedule)
    for slot in from_before:
        slot.schedule.bookings.filter(starts_at=slot.starts_at).update(state="cancelled", ended_at=NOW)
    from_before.update(capacity=capacity)
