"""What others found about an agency, each with dates and source."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.registry.models.agencies import Agency
from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary


class StandingKind(Vocabulary):
    CREDIT_GRADE = "credit_grade", "国家信用等级"
    ABNORMAL_LIST = "abnormal_list", "经营异常名录"
    SERIOUS_LIST = "serious_list", "严重违法失信名单"
    SANCTION = "sanction", "行政处罚"


class StandingQuerySet(models.QuerySet):
    def in_force_on(self, day: date) -> Self:
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


@tracked()
class Standing(models.Model):
    """One fact about an agency's standing in one span, with its source. Recorded, never computed here."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="standings")
    kind = models.CharField("种类", max_length=16, choices=StandingKind.choices())
    value = models.CharField("内容", max_length=64, help_text="信用等级 A+、A、B、C、D；名录或处罚的名称")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至", null=True, blank=True, help_text="自该日起不再有效")
    source = models.CharField("依据文件", max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信用与监管状况"
        ordering = ["agency", "kind", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.value}"
