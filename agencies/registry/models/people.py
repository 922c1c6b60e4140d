"""Who practises at an agency, and who acts for it in the portal."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.registry.models.agencies import Agency
from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary


class AttorneyState(Vocabulary):
    PRACTISING = "practising", "执业"
    SUSPENDED = "suspended", "停止承办新业务"
    REVOKED = "revoked", "吊销资格"
    LEFT = "left", "注销执业"


@tracked(exclude=("is_demo", "phone"))
class PatentAttorney(models.Model):
    """One patent attorney. No identity number is kept; the phone is for officials and is masked elsewhere."""

    name = models.CharField("姓名", max_length=64)
    certificate_number = models.CharField("资格证号", max_length=7, unique=True)
    practice_number = models.CharField("执业备案号", max_length=12, null=True, blank=True, unique=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name="执业机构", null=True, blank=True, related_name="attorneys"
    )
    state = models.CharField("状态", max_length=12, choices=AttorneyState.choices(), default=AttorneyState.PRACTISING)
    practising_since = models.DateField("首次执业", null=True, blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "专利代理师"
        ordering = ["certificate_number"]

    def __str__(self) -> str:
        return self.name


class AttorneyPractice(models.Model):
    """One attorney at one agency in one span."""

    attorney = models.ForeignKey(PatentAttorney, models.CASCADE, related_name="practices")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="practices")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "执业经历"
        ordering = ["attorney", "-since"]

    def __str__(self) -> str:
        return f"{self.attorney} {self.since}"


class AgencyMembership(models.Model):
    """One user acting for one agency; an agency always keeps an administrator."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    is_admin = models.BooleanField("机构管理员", default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField("加入时间", auto_now_add=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构账号"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user"], condition=Q(ended_at__isnull=True), name="one_live_membership_per_agency"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.agency}"
