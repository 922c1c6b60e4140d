"""What the clock asks: once a night, end what is over."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from ipservice.privacy.services import consenting, erasing

NIGHTLY = 24 * 3600


@shared_task(name="privacy.erase_due", ignore_result=True)
def erase_due() -> None:
    """Safe to deliver twice."""
    now = timezone.now()
    erasing.erase_due(now=now)
    consenting.end_what_is_over(now=now)
    beat("清除到期的个人信息", period_seconds=NIGHTLY)
