"""Tells people about background work that failed; the event's name keeps it to one message a person."""

from datetime import datetime, timedelta

from ipservice.accounts.models import Role, User
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import label_of
from ipservice.notices.services import notify

LOOK_BACK = timedelta(days=1)


def tell_of_failed_jobs(*, now: datetime) -> int:
    """Who asked for it and the system administrators; returns how many messages were written."""
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=now - LOOK_BACK).select_related("asked_by")
    keepers = list(User.objects.filter(role=Role.SYSTEM_ADMIN, is_active=True)) if failed else []
    return sum(len(_tell(job, keepers)) for job in failed)


def _tell(job: Job, keepers: list[User]) -> list:
    return notify(
        [*keepers, *([job.asked_by] if job.asked_by else [])],
        event=f"job.failed:{job.pk}:{job.finished_at:%Y%m%d%H%M%S}",
        title=f"后台任务“{label_of(job.kind)}”未能完成",
        body=job.error_message,
        link=f"/jobs/{job.pk}/",
    )
