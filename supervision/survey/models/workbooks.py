"""Workbooks made for one agency, and what came back in them."""

from django.conf import settings
from django.db import models

from supervision.survey.models.returns import SurveyReturn


class WorkbookIssue(models.Model):
    """One workbook handed out: ``values`` is the state at that moment, so that a later upload can tell apart what
    the agency changed in it and what was changed on the page meanwhile."""

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="workbooks")
    questionnaire_version = models.PositiveIntegerField("题目版本")
    values = models.JSONField("预填数据")
    digest = models.CharField("摘要", max_length=64)
    issued_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "填报工作簿"
        ordering = ["survey_return", "id"]

    def __str__(self) -> str:
        return f"{self.survey_return} {self.issued_at:%Y-%m-%d %H:%M}"


class WorkbookUpload(models.Model):
    """One workbook sent in. ``outcome`` lists untouched, changed, conflicting and faulty cells."""

    issue = models.ForeignKey(WorkbookIssue, models.PROTECT, related_name="uploads")
    file = models.ForeignKey("evidence.StoredFile", models.PROTECT, related_name="+")
    corrected = models.ForeignKey("evidence.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.JSONField("核对结果", default=dict)
    is_applied = models.BooleanField("已写入", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "上传的工作簿"
        ordering = ["issue", "id"]

    def __str__(self) -> str:
        return f"{self.issue} ← {self.at:%Y-%m-%d %H:%M}"
