"""What the clock asks: each night the files that nothing refers to are removed."""

from celery import shared_task
from django.utils import timezone

from ipservice.evidence.cleaning import remove_orphans


@shared_task(name="evidence.remove_orphans", ignore_result=True)
def remove_orphan_files() -> None:
    """Safe to deliver twice."""
    remove_orphans(now=timezone.now())
