"""One attempt at one job: counted first, then lock, work and result in one transaction.

Delivered twice, the second delivery finds the lock held or the job done and leaves. Killed in the middle, the
attempt stays counted and the work is rolled back.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import pghistory
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from ipservice.foundation.errors import DomainError
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import kind_of

logger = logging.getLogger(__name__)

LOCK_NAMESPACE = 0x4A4F42
ERROR_LENGTH = 2000
GIVEN_UP = "该任务连续 {attempts} 次中断，已停止重试。请联系系统管理员查看运行日志。"
UNEXPECTED = "处理中发生意外错误（{name}），未保存任何结果。"


def execute(job_id: int) -> None:
    """Make one attempt. Does nothing for a job that is finished, cancelled, unknown or at work elsewhere."""
    with _sole_runner(job_id) as is_sole:
        if is_sole and _count_attempt(job_id):
            with _Attempt(job_id):
                _work(job_id)


def is_at_work(job_id: int) -> bool:
    """Whether some process holds the lock of this job right now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid = %s AND objid = %s AND database = (SELECT oid FROM pg_database"
            " WHERE datname = current_database()))",
            [LOCK_NAMESPACE, job_id],
        )
        return cursor.fetchone()[0]


@contextmanager
def _sole_runner(job_id: int) -> Iterator[bool]:
    """Hold the session lock of a job; the server drops it with the connection when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_NAMESPACE, job_id])
        is_sole = cursor.fetchone()[0]
    try:
        yield is_sole
    finally:
        if is_sole and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_NAMESPACE, job_id])


@transaction.atomic
def _count_attempt(job_id: int) -> bool:
    """Write the attempt down before it is made; give up when there have been enough."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.is_finished:
        return False
    if job.attempts >= job.max_attempts:
        _give_up(job, GIVEN_UP.format(attempts=job.attempts))
        return False
    Job.objects.filter(pk=job_id).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=timezone.now(),
        progress_done=0,
        progress_note="",
    )
    return True


def _work(job_id: int) -> None:
    job = Job.objects.select_related("asked_by").get(pk=job_id)
    who = pghistory.context(user=job.asked_by_id, job=f"{job.kind} {job.key}")
    with who, _progress_of(job) as progress, transaction.atomic():
        result = kind_of(job.kind).run(job, progress) or {}
        _finish(job, result)


def _finish(job: Job, result: dict[str, Any]) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE,
        result=result,
        error_message="",
        finished_at=timezone.now(),
        progress_done=F("progress_total"),
        progress_note="",
    )


@contextmanager
def _progress_of(job: Job) -> Iterator[Any]:
    """Progress is seen while the work is not yet committed, so it goes through a connection of its own."""
    aside = connection.get_new_connection(connection.get_connection_params())
    aside.autocommit = True

    def progress(done: int, total: int, note: str = "") -> None:
        with aside.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            cursor.execute(
                "UPDATE jobs_job SET progress_done = %s, progress_total = %s, progress_note = %s WHERE id = %s",
                [done, total, note[:200], job.pk],
            )

    try:
        yield progress
    finally:
        aside.close()


class _Attempt:
    """Writes down how an attempt ended when it did not end well, and lets the error pass on."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if error is None or (isinstance(error, OperationalError) and not connection.is_usable()):
            return False
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=self.job_id)
            if isinstance(error, DomainError):
                _give_up(job, error.message)
            elif job.attempts >= job.max_attempts:
                _give_up(job, UNEXPECTED.format(name=type(error).__name__))
            else:
                _try_later(job, UNEXPECTED.format(name=type(error).__name__))
        return isinstance(error, DomainError)


def _try_later(job: Job, message: str) -> None:
    logger.warning("job %s attempt %s failed, will be tried again", job.pk, job.attempts)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.WAITING,
        relayed_at=None,
        not_before=timezone.now() + timedelta(seconds=5 * 2**job.attempts),
        error_message=message[:ERROR_LENGTH],
    )


def _give_up(job: Job, message: str) -> None:
    """A dead letter: it stays visible with its reason; ``notices`` tells the person who asked."""
    logger.error("job %s given up after %s attempts", job.pk, job.attempts)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, error_message=message[:ERROR_LENGTH], finished_at=timezone.now()
    )
