"""What the clock asks of rights aid."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from publicservice.rights_aid.services import doors, handling

NIGHTLY = 24 * 3600


@shared_task(name="rights_aid.close_due", ignore_result=True)
def close_due() -> None:
    """Safe to deliver twice."""
    handling.close_due(today=timezone.localdate())
    doors.forget_old(now=timezone.now())
    beat("办结到期的维权援助", period_seconds=NIGHTLY)
