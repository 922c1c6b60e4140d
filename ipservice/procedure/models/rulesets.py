"""The numbers and readings by which decisions are made, by version."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary


class RuleSetStage(Vocabulary):
    DRAFT = "draft", "草案"
    ADOPTED = "adopted", "已采用"


class RuleSetStatus(Vocabulary):
    TO_CONFIRM = "to_confirm", "数值待确认"
    CONFIRMED = "confirmed", "已确认"


class RuleSetQuerySet(models.QuerySet):
    def in_force(self, kind: str, on: date) -> Self:
        """At most one row: the database refuses overlapping versions of a kind."""
        return self.filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gt=on),
            kind=kind,
            stage=RuleSetStage.ADOPTED,
            in_force_from__lte=on,
        )


@tracked(exclude=("created_at",))
class RuleSet(models.Model):
    """One version of the numbers and readings by which one kind of decision is made.

    ``parameters`` maps names to typed values; ``sources`` maps the same names to
    ``{"text": legal text, "article": ..., "mark": "V"|"R"|"P", "status": "to_confirm"|"confirmed"}``.
    Adopted by two persons; frozen once adopted (the database refuses changes to its parameters).
    """

    kind = models.CharField("种类", max_length=32)
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=120)
    stage = models.CharField("阶段", max_length=8, choices=RuleSetStage.choices(), default=RuleSetStage.DRAFT)
    status = models.CharField(
        "数值状态", max_length=12, choices=RuleSetStatus.choices(), default=RuleSetStatus.TO_CONFIRM
    )
    parameters = models.JSONField("参数")
    sources = models.JSONField("依据", default=dict)
    digest = models.CharField("参数摘要", max_length=64)
    in_force_from = models.DateField("施行日", null=True, blank=True)
    in_force_until = models.DateField("失效日", null=True, blank=True, help_text="自该日起不再施行")
    based_on = models.ForeignKey("self", models.PROTECT, verbose_name="修改自", null=True, blank=True, related_name="+")
    reason = models.CharField("修改理由", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟定人", null=True, blank=True, related_name="+"
    )
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="采用人", null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField("采用时间", null=True, blank=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_ruleset_per_kind_and_version"),
            models.CheckConstraint(
                condition=Q(stage=RuleSetStage.DRAFT)
                | Q(stage=RuleSetStage.ADOPTED, in_force_from__isnull=False, adopted_at__isnull=False),
                name="adopted_rulesets_are_dated",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(adopted_by=F("proposed_by")),
                name="ruleset_adopted_by_another_person",
            ),
            ExclusionConstraint(
                name="one_ruleset_in_force_per_kind_and_day",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("in_force_from"), F("in_force_until"), function="DATERANGE", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(stage=RuleSetStage.ADOPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.version}版"
