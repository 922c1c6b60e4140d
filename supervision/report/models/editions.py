"""What was printed: one content, its Word and PDF files, every figure in it, and what it revises of last year's."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReportEdition(models.Model):
    """One printing of a report out of one snapshot and one state of the words. ``content`` is what the page shows.

    ``words`` is the digest of the texts it was printed from; ``checks`` are the findings on its consistency.
    """

    report = models.ForeignKey("supervision.IndustryReport", models.PROTECT, related_name="editions")
    snapshot = models.ForeignKey("supervision.Snapshot", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("序号")
    dated = models.DateField("落款日期")
    content: Any = models.JSONField("内容")
    words = models.CharField("文字摘要", max_length=64)
    checks: Any = models.JSONField("一致性核对", default=list)
    pdf = models.ForeignKey("evidence.StoredFile", models.PROTECT, verbose_name="PDF", related_name="+")
    docx = models.ForeignKey("evidence.StoredFile", models.PROTECT, verbose_name="Word", related_name="+")
    check_code = models.CharField("核验码", max_length=16)
    printed_at = models.DateTimeField("排印时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告排印稿"
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_edition_per_number")]

    def __str__(self) -> str:
        return f"{self.report} 第{self.number}稿"


class PrintedFigure(models.Model):
    """One number as it is printed, by the code of its query. Running ``query`` on the snapshot gives it again."""

    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="figures")
    code = models.CharField("编号", max_length=12)
    query = models.CharField("查询", max_length=300)
    place = models.CharField("出处", max_length=200)
    text = models.CharField("印出", max_length=400)
    exact = models.CharField("精确值", max_length=100, blank=True)
    unit = models.CharField("单位", max_length=24, blank=True)
    numerator = models.BigIntegerField("分子", null=True)
    denominator = models.BigIntegerField("分母", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "印出的数字"
        ordering = ["edition", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="one_printed_figure_per_query")]

    def __str__(self) -> str:
        return f"{self.query} = {self.text}"


class RevisionNote(models.Model):
    """A value published in last year's report that is another now: old, new, and why. No reason, no submission."""

    report = models.ForeignKey("supervision.IndustryReport", models.PROTECT, related_name="revisions")
    key = models.CharField("指标代码", max_length=64)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("指标", max_length=200)
    label = models.CharField("标目", max_length=300, blank=True)
    old = models.CharField("原公布", max_length=200)
    new = models.CharField("修订为", max_length=200)
    reason = models.CharField("修订原因", max_length=300, blank=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "数据修订"
        ordering = ["report", "key", "year", "label"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key", "year", "label"], name="one_revision_per_value"),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="a_revision_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.label}：{self.old} → {self.new}"
