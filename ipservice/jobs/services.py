"""Asking for background work, cancelling it, trying it again. No broker is spoken to here."""

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import kind_of, label_of

CHANNEL = "jobs_waiting"


class JobUnderWay(DomainError):
    code = "job_under_way"
    template = "任务“{label}”已经{state}，不能取消；只有等待中的任务可以取消。"


class JobNotFailed(DomainError):
    code = "job_not_failed"
    template = "任务“{label}”当前为“{state}”，只有失败或已取消的任务可以重试。"


@transaction.atomic
def ask(kind: str, key: str, arguments: dict[str, Any], *, by: User | None) -> Job:
    """The job of this kind and key, asked for now if it is new. It starts after the caller's transaction commits.

    The same kind and key asked twice is the same job, whatever became of it; ``retry`` starts a failed one again.
    """
    definition = kind_of(kind)
    fresh = Job(kind=kind, key=key, arguments=arguments, asked_by=by, time_limit_seconds=definition.time_limit_seconds)
    Job.objects.bulk_create([fresh], ignore_conflicts=True)
    job = Job.objects.get(kind=kind, key=key)
    wake_relay()
    return job


@transaction.atomic
def cancel(job_id: int, *, by: User) -> Job:
    """Take back work that has not begun. Raises ``JobUnderWay``."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state != JobState.WAITING:
        raise JobUnderWay(label=label_of(job.kind), state=job.get_state_display())
    job.state = JobState.CANCELLED
    job.save(update_fields=["state"])
    record("job.cancel", f"取消后台任务“{label_of(job.kind)}”", subject=("job", job.pk), by=by)
    return job


@transaction.atomic
def retry(job_id: int, *, by: User) -> Job:
    """Start failed or cancelled work again with a fresh count of attempts. Raises ``JobNotFailed``."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise JobNotFailed(label=label_of(job.kind), state=job.get_state_display())
    record(
        "job.retry",
        f"重试后台任务“{label_of(job.kind)}”",
        subject=("job", job.pk),
        by=by,
        before={"state": job.state, "attempts": job.attempts, "error": job.error_message},
    )
    put_back(Job.objects.filter(pk=job.pk), attempts=0, error_message="")
    job.refresh_from_db()
    return job


def put_back(jobs: QuerySet[Job], **changes: Any) -> int:
    """Let the relay send these jobs again; returns how many."""
    count = jobs.update(state=JobState.WAITING, relayed_at=None, not_before=None, finished_at=None, **changes)
    if count:
        wake_relay()
    return count


def wake_relay() -> None:
    """Tell a listening relay, at commit, that there is something to send."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
