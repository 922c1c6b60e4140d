"""When somebody or a window of an outlet can be booked, and how many places each slot has."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from ipservice.audit.history import tracked
from publicservice.booking.models.guards import FIXED_GRID
from publicservice.booking.rules.states import Variant
from publicservice.network.models import Outlet, OutletStaff, OutletState, ServiceItem, ServiceWindow


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those of the outlets that ``user`` sees."""
        return self.filter(outlet__in=Outlet.objects.visible_to(user))

    def bookable_on(self, day: date) -> Self:
        """What the public may book from ``day`` on."""
        return self.filter(is_published=True, outlet__state=OutletState.OPEN).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


@tracked(exclude=("is_demo",))
class Schedule(models.Model):
    """What one outlet offers for booking: a consultant, a window, or places without a name.

    Slots are derived from it (publicservice.booking.rules.slots), never stored ahead. ``week`` narrows the hours of
    the outlet where it is given (seven lists of ``["09:00", "12:00"]`` pairs, Monday first); ``breaks`` are such
    pairs cut out of every day. Length, outlet, consultant and window never change: another grid is another schedule.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, verbose_name="网点", related_name="schedules")
    name = models.CharField("名称", max_length=80)
    consultant = models.ForeignKey(
        OutletStaff, models.PROTECT, verbose_name="咨询员", null=True, blank=True, related_name="schedules"
    )
    window = models.ForeignKey(
        ServiceWindow, models.PROTECT, verbose_name="窗口", null=True, blank=True, related_name="schedules"
    )
    variants = ArrayField(models.CharField(max_length=12, choices=Variant.choices()), verbose_name="服务方式")
    online_instruction = models.CharField("线上或电话咨询说明", max_length=300, blank=True)
    slot_minutes = models.PositiveSmallIntegerField("每个时段（分钟）")
    capacity = models.PositiveSmallIntegerField("每个时段名额", default=1)
    lead_minutes = models.PositiveIntegerField("至少提前（分钟）", default=60)
    horizon_days = models.PositiveSmallIntegerField("可预约今后多少天", default=28)
    week = models.JSONField("每周时间", null=True, blank=True)
    breaks = models.JSONField("休息时间", default=list, blank=True)
    valid_from = models.DateField("自")
    valid_until = models.DateField("至", null=True, blank=True)
    is_published = models.BooleanField("对外开放预约", default=False)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预约安排"
        ordering = ["outlet", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=480), name="slots_last_five_minutes_to_eight_hours"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="schedules_have_a_place"),
            models.CheckConstraint(
                condition=Q(consultant__isnull=True) | Q(capacity=1), name="a_consultant_sees_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(horizon_days__gte=1, horizon_days__lte=366), name="horizon_of_a_year"),
            models.CheckConstraint(condition=Q(variants__len__gte=1), name="schedules_have_a_variant"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="schedule_ends_after_it_begins",
            ),
        ]
        triggers = [FIXED_GRID]

    def __str__(self) -> str:
        return f"{self.outlet} {self.name}"


class ScheduleItem(models.Model):
    """One matter that a schedule takes, and how long it takes there."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="items")
    item = models.ForeignKey(ServiceItem, models.PROTECT, verbose_name="事项", related_name="scheduled")
    minutes = models.PositiveSmallIntegerField("所需分钟")

    class Meta:
        verbose_name = verbose_name_plural = "预约事项"
        ordering = ["schedule", "id"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "item"], name="one_length_per_matter"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="matters_take_time"),
        ]

    def __str__(self) -> str:
        return f"{self.item}（{self.minutes}分钟）"


class ScheduleException(models.Model):
    """One day on which a schedule differs within the hours of its outlet; ``intervals`` empty: it rests."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="exceptions")
    day = models.DateField("日期")
    intervals = models.JSONField("时间", default=list, blank=True)
    reason = models.CharField("原因", max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "预约安排特殊日期"
        ordering = ["schedule", "day"]
        constraints = [models.UniqueConstraint(fields=["schedule", "day"], name="one_schedule_exception_per_day")]

    def __str__(self) -> str:
        return f"{self.schedule} {self.day:%Y-%m-%d}"


def period() -> Func:
    """From the beginning up to, not with, the end."""
    return Func("starts_at", "ends_at", RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField())


class Slot(models.Model):
    """One slot of which a place is or was taken. Kept by triggers alone; the product only reads and widens it."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    capacity = models.PositiveSmallIntegerField("名额")
    taken = models.SmallIntegerField("已占", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "时段"
        ordering = ["schedule", "starts_at"]
        constraints = [
            # First of all: an insert meets this index before the one below, and then counts instead of failing.
            models.UniqueConstraint(fields=["schedule", "starts_at"], name="one_slot_per_time"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="slot_is_never_oversold"),
            models.CheckConstraint(condition=Q(taken__gte=0), name="slot_gives_back_what_was_taken"),
            ExclusionConstraint(
                name="slots_do_not_overlap",
                expressions=[("schedule", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.starts_at:%Y-%m-%d %H:%M} {self.taken}/{self.capacity}"
