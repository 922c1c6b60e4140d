"""What was done for enterprises in a campaign, and the problems that were found there."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.registry.models import Agency
from ipservice.audit.history import tracked
from publicservice.booking.models import Booking
from publicservice.campaigns.models.campaigns import Campaign
from publicservice.campaigns.rules import HelpKind, ReportState
from publicservice.network.models import Outlet


class HelpQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Officials those of the campaigns they keep, agencies and outlets what they reported themselves."""
        if not user.is_authenticated:
            return self.none()
        if user.is_official:
            return self.filter(campaign__in=Campaign.objects.managed_by(user))
        return self.filter(Q(agency__in=Agency.objects.run_by(user)) | Q(outlet__in=Outlet.objects.worked_at_by(user)))

    def counting(self) -> Self:
        return self.filter(state=ReportState.CONFIRMED)


@tracked()
class GivenHelp(models.Model):
    """One service for one enterprise on one day, reported by the agency or the outlet that gave it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="行动", related_name="helps")
    kind = models.CharField("服务", max_length=12, choices=HelpKind.choices())
    served_on = models.DateField("服务日期")
    credit_code = models.CharField("企业统一社会信用代码", max_length=18)
    enterprise_name = models.CharField("企业名称", max_length=120)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name="服务机构", null=True, blank=True, related_name="campaign_helps"
    )
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, verbose_name="服务网点", null=True, blank=True, related_name="campaign_helps"
    )
    description = models.CharField("内容", max_length=300, blank=True)
    state = models.CharField("状态", max_length=12, choices=ReportState.choices(), default=ReportState.REPORTED)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="确认人", related_name="+"
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("不予确认的原因", max_length=200, blank=True)

    objects = HelpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "惠企服务"
        ordering = ["-served_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, outlet__isnull=True) | Q(agency__isnull=True, outlet__isnull=False),
                name="help_is_given_by_one",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "served_on", "credit_code", "agency", "outlet"],
                condition=~Q(state=ReportState.REJECTED),
                nulls_distinct=False,
                name="one_help_is_reported_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.REPORTED, decided_by__isnull=True)
                | (
                    ~Q(state=ReportState.REPORTED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("reported_by"))
                ),
                name="help_is_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state"], name="helps_by_campaign")]

    def __str__(self) -> str:
        return f"{self.enterprise_name} {self.get_kind_display()}"

    @property
    def provider_name(self) -> str:
        return (self.agency or self.outlet).name


class CampaignBooking(models.Model):
    """One booking made under a campaign; it counts once it was given."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="行动", related_name="campaign_bookings")
    booking = models.OneToOneField(Booking, models.CASCADE, verbose_name="预约", related_name="campaign_link")

    class Meta:
        verbose_name = verbose_name_plural = "行动预约"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.booking_id}"


class ProblemQuerySet(models.QuerySet):
    def unsolved(self) -> Self:
        return self.filter(solved_on__isnull=True)

    def overdue_on(self, day: date) -> Self:
        return self.unsolved().filter(due_on__lt=day)


@tracked()
class Problem(models.Model):
    """One problem of one enterprise: who owns it, until when, what came of it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="行动", related_name="problems")
    credit_code = models.CharField("企业统一社会信用代码", max_length=18)
    enterprise_name = models.CharField("企业名称", max_length=120)
    text = models.CharField("问题", max_length=500)
    owner = models.CharField("责任单位", max_length=120)
    due_on = models.DateField("解决期限")
    result = models.CharField("结果", max_length=500, blank=True)
    solved_on = models.DateField("解决日期", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业问题"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(solved_on__isnull=True) | ~Q(result=""), name="solved_problems_have_a_result"
            )
        ]

    def __str__(self) -> str:
        return self.text
