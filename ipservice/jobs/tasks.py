"""What the clock and the relay ask of the worker."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from ipservice.jobs.relay import TASK, reconcile
from ipservice.jobs.running import execute


@shared_task(name=TASK, ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def run_job(job_id: int) -> None:
    """The one task of all background work. Safe to deliver twice."""
    execute(job_id)


@shared_task(name="jobs.reconcile", ignore_result=True)
def reconcile_jobs() -> None:
    """Each minute: what got lost between table, broker and worker is put back."""
    reconcile(now=timezone.now())
    beat("jobs.reconcile", period_seconds=60)
