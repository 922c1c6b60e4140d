"""The terms as the office has confirmed them."""

from django.db import models

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
