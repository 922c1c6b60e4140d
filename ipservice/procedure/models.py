"""What the office decides: rule sets by version, decisions with their lines, public notices, objections, steps."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class Stage(Vocabulary):
    DRAFT = "draft", "拟定中"
    IN_REVIEW = "in_review", "复核中"
    APPROVED = "approved", "已复核"
    ON_NOTICE = "on_notice", "公示中"
    CONFIRMED = "confirmed", "已确定"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"
    REVOKED = "revoked", "已撤销"


class Step(Vocabulary):
    SUBMIT = "submit", "提交复核"
    RETURN = "return", "退回修改"
    APPROVE = "approve", "复核通过"
    OPEN_NOTICE = "open_notice", "开始公示"
    WITHDRAW = "withdraw", "撤回重拟"
    CONFIRM = "confirm", "确定名单"
    PUBLISH = "publish", "公布"
    REVOKE = "revoke", "撤销"


DECISION = Lifecycle(
    {
        (Stage.DRAFT, Step.SUBMIT): Stage.IN_REVIEW,
        (Stage.IN_REVIEW, Step.RETURN): Stage.DRAFT,
        (Stage.IN_REVIEW, Step.APPROVE): Stage.APPROVED,
        (Stage.APPROVED, Step.OPEN_NOTICE): Stage.ON_NOTICE,
        (Stage.APPROVED, Step.RETURN): Stage.DRAFT,
        (Stage.ON_NOTICE, Step.WITHDRAW): Stage.WITHDRAWN,
        (Stage.ON_NOTICE, Step.CONFIRM): Stage.CONFIRMED,
        (Stage.CONFIRMED, Step.PUBLISH): Stage.PUBLISHED,
        (Stage.PUBLISHED, Step.REVOKE): Stage.REVOKED,
    }
)
PUBLIC_STAGES = frozenset({Stage.ON_NOTICE, Stage.CONFIRMED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.REVOKED})
LIVE_STAGES = frozenset(set(Stage) - {Stage.WITHDRAWN, Stage.REVOKED})
REVIEWED_STAGES = frozenset(set(Stage) - {Stage.DRAFT, Stage.IN_REVIEW})


class RuleSetStage(Vocabulary):
    DRAFT = "draft", "草案"
    ADOPTED = "adopted", "已采用"


class RuleSetStatus(Vocabulary):
    TO_CONFIRM = "to_confirm", "数值待确认"
    CONFIRMED = "confirmed", "已确认"


class RuleSetQuerySet(models.QuerySet):
    def in_force(self, kind: str, on: date) -> Self:
        """At most one row: the database refuses overlapping versions of a kind."""
        return self.filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gt=on),
            kind=kind,
            stage=RuleSetStage.ADOPTED,
            in_force_from__lte=on,
        )


class RuleSet(models.Model):
    """One version of the numbers and readings by which one kind of decision is made.

    ``parameters`` maps names to typed values; ``sources`` maps the same names to
    ``{"text": legal text, "article": ..., "mark": "V"|"R"|"P", "status": "to_confirm"|"confirmed"}``.
    Adopted by two persons; frozen once adopted (the database refuses changes to its parameters).
    """

    kind = models.CharField("种类", max_length=32)
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=120)
    stage = models.CharField("阶段", max_length=8, choices=RuleSetStage.choices(), default=RuleSetStage.DRAFT)
    status = models.CharField(
        "数值状态", max_length=12, choices=RuleSetStatus.choices(), default=RuleSetStatus.TO_CONFIRM
    )
    parameters = models.JSONField("参数")
    sources = models.JSONField("依据", default=dict)
    digest = models.CharField("参数摘要", max_length=64)
    in_force_from = models.DateField("施行日", null=True, blank=True)
    in_force_until = models.DateField("失效日", null=True, blank=True, help_text="自该日起不再施行")
    based_on = models.ForeignKey("self", models.PROTECT, verbose_name="修改自", null=True, blank=True, related_name="+")
    reason = models.CharField("修改理由", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟定人", null=True, blank=True, related_name="+"
    )
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="采用人", null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField("采用时间", null=True, blank=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_ruleset_per_kind_and_version"),
            models.CheckConstraint(
                condition=Q(stage=RuleSetStage.DRAFT)
                | Q(stage=RuleSetStage.ADOPTED, in_force_from__isnull=False, adopted_at__isnull=False),
                name="adopted_rulesets_are_dated",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(adopted_by=F("proposed_by")),
                name="ruleset_adopted_by_another_person",
            ),
            ExclusionConstraint(
                name="one_ruleset_in_force_per_kind_and_day",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("in_force_from"), F("in_force_until"), function="DATERANGE", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(stage=RuleSetStage.ADOPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.version}版"


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Officials of the city see all; everybody else, signed in or not, sees what has reached the public."""
        if user.is_authenticated and user.is_city_official:
            return self
        return self.filter(stage__in=PUBLIC_STAGES)

    def published(self) -> Self:
        return self.filter(stage=Stage.PUBLISHED)

    def live(self) -> Self:
        """Neither withdrawn nor revoked."""
        return self.filter(stage__in=LIVE_STAGES)


