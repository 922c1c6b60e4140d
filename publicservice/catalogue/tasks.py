"""What the clock asks of the catalogue."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from publicservice.catalogue.services import targets

NIGHTLY = 24 * 3600


@shared_task(name="catalogue.check_targets", ignore_result=True)
def check_targets() -> None:
    """Safe to deliver twice: a day counts one failure at most."""
    targets.check_all(today=timezone.localdate())
    beat("检查服务目录的链接", period_seconds=NIGHTLY)
