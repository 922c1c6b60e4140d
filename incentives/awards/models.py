"""Measure nine, award for patent agencies: the round and its inputs, figures to confirm, lines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ipservice.audit.history import tracked
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.procedure.models import OutcomeLine, RuleSet

__all__ = ["AwardLine", "AwardRound", "FigureCheck"]

DECISION_KIND = "award"


@tracked(exclude=("created_at", "is_demo"))
class AwardRound(models.Model):
    """One award year with what it rests on. Money in fen; ``national_rate`` in per cent, exact as printed.

    It leaves preparation only with the national rate and its document, the basis document, the record of the
    fair-competition review and the budget line (公平竞争审查条例).
    """

    year = models.PositiveSmallIntegerField("奖励年度", unique=True)
    title = models.CharField("名称", max_length=200)
    ruleset = models.ForeignKey(RuleSet, models.PROTECT, verbose_name="规则版本", related_name="award_rounds")
    national_rate = models.DecimalField("全国平均授权率（%）", max_digits=7, decimal_places=4, null=True, blank=True)
    national_rate_document = models.CharField("全国平均授权率出处", max_length=200, blank=True)
    national_rate_published_on = models.DateField("公布日期", null=True, blank=True)
    basis_document = models.CharField("依据文件", max_length=200, blank=True)
    basis_number = models.CharField("依据文号", max_length=64, blank=True)
    review_record = models.CharField("公平竞争审查记录", max_length=200, blank=True)
    review_on = models.DateField("审查日期", null=True, blank=True)
    budget_line = models.CharField("预算科目", max_length=100, blank=True)
    budget_fen = models.BigIntegerField("预算（分）", null=True, blank=True)
    papers = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="附件", related_name="+")
    figures_opened_on = models.DateField("数据核对开始", null=True, blank=True)
    figures_due_on = models.DateField("数据核对截止", null=True, blank=True)
    lock_version = models.PositiveIntegerField("修改序号", default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", related_name="+")
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "奖励年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_fen__isnull=True) | Q(budget_fen__gte=0), name="budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(national_rate__isnull=True) | Q(national_rate__gte=0, national_rate__lte=100),
                name="national_rate_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(figures_opened_on__isnull=True)
                | (
                    Q(national_rate__isnull=False, budget_fen__isnull=False, review_on__isnull=False)
                    & ~Q(national_rate_document="")
                    & ~Q(basis_number="")
                    & ~Q(review_record="")
                    & ~Q(budget_line="")
                ),
                name="round_opens_only_with_its_grounds",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CheckState(Vocabulary):
    OPEN = "open", "待核对"
    CONFIRMED = "confirmed", "已确认"
    CONTESTED = "contested", "有异议"
    SETTLED = "settled", "已处理"
    LAPSED = "lapsed", "逾期视为无异议"


@tracked(exclude=("statement",))
class FigureCheck(models.Model):
    """What one agency says about its own figures before they are ranked. Unit: 件.

    ``claimed_*`` is what the agency holds right; ``settled_*`` is what counts after an official settled it with a
    reason, and the register's figure where empty.
    """

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="checks")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    filed = models.PositiveIntegerField("发明申请量")
    concluded = models.PositiveIntegerField("结案量")
    granted = models.PositiveIntegerField("授权量")
    state = models.CharField("状态", max_length=10, choices=CheckState.choices(), default=CheckState.OPEN)
    claimed_filed = models.PositiveIntegerField("主张申请量", null=True, blank=True)
    claimed_concluded = models.PositiveIntegerField("主张结案量", null=True, blank=True)
    claimed_granted = models.PositiveIntegerField("主张授权量", null=True, blank=True)
    statement = models.TextField("说明", blank=True)
    evidence = models.ManyToManyField("evidence.StoredFile", blank=True, verbose_name="证据", related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    settled_filed = models.PositiveIntegerField("核定申请量", null=True, blank=True)
    settled_concluded = models.PositiveIntegerField("核定结案量", null=True, blank=True)
    settled_granted = models.PositiveIntegerField("核定授权量", null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_reason = models.CharField("处理理由", max_length=500, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据核对"
        ordering = ["round", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="one_check_per_agency_and_round"),
            models.CheckConstraint(
                condition=~Q(state=CheckState.SETTLED) | (Q(settled_by__isnull=False) & ~Q(settled_reason="")),
                name="settled_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.agency_id}"


class AwardLine(OutcomeLine):
    """One agency's line in a year's award list, rewarded or not. Figures in 件, amount in fen (分).

    The agency's code and name are frozen as they stood. ``rank_low`` and ``rank_high`` bound the rank at 95 %.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="award_lines")
    subject_code = models.CharField("统一社会信用代码", max_length=18)
    agency_code = models.CharField("机构代码", max_length=5, blank=True)
    name = models.CharField("机构名称", max_length=200)
    filed = models.PositiveIntegerField("发明申请量")
    concluded = models.PositiveIntegerField("结案量")
    granted = models.PositiveIntegerField("授权量")
    is_qualified = models.BooleanField("符合条件")
    rank = models.PositiveIntegerField("名次", null=True)
    rate_low = models.DecimalField("区间下限（%）", max_digits=6, decimal_places=2, null=True)
    rate_high = models.DecimalField("区间上限（%）", max_digits=6, decimal_places=2, null=True)
    rank_low = models.PositiveIntegerField("可能最好名次", null=True)
    rank_high = models.PositiveIntegerField("可能最差名次", null=True)
    amount_fen = models.BigIntegerField("奖励金额（分）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "奖励名单"
        ordering = ["decision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "agency"], name="one_award_line_per_agency"),
            models.UniqueConstraint(fields=["decision", "position"], name="one_award_line_per_position"),
            models.CheckConstraint(
                condition=Q(rank__isnull=False) | Q(amount_fen=0), name="only_ranked_agencies_are_paid"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="award_amount_not_negative"),
            models.CheckConstraint(condition=Q(granted__lte=F("concluded")), name="award_granted_within_concluded"),
            models.CheckConstraint(condition=~Q(findings=[]), name="no_award_line_without_findings"),
        ]

    def __str__(self) -> str:
        return self.name
