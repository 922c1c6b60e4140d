"""A person asks to become the administrator of an agency."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.registry.models.agencies import Agency
from ipservice.foundation.vocabulary import Vocabulary


class ClaimState(Vocabulary):
    SUBMITTED = "submitted", "待审核"
    ACCEPTED = "accepted", "已通过"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """One's own; officials see those of the agencies they look after."""
        if not user.is_authenticated:
            return self.none()
        if user.is_official:
            return self.filter(agency__in=Agency.objects.managed_by(user))
        return self.filter(claimant=user)

    def on_agencies_of(self, user) -> Self:
        """Claims on agencies that ``user`` administers already: told about, and asked what they know."""
        administered = Q(agency__memberships__user=user, agency__memberships__ended_at__isnull=True)
        return self.filter(administered, agency__memberships__is_admin=True).exclude(claimant=user)

    def waiting(self) -> Self:
        return self.filter(state=ClaimState.SUBMITTED)


class AgencyClaim(models.Model):
    """One person's claim on one agency, with the codes that were typed and the papers that prove it.

    ``remark`` is what an administrator whom the agency had already says about it; the official decides.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="claims")
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="agency_claims"
    )
    position = models.CharField("在机构的职务", max_length=60)
    statement = models.CharField("申请说明", max_length=500, blank=True)
    evidence = models.ManyToManyField("evidence.StoredFile", verbose_name="证明材料", related_name="+")
    state = models.CharField("状态", max_length=12, choices=ClaimState.choices(), default=ClaimState.SUBMITTED)
    submitted_at = models.DateTimeField("提交时间", auto_now_add=True)
    due_on = models.DateField("办理期限")
    remark = models.CharField("现任管理员意见", max_length=500, blank=True)
    remark_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="意见人", null=True, blank=True, related_name="+"
    )
    remark_at = models.DateTimeField("意见时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    reason = models.CharField("审核意见", max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构认领申请"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claimant"],
                condition=Q(state="submitted"),
                name="one_open_claim_per_agency_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "withdrawn"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["accepted", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="decided_claims_say_by_whom_and_when",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="refused_claims_say_why"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("claimant")),
                name="nobody_decides_their_own_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} 认领申请 #{self.pk}"
