"""Plans: what would be closed, moved, opened or staffed longer, what that would do, and searches for sites."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from ipservice.foundation.vocabulary import Vocabulary
from publicservice.coverage.rules.parameters import Mode


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Plans are the city's."""
        return self if user.is_authenticated and user.is_city_official else self.none()


class Scenario(models.Model):
    """One plan for the network by one mode. ``result`` is what it would do, frozen with the figures it was made of."""

    title = models.CharField("名称", max_length=80)
    note = models.CharField("说明", max_length=500, blank=True)
    mode = models.CharField("出行方式", max_length=8, choices=Mode.choices())
    ruleset = models.ForeignKey("procedure.RuleSet", models.PROTECT, related_name="+")
    result = models.JSONField("结果", null=True, blank=True)
    computed_at = models.DateTimeField("计算时间", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "布点方案"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class ChangeKind(Vocabulary):
    CLOSE = "close", "关闭网点"
    MOVE = "move", "迁移网点"
    OPEN = "open", "新设网点"
    HOURS = "hours", "调整值守"


class Change(models.Model):
    """One change of a plan. Opening names a place; the others name an outlet."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    kind = models.CharField("变动", max_length=8, choices=ChangeKind.choices())
    outlet = models.ForeignKey("publicservice.Outlet", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("地点", max_length=120, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=5, null=True, blank=True)
    half_days = models.PositiveSmallIntegerField("每周值守半日数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案变动"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.OPEN, outlet__isnull=True)
                | (~Q(kind=ChangeKind.OPEN) & Q(outlet__isnull=False)),
                name="only_an_opening_names_no_outlet",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[ChangeKind.OPEN, ChangeKind.MOVE], longitude__isnull=False, latitude__isnull=False
                )
                | (Q(kind__in=[ChangeKind.CLOSE, ChangeKind.HOURS], longitude__isnull=True, latitude__isnull=True)),
                name="openings_and_moves_have_a_place",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.HOURS, half_days__isnull=False)
                | (~Q(kind=ChangeKind.HOURS) & Q(half_days__isnull=True)),
                name="only_other_hours_say_how_many",
            ),
            models.UniqueConstraint(
                fields=["scenario", "outlet"], condition=Q(outlet__isnull=False), name="one_change_an_outlet_and_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.outlet or self.name}"


class SitingGoal(Vocabulary):
    MOST = "most", "新设若干个，覆盖最多"
    FEWEST = "fewest", "覆盖率达到目标，新设最少"


class SitingRun(models.Model):
    """One search for new sites. ``result`` holds the answer with bound, gap and time, and greedy beside it."""

    goal = models.CharField("目标", max_length=8, choices=SitingGoal.choices())
    amount = models.PositiveSmallIntegerField("个数或百分比", validators=[MinValueValidator(1), MaxValueValidator(100)])
    mode = models.CharField("出行方式", max_length=8, choices=Mode.choices())
    uses_imported = models.BooleanField("只用导入的候选地点", default=False)
    time_limit_seconds = models.PositiveSmallIntegerField("计算时限（秒）", default=60)
    ruleset = models.ForeignKey("procedure.RuleSet", models.PROTECT, related_name="+")
    result = models.JSONField("结果", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选址计算"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=100), name="siting_amount_is_sane"),
            models.CheckConstraint(
                condition=Q(time_limit_seconds__gte=1, time_limit_seconds__lte=600), name="siting_ends_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_goal_display()}（{self.amount}）"
