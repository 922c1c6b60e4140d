"""What the clock asks: held places run out, who waits is served, who comes tomorrow is reminded."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from publicservice.booking.services import doors, reminding, waiting


@shared_task(name="booking.free_places", ignore_result=True)
def free_places() -> None:
    """Every few seconds; two at once skip what the other has taken."""
    now = timezone.now()
    waiting.expire_due(now=now)
    waiting.serve_waiting(now=now)
    beat("booking.free_places", period_seconds=60)


@shared_task(name="booking.remind", ignore_result=True)
def remind_of_tomorrow() -> None:
    """Each hour; safe to deliver twice, a reminder is written once."""
    reminding.remind(now=timezone.now())


@shared_task(name="booking.forget_attempts", ignore_result=True)
def forget_attempts() -> None:
    """Each night."""
    doors.forget_old(now=timezone.now())
