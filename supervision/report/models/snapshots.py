"""The frozen snapshot: every figure of a report with its rows, as they stood at one moment. Never changed again."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Snapshot(models.Model):
    """All figures of one report, read in one transaction. ``sha256`` is over every figure and row."""

    report = models.ForeignKey("supervision.IndustryReport", models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("序号")
    taken_at = models.DateTimeField("取数时间")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    code_version = models.CharField("程序版本", max_length=64)
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "报告快照"
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_snapshot_per_number")]

    def __str__(self) -> str:
        return f"{self.report} 快照{self.number}"


class FrozenFigure(models.Model):
    """One named figure of one year: what it means, its one query (``code``), its source, and the digest of its rows."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="figures")
    key = models.CharField("指标代码", max_length=64)
    year = models.PositiveSmallIntegerField("年度")
    facts: Any = models.JSONField("口径")
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "冻结指标"
        ordering = ["snapshot", "id"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "key", "year"], name="one_frozen_figure_per_year")]

    def __str__(self) -> str:
        return f"{self.key}@{self.year}"


class FrozenRow(models.Model):
    """One value: a count, or the numerator and denominator of a rate. None where there was no value."""

    figure = models.ForeignKey(FrozenFigure, models.PROTECT, related_name="rows")
    place = models.PositiveIntegerField("次序")
    labels = ArrayField(models.CharField(max_length=200), verbose_name="标目")
    count = models.BigIntegerField("数量", null=True)
    numerator = models.BigIntegerField("分子", null=True)
    denominator = models.BigIntegerField("分母", null=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "冻结数据"
        ordering = ["figure", "place"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "place"], name="one_frozen_row_per_place"),
            models.CheckConstraint(
                condition=models.Q(count__isnull=True) | models.Q(numerator__isnull=True, denominator__isnull=True),
                name="a_frozen_row_is_a_count_or_a_rate",
            ),
        ]

    def __str__(self) -> str:
        return "/".join(self.labels)
