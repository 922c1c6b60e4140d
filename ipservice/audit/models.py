"""Who did what, when and why. Append-only: the database refuses to change or delete a row."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One act of one person. ``digest`` chains each entry to the one before it, so a removed row shows."""

    at = models.DateTimeField("时间", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    actor_label = models.CharField("操作人名称", max_length=100)
    verb = models.CharField("动作", max_length=64, help_text="例：award.round.compute")
    sentence = models.CharField("内容", max_length=500)
    subject_type = models.CharField("对象类型", max_length=64)
    subject_key = models.CharField("对象编号", max_length=128)
    reason = models.CharField("理由", max_length=500, blank=True)
    before = models.JSONField("变更前", default=dict, blank=True)
    after = models.JSONField("变更后", default=dict, blank=True)
    previous_digest = models.CharField("前一摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_key", "-id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return self.sentence
