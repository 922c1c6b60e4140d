"""What the clock asks: each night wrong tries at reading answers are forgotten."""

from celery import shared_task
from django.utils import timezone

from ipservice.procedure.services.lookups import forget_old_tries


@shared_task(name="procedure.forget_look_up_tries", ignore_result=True)
def forget_look_up_tries() -> None:
    """Safe to deliver twice."""
    forget_old_tries(now=timezone.now())
