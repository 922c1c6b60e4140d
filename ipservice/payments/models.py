"""Money that the office pays out: one path for awards and, later, for every other grant.

What is paid for is named by ``group`` (one list of one decision, ``award:2024:17``) and ``subject_key`` (its line).
Amounts in fen (分).
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.audit.history import tracked
from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class PaymentState(Vocabulary):
    STAYED = "stayed", "异议暂缓"
    WAITING = "waiting", "待列批"
    LISTED = "listed", "已列批"
    ORDERED = "ordered", "已交财务"
    PAID = "paid", "已支付"
    RETURNED = "returned", "已退回"
    CANCELLED = "cancelled", "已取消"


class PaymentStep(Vocabulary):
    STAY = "stay", "暂缓"
    RELEASE = "release", "解除暂缓"
    LIST = "list", "列入批次"
    ORDER = "order", "交财务支付"
    PAY = "pay", "登记支付"
    RETURN = "return", "登记退回"
    CANCEL = "cancel", "取消"


PAYMENT = Lifecycle(
    {
        (PaymentState.WAITING, PaymentStep.STAY): PaymentState.STAYED,
        (PaymentState.WAITING, PaymentStep.LIST): PaymentState.LISTED,
        (PaymentState.WAITING, PaymentStep.CANCEL): PaymentState.CANCELLED,
        (PaymentState.STAYED, PaymentStep.RELEASE): PaymentState.WAITING,
        (PaymentState.STAYED, PaymentStep.CANCEL): PaymentState.CANCELLED,
        (PaymentState.LISTED, PaymentStep.ORDER): PaymentState.ORDERED,
        (PaymentState.ORDERED, PaymentStep.PAY): PaymentState.PAID,
        (PaymentState.ORDERED, PaymentStep.RETURN): PaymentState.RETURNED,
    }
)
ENDED_STATES = frozenset({PaymentState.RETURNED, PaymentState.CANCELLED})


class PayeeAccount(models.Model):
    """The bank account that a payee gave; the row without ``ended_at`` is the one that counts."""

    payee_code = models.CharField("统一社会信用代码", max_length=18)
    payee_name = models.CharField("户名", max_length=200)
    bank = models.CharField("开户行", max_length=100)
    account = models.CharField("账号", max_length=32)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提供人", related_name="+")
    given_at = models.DateTimeField("提供时间", auto_now_add=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "收款账户"
        ordering = ["payee_code", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["payee_code"], condition=Q(ended_at__isnull=True), name="one_account_in_use_per_payee"
            ),
            models.CheckConstraint(condition=Q(account__regex=r"^[0-9]{8,32}$"), name="accounts_are_digits"),
        ]

    def __str__(self) -> str:
        return self.payee_name


@tracked()
class PaymentBatch(models.Model):
    """One payment list: drawn up by one person, approved by another, then handed to finance as it is."""

    group = models.CharField("名单", max_length=64, db_index=True)
    number = models.CharField("批次号", max_length=64, unique=True)
    title = models.CharField("名称", max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="制单人", related_name="+")
    created_at = models.DateTimeField("制单时间", auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审批人", null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("审批时间", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "支付批次"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="batch_approved_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentQuerySet(models.QuerySet):
    def of(self, group: str) -> Self:
        return self.filter(group=group)

    def live(self) -> Self:
        """Neither returned nor cancelled: at most one a line."""
        return self.exclude(state__in=ENDED_STATES)


@tracked(exclude=("is_demo",))
class Payment(models.Model):
    """The payment of one line. A returned one stays as it is; ``replaces`` of the new one points to it."""

    group = models.CharField("名单", max_length=64, db_index=True)
    subject_key = models.CharField("名单行", max_length=64)
    payee_code = models.CharField("统一社会信用代码", max_length=18)
    payee_name = models.CharField("收款人", max_length=200)
    amount_fen = models.BigIntegerField("金额（分）")
    basis = models.CharField("依据", max_length=200)
    budget_line = models.CharField("预算科目", max_length=100)
    budget_year = models.PositiveSmallIntegerField("预算年度")
    bank = models.CharField("开户行", max_length=100, blank=True)
    account = models.CharField("账号", max_length=32, blank=True)
    state = models.CharField("状态", max_length=10, choices=PaymentState.choices(), default=PaymentState.WAITING)
    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, verbose_name="批次", null=True, blank=True, related_name="payments"
    )
    paid_on = models.DateField("支付日期", null=True, blank=True)
    returned_reason = models.CharField("退回原因", max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="替代", null=True, blank=True, related_name="replaced_by"
    )
    is_demo = models.BooleanField("演示数据", default=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支付"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "subject_key"],
                condition=~Q(state__in=sorted(ENDED_STATES)),
                name="one_live_payment_per_line",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payments_are_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["stayed", "waiting", "cancelled"])
                | (Q(batch__isnull=False) & ~Q(account="") & ~Q(bank="")),
                name="listed_payments_have_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaymentState.PAID) | Q(paid_on__isnull=False), name="paid_payments_have_their_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_name} {self.amount_fen}"


@tracked()
class Recovery(models.Model):
    """Money claimed back after a later finding, by the rule set under which it was granted."""

    group = models.CharField("名单", max_length=64, db_index=True)
    subject_key = models.CharField("名单行", max_length=64)
    payee_code = models.CharField("统一社会信用代码", max_length=18)
    payee_name = models.CharField("退款人", max_length=200)
    granted_fen = models.BigIntegerField("原奖励金额（分）")
    amount_fen = models.BigIntegerField("追回金额（分）")
    ruleset = models.CharField("适用规则", max_length=160)
    finding = models.CharField("查明事实", max_length=500)
    document = models.CharField("依据文件", max_length=200)
    findings = models.JSONField("计算依据")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="决定人", related_name="+")
    decided_at = models.DateTimeField("决定时间", auto_now_add=True)
    recovered_on = models.DateField("收回日期", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "追回"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "subject_key", "document"], name="one_recovery_per_document"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & Q(amount_fen__lte=F("granted_fen")), name="recovered_within_granted"
            ),
            models.CheckConstraint(condition=~Q(findings=[]), name="no_recovery_without_findings"),
        ]

    def __str__(self) -> str:
        return f"{self.payee_name} {self.amount_fen}"
