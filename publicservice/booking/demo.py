"""The demonstration of booking: schedules at the outlets with accounts and some more, and a few bookings ahead."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from ipservice.demo.parts import Order, Scale
from publicservice.booking.models import Booking, Schedule, ScheduleItem, Variant
from publicservice.booking.services import bookings
from publicservice.booking.services.facts import Wish, choices
from publicservice.booking.services.people import Person
from publicservice.network.models import Outlet, OutletStaff, ServiceItem

OUTLETS = 24
AHEAD = 10
MINUTES = 30
NAMES = ("演示甲", "演示乙", "演示丙", "演示丁", "演示戊")
TOPICS = ("发明专利申请前的准备", "商标被近似注册怎么办", "产品出口前的专利检索", "专利质押融资需要哪些材料")
# A range that is given to nobody, and no message is sent to it.
PHONE = "1990000{:04d}"


@transaction.atomic
def load(order: Order) -> None:
    """After the network; a made-up nation has none."""
    if order.scale != Scale.CITY:
        return
    now = datetime.combine(order.today, time(7, 0), timezone.get_current_timezone())
    items = list(ServiceItem.objects.filter(is_demo=True).order_by("code"))
    outlets = Outlet.objects.filter(is_demo=True).open().filter(hours__isnull=False).distinct().order_by("pk")
    made = [schedule for outlet in outlets[:OUTLETS] for schedule in _schedules(outlet, items, order)]
    for number, schedule in enumerate(made[:8]):
        _bookings(schedule, number, now)


def _schedules(outlet: Outlet, items: list[ServiceItem], order: Order) -> list[Schedule]:
    """Window places for everything, and a consultant by appointment where one serves."""
    window = outlet.windows.open_on(order.today).first()
    common = {"outlet": outlet, "valid_from": order.today - timedelta(days=60), "is_published": True, "is_demo": True}
    desk = Schedule.objects.create(
        name="综合咨询窗口",
        window=window,
        slot_minutes=MINUTES,
        capacity=2,
        variants=[Variant.ON_SITE, Variant.TELEPHONE],
        online_instruction="电话咨询：到时由工作人员拨打您填写的手机号。",
        **common,
    )
    schedules = [desk]
    consultant = OutletStaff.objects.filter(outlet=outlet, is_consultant=True, ended_on__isnull=True).first()
    if consultant:
        schedules.append(
            Schedule.objects.create(
                name="专家一对一",
                consultant=consultant,
                slot_minutes=15,
                variants=[Variant.ON_SITE, Variant.ONLINE],
                online_instruction="线上咨询：会议链接在预约前一天的提醒中告知。",
                lead_minutes=24 * 60,
                breaks=[["15:30", "15:45"]],
                **common,
            )
        )
    for schedule in schedules:
        ScheduleItem.objects.bulk_create(
            ScheduleItem(schedule=schedule, item=item, minutes=MINUTES if number % 2 else 15)
            for number, item in enumerate(items)
        )
    return schedules


def _bookings(schedule: Schedule, number: int, now: datetime) -> None:
    """A few in the days ahead; booked without an address, so that nothing is sent, and shown with one."""
    item = schedule.items.order_by("pk").first().item_id
    (choice,) = choices([schedule.pk], [item], (timezone.localdate(now), AHEAD), now=now)
    for at, slot in enumerate(choice.slots[number : number + 9 : 3]):
        who = Person(
            name=NAMES[(number + at) % len(NAMES)],
            phone="",
            subject=TOPICS[(number + at) % len(TOPICS)],
            organisation="演示科技有限公司",
        )
        wish = Wish(schedule.pk, slot.starts_at, (item,), schedule.variants[0])
        booking = bookings.book(wish, who, code=f"demo-{schedule.pk}-{at}", now=now)
        Booking.objects.filter(pk=booking.pk).update(phone=PHONE.format(booking.pk % 10_000))
