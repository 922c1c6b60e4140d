"""One version of the statistics of a year: on what it rests, how silence was weighted, what was estimated, proofs."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.registry.models import AgencyKind
from supervision.statistics.rules.states import SHOWN, Method, RunState
from supervision.statistics.rules.weighting import Level
from supervision.survey.models import Submission, Survey, SurveyPost, SurveyReturn
from supervision.survey.rules.sizes import SizeClass


class RunQuerySet(models.QuerySet):
    def published(self) -> Self:
        """At most one a year."""
        return self.filter(state=RunState.PUBLISHED)

    def shown(self) -> Self:
        """Every version that the public has seen."""
        return self.filter(state__in=SHOWN)

    def visible_to(self, user) -> Self:
        """Answers lie behind a version, so its desk is for those who handle the survey of the whole city."""
        if not user.is_authenticated or not user.is_city_official:
            return self.none()
        posted = SurveyPost.objects.live().filter(user=user, district__isnull=True).exists()
        return self if posted else self.none()


class StatisticsRun(models.Model):
    """One version. ``content_digest`` names the answers, numbers and code, ``input_digest`` these and the version
    shown before, ``result_digest`` all it says.

    An empty ``result_digest`` marks a version that is being written; nothing of it is seen before it is complete.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="statistics_runs")
    year = models.PositiveSmallIntegerField("统计年度")
    version = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=12, choices=RunState.choices(), default=RunState.COMPUTED)
    ruleset = models.ForeignKey("procedure.RuleSet", models.PROTECT, related_name="+")
    parameters = models.JSONField("参数")
    input_digest = models.CharField("输入摘要", max_length=64)
    content_digest = models.CharField("内容摘要", max_length=64)
    result_digest = models.CharField("结果摘要", max_length=64, blank=True)
    code_version = models.CharField("计算程序版本", max_length=40)
    due = models.PositiveIntegerField("应报单位")
    answered = models.PositiveIntegerField("已通过单位")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField("计算时间")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度统计版本"
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="one_statistics_version_number"),
            models.UniqueConstraint(fields=["year", "input_digest"], name="one_statistics_version_per_input"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state=RunState.PUBLISHED), name="one_published_statistics_per_year"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | ~Q(published_by=models.F("submitted_by")),
                name="statistics_published_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度统计 第{self.version}版"


class RunUnit(models.Model):
    """One return whose answers are in a version, as it was sent: a later version is compared with this one."""

    run = models.ForeignKey(StatisticsRun, models.CASCADE, related_name="units")
    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "统计所用填报"
        ordering = ["run", "survey_return"]
        constraints = [models.UniqueConstraint(fields=["run", "survey_return"], name="one_unit_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.survey_return_id}"


class RunStratum(models.Model):
    """One class of units: who was asked, who answered, and the weight ``weight_due`` ÷ ``weight_answered``."""

    run = models.ForeignKey(StatisticsRun, models.CASCADE, related_name="strata")
    kind = models.CharField("类型", max_length=12)
    size_class = models.CharField("规模", max_length=8, blank=True)
    due = models.PositiveIntegerField("应报单位")
    answered = models.PositiveIntegerField("已通过单位")
    weight_due = models.PositiveIntegerField("权数分子")
    weight_answered = models.PositiveIntegerField("权数分母")
    level = models.CharField("加权层次", max_length=8, choices=Level.choices())

    class Meta:
        verbose_name = verbose_name_plural = "未答加权"
        ordering = ["run", "kind", "size_class"]
        constraints = [models.UniqueConstraint(fields=["run", "kind", "size_class"], name="one_stratum_per_class")]

    def __str__(self) -> str:
        return f"{self.kind} {self.size_class} {self.weight_due}/{self.weight_answered}"

    @property
    def kind_label(self) -> str:
        return AgencyKind.label_of(self.kind)

    @property
    def size_label(self) -> str:
        return SizeClass.label_of(self.size_class) if self.size_class else SizeClass.UNKNOWN.label


class ImputedCell(models.Model):
    """One value estimated for a return that left it open; never written among the answers.

    ``basis``: what it was computed from, as text with exact numbers.
    """

    run = models.ForeignKey(StatisticsRun, models.CASCADE, related_name="imputed")
    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="+")
    cell = models.CharField("单元格", max_length=80)
    value = models.DecimalField("估计值", max_digits=20, decimal_places=4)
    method = models.CharField("方法", max_length=12, choices=Method.choices())
    basis = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "估计的数值"
        ordering = ["run", "survey_return", "cell"]
        constraints = [models.UniqueConstraint(fields=["run", "survey_return", "cell"], name="one_imputed_cell")]

    def __str__(self) -> str:
        return f"{self.cell} {self.value}"


class DisclosureProof(models.Model):
    """The audit of one family of tables: ``lines`` gives bounds and needed distance of every hidden cell.

    Where no choice of cells would be safe (``is_safe`` false), nothing of the family is shown in this version.
    """

    run = models.ForeignKey(StatisticsRun, models.CASCADE, related_name="proofs")
    family = models.CharField("表组", max_length=80)
    measures = models.JSONField("指标")
    cells = models.PositiveIntegerField("单元格数")
    primary = models.PositiveIntegerField("直接隐去")
    secondary = models.PositiveIntegerField("连带隐去")
    cost = models.FloatField("隐去的单位数")
    rounds = models.PositiveSmallIntegerField("迭代次数")
    is_exact = models.BooleanField("已证明最少")
    is_safe = models.BooleanField("通过审核")
    reason = models.CharField("未公布原因", max_length=300, blank=True)
    lines = models.JSONField("审核明细")

    class Meta:
        verbose_name = verbose_name_plural = "保密审核"
        ordering = ["run", "family"]
        constraints = [models.UniqueConstraint(fields=["run", "family"], name="one_proof_per_family")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.family}"
