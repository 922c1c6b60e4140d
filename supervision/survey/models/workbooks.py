"""Workbooks made for one agency, and what came back in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.foundation.vocabulary import Vocabulary
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


class UploadState(Vocabulary):
    RECEIVED = "received", "正在核对"
    READ = "read", "待确认写入"
    REFUSED = "refused", "未接受"
    APPLIED = "applied", "已写入"
    DROPPED = "dropped", "已放弃"


class WorkbookUpload(models.Model):
    """One workbook sent in. ``issue`` is known once it has been read, and is then one of this very agency.

    ``outcome`` keeps what stood in its cells and what was written; how that stands to the page is compared anew
    whenever it is looked at.
    """

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="uploads")
    issue = models.ForeignKey(WorkbookIssue, models.PROTECT, null=True, blank=True, related_name="uploads")
    file = models.ForeignKey("evidence.StoredFile", models.PROTECT, related_name="+")
    corrected = models.ForeignKey("evidence.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=8, choices=UploadState.choices(), default=UploadState.RECEIVED)
    refusal = models.CharField("未接受的原因", max_length=500, blank=True)
    outcome = models.JSONField("核对结果", default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "上传的工作簿"
        ordering = ["survey_return", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=UploadState.APPLIED) | Q(issue__isnull=False), name="an_applied_workbook_was_issued"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_return} ← {self.at:%Y-%m-%d %H:%M}"
