"""When an outlet is open: versions of its week, and single days that differ."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from publicservice.network.models.outlets import Outlet


class HoursVersion(models.Model):
    """The week of one outlet from one day until the next version; rows are added, never changed (row 5.12).

    ``week`` has seven lists, Monday first, of ``["09:00", "12:00"]`` pairs in order. With
    ``follows_working_calendar`` an official holiday is closed and a make-up workday has the hours of
    ``makeup_weekday`` (0 is Monday).
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="hours")
    in_force_from = models.DateField("自")
    week = models.JSONField("每周时间")
    follows_working_calendar = models.BooleanField("按法定节假日和调休安排", default=True)
    makeup_weekday = models.PositiveSmallIntegerField("调休上班日执行周几的时间", default=0)
    reason = models.CharField("变更原因", max_length=200)
    restored_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "开放时间"
        ordering = ["outlet", "-in_force_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(makeup_weekday__lte=6), name="makeup_weekday_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.outlet} {self.in_force_from:%Y-%m-%d}"


class HoursException(models.Model):
    """One day of one outlet that differs: other hours, or none (``intervals`` empty is closed)."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="exceptions")
    day = models.DateField("日期")
    intervals = models.JSONField("时间", default=list)
    reason = models.CharField("原因", max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("记录时间")
    ended_at = models.DateTimeField("取消时间", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ["outlet", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "day"], condition=Q(ended_at__isnull=True), name="one_exception_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outlet} {self.day:%Y-%m-%d}"
