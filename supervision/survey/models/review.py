"""What reviewers do with returns: questions about single cells, extensions, flags of unusual values, reminders."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary
from supervision.survey.models.returns import SurveyReturn
from supervision.survey.rules.states import QuestionState


@tracked()
class CellQuestion(models.Model):
    """A reviewer asks about one cell; the agency confirms it with a reason or changes it."""

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="questions")
    cell = models.CharField("单元格", max_length=80)
    question = models.CharField("问题", max_length=300)
    state = models.CharField("状态", max_length=12, choices=QuestionState.choices(), default=QuestionState.ASKED)
    value_then = models.CharField("当时填报", max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    answer = models.CharField("机构答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单元格询问"
        ordering = ["survey_return", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey_return", "cell"],
                condition=Q(state=QuestionState.ASKED),
                name="one_open_question_per_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.question}"


class Extension(models.Model):
    """A later day for one agency, with the reason."""

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="extensions")
    former_due_on = models.DateField("原截止")
    due_on = models.DateField("延期至")
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["survey_return", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=models.F("former_due_on")), name="survey_extension_is_later")
        ]

    def __str__(self) -> str:
        return f"{self.survey_return} {self.due_on}"


class FlagKind(Vocabulary):
    RATIO = "ratio", "与上年比异常"
    ROBUST_Z = "robust_z", "同组离群"
    PEER_RATIO = "peer_ratio", "与同行比异常"
    UNIT_SLIP = "unit_slip", "疑似计量单位错误"


class OutlierFlag(models.Model):
    """One value that stands out. ``influence`` is its share of the city's total, in parts of a million."""

    survey_return = models.ForeignKey(SurveyReturn, models.CASCADE, related_name="flags")
    cell = models.CharField("单元格", max_length=80)
    kind = models.CharField("种类", max_length=12, choices=FlagKind.choices())
    value = models.DecimalField("填报值", max_digits=20, decimal_places=4)
    expected = models.DecimalField("参照值", max_digits=20, decimal_places=4, null=True, blank=True)
    score = models.FloatField("得分")
    influence = models.BigIntegerField("影响（百万分之一）", default=0)
    sentence = models.CharField("说明", max_length=300)
    verdict = models.CharField("审核结论", max_length=500, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField("审核时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "异常值"
        ordering = ["-influence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey_return", "cell", "kind"], name="one_flag_per_cell_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.get_kind_display()}"

    @property
    def influence_percent(self) -> str:
        """Of the city's expected total: 4.06%."""
        return f"{self.influence / 10_000:,.2f}%"


class Reminder(models.Model):
    """One reminder of one return for one occasion: sent once, however often the clock asks."""

    survey_return = models.ForeignKey(SurveyReturn, models.CASCADE, related_name="reminders")
    occasion = models.CharField("时点", max_length=24)
    sent_at = models.DateTimeField("发出时间")

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        ordering = ["survey_return", "id"]
        constraints = [models.UniqueConstraint(fields=["survey_return", "occasion"], name="one_reminder_per_occasion")]

    def __str__(self) -> str:
        return f"{self.survey_return} {self.occasion}"


class PaperForm(models.Model):
    """The scan of one paper form that an official typed in for an agency, and when the paper came."""

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="paper_forms")
    file = models.ForeignKey("evidence.StoredFile", models.PROTECT, verbose_name="扫描件", related_name="+")
    received_on = models.DateField("收到日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "纸质调查表"
        ordering = ["survey_return", "id"]

    def __str__(self) -> str:
        return f"{self.survey_return} {self.received_on}"
