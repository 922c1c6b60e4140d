"""From the table to the broker: sends what waits, and puts back what was lost on the way.

The database is the truth; a crash between sending and writing it down sends twice, which ``running`` bears.
"""

import itertools
import logging
import select
import time
from datetime import datetime, timedelta

from celery import current_app
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from ipservice.jobs.heartbeats import beat
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.running import execute, is_at_work
from ipservice.jobs.services import CHANNEL, put_back

logger = logging.getLogger(__name__)

TASK = "jobs.run_job"
BATCH = 100
PERIOD_SECONDS = 1
PAUSE_SECONDS_SERVER_AWAY = 2
GRACE_SECONDS = 5
HEARTBEAT_SECONDS = 30


def relay_waiting(*, now: datetime) -> int:
    """Send up to a batch of waiting jobs; returns how many. Raises ``BrokerAway`` and leaves them waiting."""
    with transaction.atomic():
        ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
        jobs = list(
            Job.objects.select_for_update(skip_locked=True)
            .filter(ready, state=JobState.WAITING, relayed_at__isnull=True)
            .order_by("asked_at")[:BATCH]
        )
        _send(jobs)
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(relayed_at=now)
    return len(jobs)


def _send(jobs: list[Job]) -> None:
    """A connection of its own for each batch: a broker that came back is not met with a stale one."""
    if not jobs:
        return
    with current_app.connection_for_write() as broker:
        for job in jobs:
            current_app.send_task(
                TASK,
                args=[job.pk],
                task_id=f"job-{job.pk}-{job.attempts}",
                time_limit=job.time_limit_seconds + GRACE_SECONDS,
                soft_time_limit=job.time_limit_seconds,
                retry=False,
                ignore_result=True,
                connection=broker,
            )


def relay_for_ever(*, rounds: int | None = None) -> None:
    """Loop until killed: send, then sleep until told of new work or for a second. ``rounds`` is for tests.

    A database or a broker that is away is waited for.
    """
    is_listening, due = False, 0.0
    for _ in itertools.count() if rounds is None else range(rounds):
        try:
            is_listening = is_listening or _listen()
            if _one_round() and time.monotonic() >= due:
                beat("jobs.relay", period_seconds=HEARTBEAT_SECONDS)
                due = time.monotonic() + HEARTBEAT_SECONDS / 2
        except (OperationalError, InterfaceError) as error:
            logger.warning("database away, jobs keep waiting: %s", type(error).__name__)
            connection.close()
            is_listening = False
            time.sleep(PAUSE_SECONDS_SERVER_AWAY)


def _listen() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    return True


def _one_round() -> bool:
    """Whether the broker took what there was to send."""
    try:
        sent = relay_waiting(now=timezone.now())
    except (BrokerAway, RedisError, OSError) as error:
        logger.warning("broker away, jobs keep waiting: %s", type(error).__name__)
        time.sleep(PAUSE_SECONDS_SERVER_AWAY)
        return False
    if sent < BATCH:
        _wait_for_news()
    return True


def _wait_for_news() -> None:
    listener = connection.connection
    if select.select([listener], [], [], PERIOD_SECONDS)[0]:
        with connection.wrap_database_errors:
            listener.poll()
        listener.notifies.clear()


def reconcile(*, now: datetime) -> int:
    """Put back every job that was sent, is not finished, is at nobody's work and is overdue. Returns how many.

    Work that killed its worker ``max_attempts`` times is given up instead.
    """
    overdue = Job.objects.filter(
        state__in=[JobState.WAITING, JobState.RUNNING],
        relayed_at__lt=now - timedelta(seconds=2) * F("time_limit_seconds"),
    )
    lost = [job for job in overdue if not is_at_work(job.pk)]
    for job in lost:
        if job.attempts >= job.max_attempts:
            execute(job.pk)
    return put_back(overdue.filter(pk__in=[job.pk for job in lost]))
