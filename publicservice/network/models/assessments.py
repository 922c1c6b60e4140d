"""Yearly assessment of an outlet against the norm (clauses 5.1 and 7.2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.procedure.models import RuleSet
from publicservice.network.models.outlets import Outlet


class AssessmentState(Vocabulary):
    DRAFT = "draft", "评价中"
    SUBMITTED = "submitted", "待复核"
    CONFIRMED = "confirmed", "已确认"


@tracked()
class Assessment(models.Model):
    """One outlet in one year. Points are whole hundredths; the total is the sum of the lines."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, verbose_name="网点", related_name="assessments")
    year = models.PositiveSmallIntegerField("年度")
    ruleset = models.ForeignKey(RuleSet, models.PROTECT, verbose_name="管理规范版本", related_name="+")
    state = models.CharField("状态", max_length=12, choices=AssessmentState.choices(), default=AssessmentState.DRAFT)
    total_hundredths = models.PositiveIntegerField("总分（百分之一分）", null=True, blank=True)
    grade = models.CharField("等次", max_length=16, blank=True)
    speciality = models.CharField("特色标签", max_length=64, blank=True)
    speciality_reason = models.CharField("特色依据", max_length=300, blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="评价人", related_name="+")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="复核人", null=True, blank=True, related_name="+"
    )
    review_remark = models.CharField("复核意见", max_length=300, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "网点年度评价"
        ordering = ["-year", "outlet"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "year"], name="one_assessment_per_year"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("assessed_by")),
                name="assessor_does_not_review_himself",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.CONFIRMED)
                | Q(reviewed_by__isnull=False, total_hundredths__isnull=False, confirmed_at__isnull=False),
                name="confirmed_assessments_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outlet} {self.year}"


@tracked()
class AssessmentLine(models.Model):
    """Points of one criterion of the norm, with the evidence and the words that explain them."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="lines")
    criterion = models.CharField("指标", max_length=32)
    points_hundredths = models.PositiveIntegerField("得分（百分之一分）")
    max_hundredths = models.PositiveIntegerField("满分（百分之一分）")
    remark = models.CharField("评价说明", max_length=400, blank=True)
    evidence = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="佐证材料", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "评价指标得分"
        ordering = ["assessment", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_line_per_criterion"),
            models.CheckConstraint(
                condition=Q(points_hundredths__lte=F("max_hundredths")), name="points_within_the_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.criterion}"
