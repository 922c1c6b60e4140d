"""A worker killed while it computes a list leaves the old state or the new one, never a part of either."""

import datetime as dt
import random
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from incentives.awards.models import AwardLine
from incentives.awards.services import bundle, compute
from ipservice.accounts.models import Role
from ipservice.foundation.canonical import digest
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.relay import reconcile, relay_waiting
from ipservice.procedure.models import Decision
from tests.factories.accounts import make_user
from tests.factories.awards import AFTER, FIGURES, YEAR, make_checked_year
from tests.ipservice.jobs.conftest import until, worker  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
LATER = dt.timedelta(minutes=10)
KILLS = 3


def test_a_list_is_whole_or_not_there_however_often_its_worker_dies(worker):  # noqa: F811
    call_command("load_reference", verbosity=0, stdout=StringIO())
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    make_checked_year(official)
    job = compute.ask(YEAR, by=official, today=AFTER)
    Job.objects.filter(pk=job.pk).update(max_attempts=KILLS + 2)
    chance = random.Random(91)

    for _ in range(KILLS):
        worker.start()
        reconcile(now=timezone.now() + LATER)
        relay_waiting(now=timezone.now())
        before = Job.objects.get(pk=job.pk)
        until(lambda: _moved(before))  # noqa: B023
        time.sleep(chance.uniform(0, 0.05))
        worker.kill()
        assert _lines() in (0, len(FIGURES))
        assert bool(_decision().inputs_digest) == bool(_lines())

    worker.start()
    reconcile(now=timezone.now() + LATER)
    relay_waiting(now=timezone.now())
    until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    assert digest(bundle.stored_result(_decision())) == _decision().result_digest
    ranked = AwardLine.objects.filter(rank__isnull=False).order_by("name").values_list("name", "rank")
    assert list(ranked) == [("乙所", 1), ("甲所", 1)]


def _moved(before: Job) -> bool:
    """Work has begun again, or there is nothing left to do."""
    job = Job.objects.get(pk=before.pk)
    return job.state == JobState.DONE or job.attempts > before.attempts


def _decision() -> Decision:
    return Decision.objects.get(kind="award", period=str(YEAR))


def _lines() -> int:
    return AwardLine.objects.filter(decision=_decision()).count()
