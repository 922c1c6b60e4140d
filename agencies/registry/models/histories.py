"""What an agency was called and how it stood before."""

from django.conf import settings
from django.db import models

from agencies.registry.models.agencies import Agency
from agencies.registry.rules import AgencyState
from ipservice.foundation.vocabulary import Vocabulary


class AgencyName(models.Model):
    """One name in one span; the present one has no ``until``."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=200)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True, help_text="自该日起不再使用")
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名称沿革"
        ordering = ["agency", models.F("until").desc(nulls_first=True)]

    def __str__(self) -> str:
        return self.name


class AliasKind(Vocabulary):
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    AGENCY_CODE = "agency_code", "专利代理机构代码"


class AgencyAlias(models.Model):
    """A code that once stood for this agency and still finds it (after a merge or a correction)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="aliases")
    kind = models.CharField("种类", max_length=12, choices=AliasKind.choices())
    value = models.CharField("代码", max_length=18)
    reason = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "曾用代码"
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="one_agency_per_alias")]

    def __str__(self) -> str:
        return self.value


class StateChange(models.Model):
    """From ``since`` on the agency was in ``state``."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="state_changes")
    state = models.CharField("状态", max_length=12, choices=AgencyState.choices())
    since = models.DateField("自")
    reason = models.CharField("原因", max_length=300, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "状态沿革"
        ordering = ["agency", "-since", "-id"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.since}"
