"""What is handled at an outlet, where in it, and by whom."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary
from publicservice.network.models.outlets import Outlet


class ServiceForm(Vocabulary):
    ONLINE = "online", "线上"
    OFFLINE = "offline", "线下"
    BOTH = "both", "线上线下"


@tracked()
class ServiceItem(models.Model):
    """One matter (事项) of the public list, in the columns that cities publish."""

    code = models.CharField("编码", max_length=32, unique=True)
    name = models.CharField("事项名称", max_length=120)
    department = models.CharField("实施科室", max_length=120, blank=True)
    form = models.CharField("服务形式", max_length=8, choices=ServiceForm.choices(), default=ServiceForm.OFFLINE)
    content = models.TextField("服务内容", blank=True)
    audience = models.CharField("服务对象", max_length=120, blank=True)
    basis = models.CharField("办理依据", max_length=300, blank=True)
    time_limit = models.CharField("办理时限", max_length=120, blank=True)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    is_active = models.BooleanField("有效", default=True)
    source = models.CharField("来源", max_length=300, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "公共服务事项"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class WindowQuerySet(models.QuerySet):
    def open_on(self, day: date) -> Self:
        return self.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


@tracked()
class ServiceWindow(models.Model):
    """One window of an outlet (clause 5.2); ``closed_on`` is the first day it is no longer there.

    ``staffed_half_days`` a week: a window staffed less often does not count for the half-hour circle.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, verbose_name="网点", related_name="windows")
    name = models.CharField("窗口名称", max_length=80)
    number = models.CharField("窗口号", max_length=16, blank=True)
    location = models.CharField("位置", max_length=80, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    is_comprehensive = models.BooleanField("综合性知识产权服务窗口", default=False)
    staffed_half_days = models.PositiveSmallIntegerField("每周有人值守半日数", null=True, blank=True)
    items = models.ManyToManyField(ServiceItem, verbose_name="办理事项", blank=True, related_name="windows")
    opened_on = models.DateField("启用日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务窗口"
        ordering = ["outlet", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "name"], condition=Q(closed_on__isnull=True), name="one_open_window_per_name"
            ),
            models.CheckConstraint(
                condition=Q(staffed_half_days__isnull=True) | Q(staffed_half_days__lte=14),
                name="a_week_has_fourteen_half_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outlet} {self.name}"


class StaffQuerySet(models.QuerySet):
    def serving_on(self, day: date) -> Self:
        return self.filter(started_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


@tracked()
class OutletStaff(models.Model):
    """One person's time at one outlet. With ``user`` the person works through the portal; without, is only named."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, verbose_name="网点", related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        null=True,
        blank=True,
        related_name="outlet_posts",
    )
    name = models.CharField("姓名", max_length=64)
    position = models.CharField("岗位", max_length=64, blank=True)
    phone = models.CharField("电话", max_length=32, blank=True)
    is_consultant = models.BooleanField("提供咨询", default=False)
    items = models.ManyToManyField(ServiceItem, verbose_name="可咨询事项", blank=True, related_name="consultants")
    started_on = models.DateField("到岗日期")
    ended_on = models.DateField("离岗日期", null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网点工作人员"
        ordering = ["outlet", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "user"],
                condition=Q(user__isnull=False, ended_on__isnull=True),
                name="one_post_per_person_and_outlet",
            )
        ]

    def __str__(self) -> str:
        return self.name
