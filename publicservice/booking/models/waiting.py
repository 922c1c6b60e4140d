"""Who waits for a full slot, and the offers that a freed place makes (row 5.26)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from publicservice.booking.models.bookings import Booking
from publicservice.booking.models.schedules import Schedule
from publicservice.booking.rules.states import OfferOutcome, Variant, WaitingState
from publicservice.network.models import ServiceItem

IN_LINE = (WaitingState.WAITING, WaitingState.OFFERED)


class WaitingQuerySet(models.QuerySet):
    def in_line(self) -> Self:
        """Whose turn is still to come, or has come and is not over."""
        return self.filter(state__in=IN_LINE)


class WaitingEntry(models.Model):
    """One person waiting for one slot; the turn is the order of the rows."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="waiting")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    variant = models.CharField("服务方式", max_length=12, choices=Variant.choices())
    items = models.ManyToManyField(ServiceItem, verbose_name="事项", related_name="+")
    state = models.CharField("状态", max_length=12, choices=WaitingState.choices(), default=WaitingState.WAITING)
    code_digest = models.CharField("候补码指纹", max_length=64, unique=True)
    person_key = models.CharField("联系电话指纹", max_length=64, blank=True)
    name = models.CharField("姓名", max_length=64, blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    email = models.CharField("电子邮箱", max_length=254, blank=True)
    organisation = models.CharField("单位名称", max_length=120, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    subject = models.TextField("咨询内容", blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "候补"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "starts_at", "person_key"],
                condition=~Q(person_key="") & Q(state__in=IN_LINE),
                name="one_turn_per_person_and_slot",
            )
        ]
        indexes = [
            models.Index(
                fields=["schedule", "starts_at", "id"], condition=Q(state="waiting"), name="waiting_for_a_slot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.get_state_display()}"


class Offer(models.Model):
    """One freed place held for one waiting person until ``expires_at``; the held booking takes the place meanwhile."""

    entry = models.ForeignKey(WaitingEntry, models.PROTECT, related_name="offers")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="offer")
    offered_at = models.DateTimeField("通知时间")
    expires_at = models.DateTimeField("确认期限")
    outcome = models.CharField("结果", max_length=12, choices=OfferOutcome.choices(), default=OfferOutcome.OPEN)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "候补通知"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(outcome="open"), name="one_open_offer_per_waiting_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.get_outcome_display()}"
