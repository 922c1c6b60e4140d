"""Campaigns for enterprises and the agencies and outlets that take part in them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.registry.models import Agency
from ipservice.audit.history import tracked
from publicservice.campaigns.rules import CampaignState
from publicservice.network.models import Outlet, Park


class CampaignQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """What the public reads."""
        return self.exclude(state=CampaignState.DRAFT)

    def visible_to(self, user) -> Self:
        """City officials all, district officials their own district's and what is announced."""
        if not (user.is_authenticated and user.is_official):
            return self.announced()
        if user.is_city_official:
            return self
        return self.filter(~Q(state=CampaignState.DRAFT) | Q(district=user.district))

    def managed_by(self, user) -> Self:
        """The campaigns an official keeps: the city all, a district its own."""
        if not (user.is_authenticated and user.is_official):
            return self.none()
        return self if user.is_city_official else self.filter(district=user.district)

    def joined_by(self, user) -> Self:
        """Announced campaigns in which an agency of ``user``, or an outlet where ``user`` serves, takes part."""
        agencies = Agency.objects.run_by(user)
        outlets = Outlet.objects.worked_at_by(user)
        return self.announced().filter(Q(agencies__in=agencies) | Q(outlets__in=outlets)).distinct()


@tracked(exclude=("is_demo",))
class Campaign(models.Model):
    """One campaign (惠企行动): theme, organiser, goals, days, place, who takes part. Both days included."""

    title = models.CharField("主题", max_length=80)
    organiser = models.CharField("组织单位", max_length=120)
    partners = models.CharField("联合单位", max_length=200, blank=True)
    summary = models.TextField("内容", help_text="面向哪些企业、提供哪些服务")
    goal_enterprises = models.PositiveIntegerField("目标服务企业（家）")
    goal_services = models.PositiveIntegerField("目标服务（次）")
    first_day = models.DateField("开始日期")
    last_day = models.DateField("结束日期")
    district = models.ForeignKey(
        "reference.District", models.PROTECT, verbose_name="区县", null=True, blank=True, related_name="+"
    )
    park = models.ForeignKey(Park, models.PROTECT, verbose_name="园区", null=True, blank=True, related_name="campaigns")
    agencies = models.ManyToManyField(
        Agency, through="CampaignAgency", verbose_name="参加机构", blank=True, related_name="campaigns"
    )
    outlets = models.ManyToManyField(Outlet, verbose_name="参加网点", blank=True, related_name="campaigns")
    state = models.CharField("状态", max_length=8, choices=CampaignState.choices(), default=CampaignState.DRAFT)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="拟定人", related_name="+"
    )
    is_demo = models.BooleanField("演示数据", default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "惠企行动"
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(goal_enterprises__gt=0, goal_services__gt=0), name="campaign_goals_are_numbers"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CampaignAgency(models.Model):
    """One agency taking part in one campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="taking_part")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="+")
    joined_on = models.DateField("参加日期")

    class Meta:
        verbose_name = verbose_name_plural = "参加机构"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "agency"], name="one_part_per_agency_and_campaign")]

    def __str__(self) -> str:
        return f"{self.agency}"
