"""What the clock asks of accounts."""

from celery import shared_task
from django.utils import timezone

from ipservice.administration.services import sign_ups


@shared_task(name="accounts.remove_unconfirmed", ignore_result=True)
def remove_unconfirmed() -> None:
    """Safe to deliver twice."""
    sign_ups.remove_unconfirmed(now=timezone.now())
