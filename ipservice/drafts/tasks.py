"""What the clock asks of drafts."""

from celery import shared_task
from django.utils import timezone

from ipservice.drafts import services


@shared_task(name="drafts.prune", ignore_result=True)
def prune() -> None:
    services.prune(now=timezone.now())
