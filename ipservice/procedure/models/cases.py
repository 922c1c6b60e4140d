"""Worked cases that officials bring to a version of the rules, and versions adopted although a case failed."""

from django.conf import settings
from django.db import models

from ipservice.procedure.models.rulesets import RuleSet


class WorkedCases(models.Model):
    """One uploaded table of worked cases for one version; ``content`` is its text as CSV. All of a version count."""

    ruleset = models.ForeignKey(RuleSet, models.PROTECT, verbose_name="规则版本", related_name="worked_cases")
    title = models.CharField("文件", max_length=200)
    content = models.TextField("内容")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "算例"
        ordering = ["ruleset", "id"]

    def __str__(self) -> str:
        return self.title


class AdoptedDespite(models.Model):
    """Why a version was adopted though worked cases come out otherwise; ``problems`` are their sentences."""

    ruleset = models.OneToOneField(RuleSet, models.PROTECT, verbose_name="规则版本", related_name="adopted_despite")
    problems = models.JSONField("未通过的算例")
    reason = models.CharField("采用理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="采用人", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "未通过算例仍采用"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="adopted_despite_cases_with_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.ruleset_id}：{self.reason}"
