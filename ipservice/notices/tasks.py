"""What the clock asks: messages leave, silent deliveries are called unknown, failed work is told of."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from ipservice.notices.sending import give_up_on_silent, send_waiting
from ipservice.notices.watching import tell_of_failed_jobs


@shared_task(name="notices.send_waiting", ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def send_waiting_deliveries() -> None:
    """Every few seconds; two at once share the work and send nothing twice."""
    send_waiting(now=timezone.now())
    beat("notices.send_waiting", period_seconds=60)


@shared_task(name="notices.watch", ignore_result=True)
def watch() -> None:
    """Each minute."""
    give_up_on_silent(now=timezone.now())
    tell_of_failed_jobs(now=timezone.now())
