"""Whether the pages that entries lead to are still there."""

from typing import Self

from django.db import models

from publicservice.catalogue.models.entries import EntryVersion
from publicservice.catalogue.rules import FAILURES_THAT_LIST


class HealthQuerySet(models.QuerySet):
    def broken(self) -> Self:
        """Targets of published entries that failed twice in a row or more often."""
        return self.filter(version__in=EntryVersion.objects.published(), failures__gte=FAILURES_THAT_LIST)


class TargetHealth(models.Model):
    """How the target of one version answered last. ``failures`` counts the nights in a row that it did not."""

    version = models.OneToOneField(EntryVersion, models.CASCADE, verbose_name="条目", related_name="health")
    target = models.CharField("目标", max_length=300)
    failures = models.PositiveSmallIntegerField("连续失败次数", default=0)
    problem = models.CharField("问题", max_length=200, blank=True)
    checked_on = models.DateField("最近检查日")
    answered_on = models.DateField("最近正常日", null=True, blank=True)

    objects = HealthQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录链接检查"
        ordering = ["-failures", "version"]

    def __str__(self) -> str:
        return self.target
