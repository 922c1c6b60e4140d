"""What one agency answers in one year: the return, its cells, what was sent, and who may handle it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.registry.models import Agency, AgencyKind
from ipservice.audit.history import tracked
from supervision.survey.models.questionnaires import Survey, SurveyItem
from supervision.survey.rules.states import ReturnState, ReturnStep, SurveyState, Via


class SurveyPostQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(ended_on__isnull=True)


@tracked()
class SurveyPost(models.Model):
    """Who handles the survey (统计人员): the whole city, or one district. Without a post nobody opens an answer.

    统计法: answers serve statistics only. A role alone (municipal official, system administrator) is no post.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="统计人员", related_name="survey_posts"
    )
    district = models.ForeignKey(
        "reference.District", models.PROTECT, verbose_name="区县", null=True, blank=True, related_name="+"
    )
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="指定人", related_name="+")
    since = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = SurveyPostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "统计人员"
        ordering = ["-since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "district"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="one_live_survey_post",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.district or '全市'}"


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """An agency its own once the year is open; people with a survey post those of their area; nobody else any."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self._of_the_post(user)
        return self.filter(agency__in=Agency.objects.run_by(user)).exclude(survey__state=SurveyState.DRAFT)

    def _of_the_post(self, user) -> Self:
        posts = SurveyPost.objects.live().filter(user=user)
        if posts.filter(district__isnull=True).exists():
            return self
        return self.filter(district__in=posts.values("district"))

    def due(self) -> Self:
        """The units whose answers count in the response rate."""
        return self.exclude(state=ReturnState.EXCUSED)

    def answered(self) -> Self:
        """Sent at least once."""
        return self.due().filter(submitted_at__isnull=False)


@tracked(exclude=("version",))
class SurveyReturn(models.Model):
    """One agency in one year. Name, code, district, kind and size class are frozen when the year opens.

    ``version`` counts writes: who writes with an old one is told what has changed meanwhile.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="returns")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="survey_returns")
    agency_name = models.CharField("机构名称", max_length=200)
    agency_code = models.CharField("机构代码", max_length=18, blank=True)
    district = models.ForeignKey("reference.District", models.PROTECT, verbose_name="区县", related_name="+")
    kind = models.CharField("类型", max_length=12, choices=AgencyKind.choices())
    size_class = models.CharField("规模", max_length=8, blank=True)
    state = models.CharField("状态", max_length=16, choices=ReturnState.choices(), default=ReturnState.WAITING)
    due_on = models.DateField("截止日期")
    submitted_at = models.DateTimeField("最近提交", null=True, blank=True)
    accepted_at = models.DateTimeField("通过时间", null=True, blank=True)
    version = models.PositiveIntegerField("修改次数", default=0)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构填报"
        ordering = ["survey", "district", "agency_name"]
        constraints = [models.UniqueConstraint(fields=["survey", "agency"], name="one_return_per_agency_and_year")]
        indexes = [
            models.Index(fields=["survey", "state"], name="return_by_state"),
            models.Index(fields=["survey", "district", "state"], name="return_by_district"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_name} {self.survey_id}"


class Answer(models.Model):
    """The value of one cell as it stands. A number is in ``number`` and everything else in ``text``.

    ``explanation`` answers a soft check and travels with the value. Earlier values are in the submissions. ``version``
    is that of the return which the last change made: who has seen an older one has not seen this value. A cell that
    was emptied keeps its row, so that this is known of it too.
    """

    survey_return = models.ForeignKey(SurveyReturn, models.CASCADE, related_name="answers")
    item = models.ForeignKey(SurveyItem, models.PROTECT, related_name="+")
    cell = models.CharField("单元格", max_length=80)
    number = models.DecimalField("数值", max_digits=20, decimal_places=4, null=True, blank=True)
    text = models.CharField("文字", max_length=1000, blank=True)
    explanation = models.CharField("说明", max_length=500, blank=True)
    via = models.CharField("来源", max_length=8, choices=Via.choices(), default=Via.PAGE)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField("修改时间")
    version = models.PositiveIntegerField("修改序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "填报数据"
        ordering = ["survey_return", "cell"]
        constraints = [
            models.UniqueConstraint(fields=["survey_return", "cell"], name="one_answer_per_cell"),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(text=""), name="answer_is_number_or_text"),
        ]
        indexes = [models.Index(fields=["item", "cell"], include=["number"], name="answer_by_cell")]

    def __str__(self) -> str:
        return f"{self.cell}"


class Submission(models.Model):
    """Everything as it was sent, never changed again: ``answers`` maps cell to ``{"value": ..., "explanation": ...}``.

    ``is_accepted`` marks the one that passed; what differs from the last accepted one is the count of changed cells.
    """

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("次数")
    answers = models.JSONField("数据")
    digest = models.CharField("摘要", max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间")
    is_accepted = models.BooleanField("已通过", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "提交记录"
        ordering = ["survey_return", "number"]
        constraints = [models.UniqueConstraint(fields=["survey_return", "number"], name="one_submission_number")]

    def __str__(self) -> str:
        return f"{self.survey_return} #{self.number}"


class ReturnLog(models.Model):
    """One step of a return, append-only: who, when, from what to what, with which words."""

    survey_return = models.ForeignKey(SurveyReturn, models.PROTECT, related_name="log")
    step = models.CharField("步骤", max_length=16, choices=ReturnStep.choices())
    state_after = models.CharField("之后", max_length=16, choices=ReturnState.choices())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "填报过程"
        ordering = ["survey_return", "id"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.at:%Y-%m-%d}"
