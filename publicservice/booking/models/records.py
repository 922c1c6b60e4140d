"""What came of a consultation: its record, what is still to be done, and how it was rated."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.audit.history import tracked
from publicservice.booking.models.bookings import Booking
from publicservice.booking.rules.states import FollowUpState, RectificationState
from publicservice.network.models import Outlet


@tracked()
class ServiceRecord(models.Model):
    """The record of one consultation, written by whoever served."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="record")
    summary = models.TextField("咨询情况")
    advice = models.TextField("答复意见", blank=True)
    files = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="材料", related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "服务记录"
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.booking}"


@tracked()
class FollowUp(models.Model):
    """Something an outlet still owes after a consultation, by a day."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="follow_ups")
    task = models.CharField("事项", max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="承办人", related_name="+")
    due_on = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=FollowUpState.choices(), default=FollowUpState.OPEN)
    result = models.CharField("办理结果", max_length=500, blank=True)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "跟进任务"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | Q(state="done", done_at__isnull=False),
                name="follow_ups_that_are_done_say_when",
            )
        ]

    def __str__(self) -> str:
        return self.task


class Rating(models.Model):
    """What one person thought of one service, once; ``round`` 2 is the one follow-up after a bad rating was mended."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField("第几次评价", default=1)
    levels = models.JSONField("各项评价")
    overall = models.PositiveSmallIntegerField("整体满意度")
    comment = models.CharField("意见建议", max_length=500, blank=True)
    is_bad = models.BooleanField("差评", default=False)
    rated_at = models.DateTimeField("评价时间")

    class Meta:
        verbose_name = verbose_name_plural = "服务评价"
        ordering = ["-rated_at"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "round"], name="a_service_is_rated_once"),
            models.CheckConstraint(condition=Q(round__in=(1, 2)), name="there_is_one_follow_up_rating"),
            models.CheckConstraint(condition=Q(overall__gte=1, overall__lte=5), name="ratings_have_five_levels"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.overall}"


class RectificationQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(rating__booking__outlet__in=Outlet.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(state__in=(RectificationState.TO_CALL, RectificationState.TO_MEND))


@tracked()
class Rectification(models.Model):
    """What a bad rating sets going: call back, put right, ask once more. Limits by the rule set named."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="rectification")
    state = models.CharField(
        "状态", max_length=8, choices=RectificationState.choices(), default=RectificationState.TO_CALL
    )
    call_back_by = models.DateField("回访期限")
    mend_by = models.DateField("整改期限")
    ruleset = models.ForeignKey("procedure.RuleSet", models.PROTECT, verbose_name="规则版本", related_name="+")
    called_at = models.DateTimeField("回访时间", null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    call_note = models.CharField("回访情况", max_length=500, blank=True)
    mended_at = models.DateTimeField("整改时间", null=True, blank=True)
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField("整改措施", max_length=500, blank=True)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "差评整改"
        ordering = ["call_back_by", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(mend_by__gte=F("call_back_by")), name="mended_after_the_call"),
            models.CheckConstraint(
                condition=~Q(state__in=("mended", "closed")) | Q(called_at__isnull=False, mended_at__isnull=False),
                name="mended_ratings_were_called_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} {self.get_state_display()}"


class Attempt(models.Model):
    """One knock at a public door of the slice; ``address_key`` is a keyed fingerprint, kept for a day."""

    door = models.CharField("入口", max_length=12)
    address_key = models.CharField("地址指纹", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "入口计数"
        ordering = ["-at"]
        indexes = [models.Index(fields=["door", "address_key", "at"], name="attempts_by_address")]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%Y-%m-%d %H:%M}"
