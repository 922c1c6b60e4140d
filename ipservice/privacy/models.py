"""The terms as the office has confirmed them, and what people have agreed to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.foundation.vocabulary import Vocabulary


class TermStatus(Vocabulary):
    TO_CONFIRM = "to_confirm", "待确认"
    CONFIRMED = "confirmed", "已确认"


class RetentionTerm(models.Model):
    """How many days the personal fields of one model are kept; without a row the declared default holds."""

    label = models.CharField("数据表", max_length=100, unique=True)
    days = models.PositiveIntegerField("保存天数")
    basis = models.CharField("依据", max_length=200)
    status = models.CharField("状态", max_length=12, choices=TermStatus.choices(), default=TermStatus.TO_CONFIRM)

    class Meta:
        verbose_name = verbose_name_plural = "个人信息保存期限"
        ordering = ["label"]
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=30), name="personal_data_is_kept_a_month")]

    def __str__(self) -> str:
        return f"{self.label} {self.days} 天"


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """City officials see all; everybody else what they gave themselves."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_city_official else self.filter(given_by=user)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One person's consent to one purpose (ipservice.privacy.consents) about one row, with the words they read.

    ``contact`` is a keyed fingerprint of the phone or mail address of a person without an account; nobody reads the
    address from it, but who knows the address finds the consent. ``kept_days`` is the term that the words promised.
    """

    purpose = models.CharField("用途", max_length=40)
    version = models.CharField("文本版本", max_length=16)
    wording = models.TextField("同意的文本")
    kept_days = models.PositiveIntegerField("承诺的保存天数", null=True, blank=True)
    subject_type = models.CharField("所涉数据", max_length=100)
    subject_key = models.CharField("所涉记录", max_length=64)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="同意人账号", related_name="+"
    )
    contact = models.CharField("联系方式指纹", max_length=64, blank=True)
    given_at = models.DateTimeField("同意时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    data_ended_at = models.DateTimeField("数据清除时间", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息处理同意"
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject_type", "subject_key"],
                condition=Q(withdrawn_at=None),
                name="one_standing_consent_per_purpose_and_row",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_is_given",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_key"], name="consents_by_row"),
            models.Index(fields=["contact"], condition=~Q(contact=""), name="consents_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_type} {self.subject_key}"
