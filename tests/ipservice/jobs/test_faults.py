"""The broker away, work delivered twice, work that kills its worker: done exactly once, or given up, all the same.

Workers killed at random moments: ``tests/faults/test_kills.py``.
"""

import time

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from ipservice.jobs import services
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.relay import relay_waiting
from tests.faults.processes import until
from tests.ipservice.jobs.kinds import ROWS, written

pytestmark = pytest.mark.django_db(transaction=True)


def _fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_work_that_kills_its_own_process_is_given_up_and_the_worker_lives(worker):
    hostile = services.ask("test.kill", "hostile", {}, by=None)
    worker.start()
    relay_waiting(now=timezone.now())
    until(lambda: _fresh(hostile).state == JobState.FAILED)

    harmless = services.ask("test.write", "after", {}, by=None)
    relay_waiting(now=timezone.now())
    until(lambda: _fresh(harmless).state == JobState.DONE)

    assert _fresh(hostile).attempts == 3


def test_sent_three_times_it_is_done_once(worker):
    job = services.ask("test.write", "thrice", {"pause": 0.02}, by=None)
    for _ in range(3):
        relay_waiting(now=timezone.now())
        Job.objects.filter(pk=job.pk).update(relayed_at=None)
    worker.start()
    until(lambda: _fresh(job).state == JobState.DONE)
    time.sleep(1)

    assert (written(job), _fresh(job).attempts) == (ROWS, 1)


def test_progress_is_seen_while_the_work_is_not_yet_committed(worker):
    job = services.ask("test.write", "seen", {"pause": 0.1}, by=None)
    worker.start()
    relay_waiting(now=timezone.now())
    until(lambda: 0 < _fresh(job).progress_done < ROWS)

    assert written(job) == 0
    assert _fresh(job).progress_note.startswith("写入第 ")
    until(lambda: _fresh(job).state == JobState.DONE)


def test_with_the_broker_away_requests_are_kept_and_leave_after_its_return(worker, valkey):
    valkey.stop()
    jobs = [services.ask("test.write", f"kept-{number}", {}, by=None) for number in range(5)]
    with pytest.raises((OperationalError, OSError)):
        relay_waiting(now=timezone.now())
    assert Job.objects.filter(relayed_at__isnull=True).count() == 5

    valkey.start()
    assert relay_waiting(now=timezone.now()) == 5
    worker.start()
    until(lambda: Job.objects.filter(state=JobState.DONE).count() == 5)

    assert [written(job) for job in jobs] == [ROWS] * 5
