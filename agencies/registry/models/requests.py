"""Requests to change registered facts, and records that became one."""

from django.conf import settings
from django.db import models

from agencies.registry.models.agencies import Agency
from ipservice.foundation.vocabulary import Vocabulary


class RequestState(Vocabulary):
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "已通过"
    REJECTED = "rejected", "未通过"
    CANCELLED = "cancelled", "已撤回"


class ChangeRequest(models.Model):
    """An agency asks to change registered facts. ``changes`` maps field to ``{"before": ..., "after": ...}``."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="change_requests")
    changes = models.JSONField("变更内容")
    statement = models.CharField("说明", max_length=500, blank=True)
    evidence = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="证明材料", related_name="+")
    state = models.CharField("状态", max_length=12, choices=RequestState.choices(), default=RequestState.SUBMITTED)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提交人", related_name="+")
    submitted_at = models.DateTimeField("提交时间", auto_now_add=True)
    due_on = models.DateField("办理期限")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    reason = models.CharField("审核意见", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "变更申请"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.agency} 变更申请 #{self.pk}"


class AgencyMerge(models.Model):
    """Two records that were one agency. ``moved`` names every child row that moved, so it can be undone."""

    kept = models.ForeignKey(Agency, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Agency, models.PROTECT, related_name="merged_away")
    moved = models.JSONField("移动的记录", default=dict)
    before = models.JSONField("合并前", default=dict)
    reason = models.CharField("理由", max_length=300)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="合并人", related_name="+")
    merged_at = models.DateTimeField("合并时间", auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构合并"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"
