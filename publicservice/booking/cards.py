"""Cards of the first pages: the day at an outlet for who serves there, bad ratings for who oversees them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ipservice.portal.cards import Card, Number, Shown, Urgency
from publicservice.booking.models import Booking, Rectification
from publicservice.network.models import Outlet


def day_at_my_outlets(user: Any, today: date) -> Shown | None:
    """For each outlet at which ``user`` serves: how many come today, and the bad ratings still to be answered."""
    outlets = list(Outlet.objects.worked_at_by(user).order_by("name_pinyin", "id"))
    if not outlets:
        return None
    begins = timezone.make_aware(datetime.combine(today, time.min))
    coming = Booking.objects.occupying().filter(
        outlet__in=outlets, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    by_outlet = Counter(coming.values_list("outlet_id", flat=True))
    numbers = [
        Number(f"{outlet.name}：今日预约", by_outlet[outlet.pk], f"/portal/outlets/{outlet.pk}/day/", "人次")
        for outlet in outlets
    ]
    open_cases = Rectification.objects.visible_to(user).open()
    late = open_cases.filter(call_back_by__lt=today, called_at__isnull=True).count()
    numbers.append(Number("差评逾期未回访", late, "/portal/outlets/", "件", urgency=Urgency.OVERDUE))
    return Shown("值守网点", tuple(numbers), href="/portal/outlets/", href_label="进入网点")


MINE = Card("booking.day", order=10, build=day_at_my_outlets)
