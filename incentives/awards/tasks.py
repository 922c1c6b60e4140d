"""What the clock asks: each day the figure checks whose term is over are closed."""

from celery import shared_task
from django.utils import timezone

from incentives.awards.services import figures


@shared_task(name="awards.lapse_checks", ignore_result=True)
def lapse_checks() -> None:
    """Safe to deliver twice."""
    figures.lapse(today=timezone.localdate())