class Decision(models.Model):
    """One list that the office decides: computed, approved by a second person, on notice, confirmed, published.

    ``inputs`` is the frozen snapshot that the rule was run on and ``inputs_digest`` its SHA-256; ``result_digest``
    is that of the lines. A list that has been on notice is never amended: it is withdrawn, and ``redrawn_from``
    of the new one points to it.
    """

    kind = models.CharField("种类", max_length=32)
    period = models.CharField("所属期", max_length=16)
    title = models.CharField("标题", max_length=200)
    stage = models.CharField("阶段", max_length=12, choices=Stage.choices(), default=Stage.DRAFT)
    ruleset = models.ForeignKey(RuleSet, models.PROTECT, verbose_name="规则版本", related_name="decisions")
    inputs = models.JSONField("输入快照", default=dict)
    inputs_digest = models.CharField("输入摘要", max_length=64, blank=True)
    result_digest = models.CharField("结果摘要", max_length=64, blank=True)
    computed_at = models.DateTimeField("计算时间", null=True, blank=True)
    lock_version = models.PositiveIntegerField("修改序号", default=0)
    number = models.CharField("发文字号", max_length=64, blank=True)
    drawn_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟定人", related_name="+")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="复核人", null=True, blank=True, related_name="+"
    )
    redrawn_from = models.OneToOneField(
        "self", models.PROTECT, verbose_name="重拟自", null=True, blank=True, related_name="redrawn_as"
    )
    published_on = models.DateField("公布日", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period"],
                condition=Q(stage__in=sorted(LIVE_STAGES)),
                name="one_live_decision_per_period",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drawn_up_by")),
                name="decision_reviewed_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(REVIEWED_STAGES)) | Q(reviewed_by__isnull=False),
                name="decision_goes_on_only_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT) | ~Q(inputs_digest=""), name="decision_leaves_draft_with_frozen_inputs"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepTaken(models.Model):
    """One step of one decision: who, when, from where to where, and why."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=12, choices=Step.choices())
    from_stage = models.CharField("原阶段", max_length=12, choices=Stage.choices())
    to_stage = models.CharField("新阶段", max_length=12, choices=Stage.choices())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办", related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    reason = models.CharField("理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "步骤记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_step_display()


class PublicNotice(models.Model):
    """The public notice of one decision. ``first_day`` and ``last_day`` both belong to the notice."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="notice")
    index_number = models.CharField("索引号", max_length=64, unique=True)
    number = models.CharField("发文字号", max_length=64, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发布机构", max_length=100)
    basis = models.TextField("依据")
    contact = models.CharField("联系方式", max_length=300)
    written_on = models.DateField("成文日期")
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


class OutcomeLine(models.Model):
    """What every decided line has: its decision, its place, and the findings behind it (never without)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="%(class)ss")
    position = models.PositiveIntegerField("序号")
    findings = models.JSONField("认定依据")

    class Meta:
        abstract = True
