"""The truth about background work is a row here, not the broker (outbox, relay, reconciler)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.foundation.vocabulary import Vocabulary


class JobState(Vocabulary):
    WAITING = "waiting", "等待中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"


FINISHED_STATES = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """City officials see all; everybody else sees what they asked for themselves."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_city_official else self.filter(asked_by=user)


class Job(models.Model):
    """One piece of work that was asked for. The same ``kind`` and ``key`` asked twice is the same job.

    ``attempts`` is counted in its own transaction before the work begins, so that work which kills its worker
    is given up after ``max_attempts`` instead of coming back for ever.
    """

    kind = models.CharField("任务", max_length=64)
    key = models.CharField("幂等键", max_length=128)
    arguments = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=12, choices=JobState.choices(), default=JobState.WAITING)
    progress_done = models.PositiveIntegerField("已完成", default=0)
    progress_total = models.PositiveIntegerField("总量", default=0)
    progress_note = models.CharField("正在做", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("尝试上限", default=3)
    time_limit_seconds = models.PositiveIntegerField("时限（秒）", default=900)
    error_message = models.TextField("失败原因", blank=True)
    result = models.JSONField("结果", default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="提交人", related_name="jobs"
    )
    asked_at = models.DateTimeField("提交时间", auto_now_add=True)
    not_before = models.DateTimeField("不早于", null=True, blank=True)
    relayed_at = models.DateTimeField("送出时间", null=True, blank=True)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_job_per_kind_and_key")]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(relayed_at__isnull=True, state="waiting"), name="jobs_not_relayed"
            ),
            models.Index(fields=["state", "asked_at"], name="jobs_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED_STATES


class Heartbeat(models.Model):
    """When a piece of clockwork last went well; silence past 1.5 periods turns the health page red."""

    name = models.CharField("名称", max_length=64, unique=True)
    last_ok_at = models.DateTimeField("最近正常")
    period_seconds = models.PositiveIntegerField("周期（秒）")

    class Meta:
        verbose_name = verbose_name_plural = "运行心跳"

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """A form token or Idempotency-Key that was used: the same request again gets the same answer, nothing twice."""

    token = models.CharField("令牌", max_length=255)
    purpose = models.CharField("用途", max_length=64)
    input_digest = models.CharField("输入摘要", max_length=64)
    answer = models.JSONField("答复", default=dict)
    used_at = models.DateTimeField("使用时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "幂等记录"
        constraints = [models.UniqueConstraint(fields=["purpose", "token"], name="one_use_per_token")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.token[:8]}"
