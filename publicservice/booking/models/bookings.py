"""One person's appointment, from the held place to the end of the consultation."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from publicservice.booking.models.guards import (
    GIVE_BACK,
    LOCK_CONSULTANTS,
    LOCK_PLACES,
    MOVE_PLACES,
    TAKE_PLACES,
)
from publicservice.booking.models.schedules import Schedule, period
from publicservice.booking.rules.states import FREE_STATES, OPEN_STATES, BookingState, Source, Variant
from publicservice.network.models import Outlet, OutletStaff, ServiceItem, ServiceWindow


class BookingQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Officials and outlet staff those of the outlets they see, everybody their own."""
        if not user.is_authenticated:
            return self.none()
        if user.is_official or user.serves_at_outlet:
            return self.filter(Q(outlet__in=Outlet.objects.visible_to(user)) | Q(user=user))
        return self.filter(user=user)

    def occupying(self) -> Self:
        """Those that take a place."""
        return self.exclude(state__in=FREE_STATES)

    def open(self) -> Self:
        """Held or booked: still to come."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, now: datetime) -> Self:
        """Held longer than promised."""
        return self.filter(state=BookingState.HELD, held_until__lte=now)


class Booking(models.Model):
    """One person at one outlet from ``starts_at`` to ``ends_at``; a walk-in has no schedule and takes no slot.

    ``person_key`` is a keyed fingerprint of the phone number: one person has a slot once. ``code_digest`` belongs to
    the code that the person was shown (rules.codes). ``sequence`` counts the changes of the calendar entry ``uid``.
    ``acting_for`` says who called where staff booked for somebody. The number in the queue is given at check-in.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, verbose_name="网点", related_name="bookings")
    schedule = models.ForeignKey(
        Schedule, models.PROTECT, verbose_name="预约安排", null=True, blank=True, related_name="bookings"
    )
    consultant = models.ForeignKey(
        OutletStaff, models.PROTECT, verbose_name="咨询员", null=True, blank=True, related_name="bookings"
    )
    window = models.ForeignKey(
        ServiceWindow, models.PROTECT, verbose_name="窗口", null=True, blank=True, related_name="bookings"
    )
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    variant = models.CharField("服务方式", max_length=12, choices=Variant.choices(), default=Variant.ON_SITE)
    state = models.CharField("状态", max_length=12, choices=BookingState.choices(), default=BookingState.BOOKED)
    source = models.CharField("来源", max_length=8, choices=Source.choices(), default=Source.WEB)
    held_until = models.DateTimeField("暂留至", null=True, blank=True)
    code_digest = models.CharField("预约码指纹", max_length=64, null=True, blank=True, unique=True)  # noqa: DJ001
    person_key = models.CharField("联系电话指纹", max_length=64, blank=True)
    name = models.CharField("姓名", max_length=64, blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    email = models.CharField("电子邮箱", max_length=254, blank=True)
    organisation = models.CharField("单位名称", max_length=120, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    subject = models.TextField("咨询内容", blank=True)
    files = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="材料", related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="账号", null=True, blank=True, related_name="bookings"
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="代约人", null=True, blank=True, related_name="+"
    )
    acting_for = models.CharField("代为办理说明", max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField("变更次数", default=0)
    uid = models.UUIDField("日历编号", unique=True)
    queue_day = models.DateField("排队日期", null=True, blank=True)
    queue_number = models.PositiveSmallIntegerField("排队号", null=True, blank=True)
    checked_in_at = models.DateTimeField("签到时间", null=True, blank=True)
    called_at = models.DateTimeField("叫号时间", null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="叫号人", null=True, blank=True, related_name="+"
    )
    times_called = models.PositiveSmallIntegerField("叫号次数", default=0)
    served_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_reason = models.CharField("取消或未到说明", max_length=200, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("登记时间")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预约"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="bookings_last_some_time"),
            models.CheckConstraint(
                condition=~Q(state=BookingState.HELD) | Q(held_until__isnull=False), name="held_places_have_an_end"
            ),
            models.CheckConstraint(
                condition=Q(queue_number__isnull=True) | Q(queue_day__isnull=False), name="queue_numbers_have_a_day"
            ),
            models.UniqueConstraint(
                fields=["schedule", "starts_at", "person_key"],
                condition=~Q(person_key="") & ~Q(state__in=FREE_STATES),
                name="one_place_per_person_and_slot",
            ),
            models.UniqueConstraint(
                fields=["outlet", "queue_day", "queue_number"],
                condition=Q(queue_number__isnull=False),
                name="one_queue_number_per_day",
            ),
            ExclusionConstraint(
                name="a_consultant_is_in_one_place_at_a_time",
                expressions=[("consultant", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
                condition=Q(consultant__isnull=False, schedule__isnull=False) & ~Q(state__in=FREE_STATES),
            ),
        ]
        indexes = [
            models.Index(fields=["outlet", "starts_at"], name="bookings_by_outlet"),
            models.Index(fields=["schedule", "starts_at"], name="bookings_by_schedule"),
            models.Index(fields=["person_key"], condition=Q(state__in=OPEN_STATES), name="bookings_open_by_person"),
            models.Index(fields=["held_until"], condition=Q(state="held"), name="bookings_held"),
            models.Index(fields=["user", "-starts_at"], condition=Q(user__isnull=False), name="bookings_by_account"),
        ]
        triggers = [LOCK_CONSULTANTS, LOCK_PLACES, TAKE_PLACES, MOVE_PLACES, GIVE_BACK]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.get_state_display()}"


class BookingItem(models.Model):
    """One matter of a booking and the minutes counted for it; several matters follow one another."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="items")
    item = models.ForeignKey(ServiceItem, models.PROTECT, verbose_name="事项", related_name="+")
    minutes = models.PositiveSmallIntegerField("分钟")

    class Meta:
        verbose_name = verbose_name_plural = "预约的事项"
        ordering = ["booking", "id"]
        constraints = [models.UniqueConstraint(fields=["booking", "item"], name="one_booking_names_a_matter_once")]

    def __str__(self) -> str:
        return f"{self.item}（{self.minutes}分钟）"


class QueueCounter(models.Model):
    """The last number given at one outlet on one day; locked while the next is given."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")
    day = models.DateField("日期")
    last = models.PositiveSmallIntegerField("已发到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "排队号"
        constraints = [models.UniqueConstraint(fields=["outlet", "day"], name="one_queue_per_outlet_and_day")]

    def __str__(self) -> str:
        return f"{self.outlet_id} {self.day:%Y-%m-%d} {self.last}"
