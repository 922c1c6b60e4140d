"""What the clock asks: each night the staging tables of forgotten previews go."""

from celery import shared_task
from django.utils import timezone

from ipservice.intake.services.cleaning import drop_old_stages


@shared_task(name="intake.drop_old_stages", ignore_result=True)
def drop_old_stages_task() -> None:
    """Safe to deliver twice."""
    drop_old_stages(now=timezone.now())
