"""The report of a year and the words of its sections, version by version."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from supervision.report.rules.states import ReportStage


class ReportQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(stage=ReportStage.PUBLISHED)

    def visible_to(self, user) -> Self:
        """The city's officials see all; everybody else, signed in or not, what is published."""
        if user.is_authenticated and user.is_city_official:
            return self
        return self.published()


class IndustryReport(models.Model):
    """《重庆市知识产权服务业发展报告》 of one calendar year. ``edition`` is what was printed last.

    Nobody approves what they submitted: the database refuses it.
    """

    year = models.PositiveSmallIntegerField("年度", unique=True)
    stage = models.CharField("阶段", max_length=12, choices=ReportStage.choices(), default=ReportStage.DRAFT)
    lock_version = models.PositiveIntegerField("修改序号", default=0)
    snapshot = models.ForeignKey(
        "supervision.Snapshot", models.PROTECT, null=True, blank=True, verbose_name="快照", related_name="+"
    )
    edition = models.ForeignKey(
        "supervision.ReportEdition", models.PROTECT, null=True, blank=True, verbose_name="排印稿", related_name="+"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="编制人", related_name="+")
    asked_at = models.DateTimeField("编制开始", auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="提交人", related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="审核人", related_name="+"
    )
    published_on = models.DateField("发布日期", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展报告"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=False) & ~Q(approved_by=F("submitted_by")),
                name="a_report_is_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[ReportStage.DRAFT, ReportStage.IN_REVIEW])
                | Q(approved_by__isnull=False, edition__isnull=False),
                name="an_approved_report_has_its_approver_and_edition",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ReportStage.PUBLISHED) | Q(published_on__isnull=False),
                name="a_published_report_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年重庆市知识产权服务业发展报告"


class SectionVersion(models.Model):
    """The words of one section as one person left them; the highest number counts. Version 1 is the template's."""

    report = models.ForeignKey(IndustryReport, models.PROTECT, related_name="versions")
    section = models.CharField("节", max_length=64)
    number = models.PositiveSmallIntegerField("版本")
    text = models.TextField("文字")
    reason = models.CharField("修改说明", max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="修改人", related_name="+"
    )
    written_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告文字版本"
        ordering = ["report", "section", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "number"], name="one_version_per_section_and_number")
        ]

    def __str__(self) -> str:
        return f"{self.section} 第{self.number}版"
