"""Decisions, their lines and the steps they took."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.audit.history import tracked
from ipservice.procedure.models.rulesets import RuleSet
from ipservice.procedure.models.stages import LIVE_STAGES, PUBLIC_STAGES, REVIEWED_STAGES, Stage, Step


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Officials of the city see all; everybody else, signed in or not, sees what has reached the public."""
        if user.is_authenticated and user.is_city_official:
            return self
        return self.filter(stage__in=PUBLIC_STAGES)

    def published(self) -> Self:
        return self.filter(stage=Stage.PUBLISHED)

    def live(self) -> Self:
        """Neither withdrawn nor revoked."""
        return self.filter(stage__in=LIVE_STAGES)


@tracked(exclude=("inputs", "created_at", "is_demo"))
class Decision(models.Model):
    """One list that the office decides: computed, approved by a second person, on notice, confirmed, published.

    ``inputs`` is the frozen snapshot that the rule was run on and ``inputs_digest`` its SHA-256; ``result_digest``
    is that of the lines. A list that has been on notice is never amended: it is withdrawn, and ``redrawn_from``
    of the new one points to it.
    """

    kind = models.CharField("种类", max_length=32)
    period = models.CharField("所属期", max_length=16)
    title = models.CharField("标题", max_length=200)
    stage = models.CharField("阶段", max_length=12, choices=Stage.choices(), default=Stage.DRAFT)
    ruleset = models.ForeignKey(RuleSet, models.PROTECT, verbose_name="规则版本", related_name="decisions")
    inputs = models.JSONField("输入快照", default=dict)
    inputs_digest = models.CharField("输入摘要", max_length=64, blank=True)
    result_digest = models.CharField("结果摘要", max_length=64, blank=True)
    computed_at = models.DateTimeField("计算时间", null=True, blank=True)
    lock_version = models.PositiveIntegerField("修改序号", default=0)
    number = models.CharField("发文字号", max_length=64, blank=True)
    drawn_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟定人", related_name="+")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="复核人", null=True, blank=True, related_name="+"
    )
    redrawn_from = models.OneToOneField(
        "self", models.PROTECT, verbose_name="重拟自", null=True, blank=True, related_name="redrawn_as"
    )
    published_on = models.DateField("公布日", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period"],
                condition=Q(stage__in=sorted(LIVE_STAGES)),
                name="one_live_decision_per_period",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drawn_up_by")),
                name="decision_reviewed_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(REVIEWED_STAGES)) | Q(reviewed_by__isnull=False),
                name="decision_goes_on_only_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT) | ~Q(inputs_digest=""), name="decision_leaves_draft_with_frozen_inputs"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepTaken(models.Model):
    """One step of one decision: who, when, from where to where, and why.

    ``lock_version`` is the decision's after the step. Append-only: the database refuses to change a row.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=12, choices=Step.choices())
    from_stage = models.CharField("原阶段", max_length=12, choices=Stage.choices())
    to_stage = models.CharField("新阶段", max_length=12, choices=Stage.choices())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办", related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    lock_version = models.PositiveIntegerField("修改序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "步骤记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_step_display()


class OutcomeLine(models.Model):
    """What every decided line has: its decision, its place, and the findings behind it (never without)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="%(class)ss")
    position = models.PositiveIntegerField("序号")
    findings = models.JSONField("认定依据")

    class Meta:
        abstract = True
