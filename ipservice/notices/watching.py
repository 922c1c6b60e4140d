"""Tells people about background work that failed; the event's name keeps it to one message a person."""

from datetime import datetime, timedelta

from ipservice.accounts.models import Role, User
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import label_of
from ipservice.notices.models import Message
from ipservice.notices.services import complete_task, notify

LOOK_BACK = timedelta(days=1)
EVENT = "job.failed:"


def tell_of_failed_jobs(*, now: datetime) -> int:
    """A task for the system administrators until the job runs again, a word to who asked for it.

    Returns how many messages were written.
    """
    _close_settled()
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=now - LOOK_BACK).select_related("asked_by")
    keepers = list(User.objects.filter(role=Role.SYSTEM_ADMIN, is_active=True)) if failed else []
    return sum(len(_tell(job, keepers)) for job in failed)


def _tell(job: Job, keepers: list[User]) -> list:
    content = {"body": job.error_message, "link": f"/jobs/{job.pk}/"}
    event, title = f"{EVENT}{job.pk}:{job.finished_at:%Y%m%d%H%M%S}", f"后台任务“{label_of(job.kind)}”未能完成"
    asker = [job.asked_by] if job.asked_by and job.asked_by not in keepers else []
    return [
        *notify(keepers, event=event, title=title, is_task=True, **content),
        *notify(asker, event=event, title=title, **content),
    ]


def _close_settled() -> None:
    """The task is done once the job no longer stands as failed, or stands as failed anew and is told anew."""
    for event in Message.objects.open_tasks().filter(event__startswith=EVENT).values_list("event", flat=True):
        _, number, moment = event.split(":")
        job = Job.objects.filter(pk=number, state=JobState.FAILED).first()
        if job is None or f"{job.finished_at:%Y%m%d%H%M%S}" != moment:
            complete_task(event)
