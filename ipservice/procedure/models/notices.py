"""Public notices and the objections against single lines of them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.procedure.models.decisions import Decision


class PublicNotice(models.Model):
    """The public notice of one decision, frozen as it was shown. ``first_day`` and ``last_day`` both belong to it."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="notice")
    index_number = models.CharField("索引号", max_length=64, unique=True)
    number = models.CharField("发文字号", max_length=64, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发布机构", max_length=100)
    basis = models.TextField("依据")
    contact = models.CharField("联系方式", max_length=300)
    topic = models.CharField("主题分类", max_length=60, blank=True)
    genre = models.CharField("体裁分类", max_length=60, default="公示")
    written_on = models.DateField("成文日期")
    released_on = models.DateField("发布日期")
    first_day = models.DateField("公示首日")
    last_day = models.DateField("公示末日")
    working_days = models.PositiveSmallIntegerField("工作日数")
    is_provisional = models.BooleanField("期限暂定", default=False, help_text="末日所在年度的放假安排尚未公布")

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="notice_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.title


class ObjectionState(Vocabulary):
    PENDING = "pending", "待答复"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "异议不成立"


class ObjectionQuerySet(models.QuerySet):
    def unanswered(self) -> Self:
        return self.filter(state=ObjectionState.PENDING)

    def visible_to(self, user) -> Self:
        """City officials see all; who objected from an account sees their own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_city_official else self.filter(submitted_by=user)


@tracked(exclude=("objector_name", "objector_phone", "statement", "submitted_at"))
class Objection(models.Model):
    """One objection to one line of a list on notice: real name, what is wrong, evidence; its own item until answered.

    ``subject_code`` is the unified social credit code of the agency whose line is contested.
    """

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    number = models.CharField("异议编号", max_length=64, unique=True)
    subject_code = models.CharField("所涉机构代码", max_length=18)
    subject_name = models.CharField("所涉机构", max_length=200)
    objector_name = models.CharField("异议人", max_length=100)
    objector_phone = models.CharField("联系电话", max_length=20)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="提交账号", related_name="+"
    )
    statement = models.TextField("异议内容")
    evidence = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="证据", related_name="+")
    submitted_at = models.DateTimeField("提交时间", auto_now_add=True)
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=ObjectionState.choices(), default=ObjectionState.PENDING)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="答复人", related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.PENDING)
                | (~Q(answer="") & Q(answered_by__isnull=False) & Q(answered_at__isnull=False)),
                name="answered_objections_carry_their_answer",
            )
        ]

    def __str__(self) -> str:
        return self.number


class LookUpTry(models.Model):
    """One wrong try to read the answer of an objection; says nothing about who tried."""

    number = models.CharField("异议编号", max_length=64)
    tried_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "异议查询失败记录"
        indexes = [models.Index(fields=["number", "tried_at"], name="look_up_tries")]

    def __str__(self) -> str:
        return self.number
