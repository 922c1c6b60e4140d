"""What a bulk action did, row by row."""

from typing import Self

from django.conf import settings
from django.db import models


class BulkRunQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Everybody sees the runs they started."""
        return self.filter(by=user) if user.is_authenticated else self.none()


class BulkRun(models.Model):
    """One bulk action by one person. ``done`` and ``failed`` list the rows: key, label, token or problem."""

    action = models.CharField("办理事项", max_length=64)
    values = models.JSONField("填写内容", default=dict)
    done = models.JSONField("已办理", default=list)
    failed = models.JSONField("未办理", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", related_name="+")
    at = models.DateTimeField("办理时间", auto_now_add=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量办理"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"
