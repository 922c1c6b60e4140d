"""The questionnaire of a year as data, and the marks that the statistics law asks for.

统计法: a survey form shows its number, the body that made it, the body that approved it or holds its filing, the number
of that document, and until when it is valid.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.audit.history import tracked
from supervision.survey.rules.definition import ItemType, Severity, Span
from supervision.survey.rules.states import SurveyState


@tracked()
class SurveyForm(models.Model):
    """One approved or filed form. None of the five marks may be empty."""

    number = models.CharField("表号", max_length=40)
    title = models.CharField("表名", max_length=120)
    made_by = models.CharField("制定机关", max_length=120)
    approved_by = models.CharField("批准（备案）机关", max_length=120)
    document_number = models.CharField("批准（备案）文号", max_length=80)
    valid_until = models.DateField("有效期至")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "调查表式"
        ordering = ["-valid_until", "number"]
        constraints = [
            models.UniqueConstraint(fields=["number", "document_number"], name="one_survey_form_per_document"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(made_by="") & ~Q(approved_by="") & ~Q(document_number=""),
                name="survey_form_has_its_marks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SurveyQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """What agencies see: open and closed years."""
        return self.exclude(state=SurveyState.DRAFT)


@tracked(exclude=("is_demo",))
class Survey(models.Model):
    """The survey of one year. It opens only with a form, a first day and a last day."""

    year = models.PositiveSmallIntegerField("统计年度", unique=True)
    title = models.CharField("名称", max_length=120)
    form = models.ForeignKey(
        SurveyForm, models.PROTECT, verbose_name="调查表式", null=True, blank=True, related_name="surveys"
    )
    state = models.CharField("状态", max_length=8, choices=SurveyState.choices(), default=SurveyState.DRAFT)
    opens_on = models.DateField("开始填报", null=True, blank=True)
    due_on = models.DateField("填报截止", null=True, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField("启动时间", null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    version = models.PositiveIntegerField("题目版本", default=1)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度统计调查"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SurveyState.DRAFT)
                | Q(form__isnull=False, opens_on__isnull=False, due_on__isnull=False, opened_by__isnull=False),
                name="survey_opens_with_its_form",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=models.F("opens_on")),
                name="survey_is_due_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class SurveySection(models.Model):
    """One part of the questionnaire (101 to 109)."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    code = models.CharField("部分", max_length=8)
    title = models.CharField("标题", max_length=80)
    help = models.TextField("说明", blank=True)
    shown_if = models.CharField("显示条件", max_length=300, blank=True)
    place = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "调查部分"
        ordering = ["survey", "place"]
        constraints = [models.UniqueConstraint(fields=["survey", "code"], name="one_section_code_per_survey")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@tracked()
class SurveyItem(models.Model):
    """One item. ``options``, ``rows`` and ``columns`` are lists of ``{"code": ..., "label": ...}``."""

    section = models.ForeignKey(SurveySection, models.CASCADE, related_name="items")
    code = models.CharField("指标代码", max_length=8)
    label = models.CharField("指标名称", max_length=120)
    type = models.CharField("类型", max_length=8, choices=ItemType.choices())
    unit = models.CharField("计量单位", max_length=16, blank=True)
    help = models.TextField("指标解释", blank=True)
    span = models.CharField("时期", max_length=8, choices=Span.choices(), default=Span.NONE)
    is_required = models.BooleanField("必填", default=False)
    options = models.JSONField("选项", default=list, blank=True)
    rows = models.JSONField("表格行", default=list, blank=True)
    columns = models.JSONField("表格列", default=list, blank=True)
    shown_if = models.CharField("显示条件", max_length=300, blank=True)
    prefill = models.CharField("预填来源", max_length=40, blank=True)
    minimum = models.BigIntegerField("下限", null=True, blank=True)
    maximum = models.BigIntegerField("上限", null=True, blank=True)
    former_code = models.CharField("上年代码", max_length=8, blank=True)
    place = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "调查指标"
        ordering = ["section", "place"]
        constraints = [models.UniqueConstraint(fields=["section", "code"], name="one_item_code_per_section")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


@tracked()
class SurveyCheck(models.Model):
    """One rule over cells, hard or soft, with what is wrong and what would be right."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="checks")
    code = models.CharField("编号", max_length=16)
    severity = models.CharField("强度", max_length=4, choices=Severity.choices())
    expression = models.CharField("公式", max_length=500)
    message = models.CharField("错误说明", max_length=300)
    cure = models.CharField("更正办法", max_length=300)
    definition = models.CharField("指标解释位置", max_length=16, blank=True)
    place = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "审核关系"
        ordering = ["survey", "place"]
        constraints = [models.UniqueConstraint(fields=["survey", "code"], name="one_check_code_per_survey")]

    def __str__(self) -> str:
        return f"{self.code} {self.message}"
