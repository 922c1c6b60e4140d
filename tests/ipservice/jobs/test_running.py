"""One attempt at a time, counted before it is made, its writes whole or not at all."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from ipservice.jobs import running, services
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import UnknownJobKind
from ipservice.jobs.relay import reconcile
from tests.ipservice.jobs.kinds import ROWS, written


@pytest.fixture
def job(official) -> Job:
    return services.ask("test.write", "one", {}, by=official)


def _fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_same_work_asked_twice_is_one_job(job, reviewer):
    assert services.ask("test.write", "one", {"other": True}, by=reviewer) == job
    assert Job.objects.count() == 1


def test_work_of_no_known_kind_is_refused(official):
    with pytest.raises(UnknownJobKind):
        services.ask("test.nothing", "one", {}, by=official)


def test_work_is_done_and_says_so(job):
    running.execute(job.pk)

    done = _fresh(job)
    assert (done.state, done.attempts, done.result, written(job)) == (JobState.DONE, 1, {"rows": ROWS}, ROWS)


def test_delivered_twice_it_is_done_once(job):
    running.execute(job.pk)
    running.execute(job.pk)

    assert (_fresh(job).attempts, written(job)) == (1, ROWS)


def test_a_refusal_ends_the_job_with_its_sentence_and_leaves_nothing(official):
    job = services.ask("test.refuse", "one", {}, by=official)
    running.execute(job.pk)

    assert (_fresh(job).state, _fresh(job).error_message) == (JobState.FAILED, "没有可处理的数据。")
    assert written(job) == 0


def test_an_error_is_tried_again_later_and_given_up_after_the_third_time(official):
    job = services.ask("test.break", "one", {}, by=official)
    states = []
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            running.execute(job.pk)
        states.append(_fresh(job).state)

    assert states == [JobState.WAITING, JobState.WAITING, JobState.FAILED]
    assert "ZeroDivisionError" in _fresh(job).error_message
    assert written(job) == 0


def test_an_attempt_counts_although_the_work_was_rolled_back(official):
    job = services.ask("test.break", "one", {}, by=official)
    with pytest.raises(ZeroDivisionError):
        running.execute(job.pk)

    assert _fresh(job).attempts == 1
    assert _fresh(job).not_before > timezone.now()


def test_a_cancelled_job_does_nothing(job, official):
    services.cancel(job.pk, by=official)
    running.execute(job.pk)

    assert (_fresh(job).state, written(job)) == (JobState.CANCELLED, 0)


def test_work_that_has_ended_is_not_cancelled(job, official):
    running.execute(job.pk)

    with pytest.raises(services.JobUnderWay):
        services.cancel(job.pk, by=official)


def test_a_dead_letter_is_tried_again_with_a_fresh_count(official):
    job = services.ask("test.refuse", "one", {}, by=official)
    running.execute(job.pk)
    services.retry(job.pk, by=official)

    assert (_fresh(job).state, _fresh(job).attempts, _fresh(job).relayed_at) == (JobState.WAITING, 0, None)


def test_work_that_succeeded_is_not_tried_again(job, official):
    running.execute(job.pk)

    with pytest.raises(services.JobNotFailed):
        services.retry(job.pk, by=official)


@pytest.mark.parametrize(
    ("age_seconds", "is_put_back"), [(119, False), (121, True)], ids=["未过两倍时限", "已过两倍时限"]
)
def test_what_was_sent_and_never_done_is_put_back_after_twice_its_limit(age_seconds, is_put_back, job):
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, relayed_at=now - dt.timedelta(seconds=age_seconds))

    assert reconcile(now=now) == int(is_put_back)
    assert (_fresh(job).relayed_at is None) == is_put_back


def test_what_is_at_work_is_left_alone(job):
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, relayed_at=timezone.now() - dt.timedelta(hours=9))
    elsewhere = connection.get_new_connection(connection.get_connection_params())
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [running.LOCK_NAMESPACE, job.pk])
    try:
        assert running.is_at_work(job.pk)
        assert reconcile(now=timezone.now()) == 0
        running.execute(job.pk)
        assert _fresh(job).attempts == 0
    finally:
        elsewhere.close()


def test_work_that_killed_its_worker_three_times_is_given_up(job):
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=3, relayed_at=timezone.now() - dt.timedelta(hours=9)
    )
    reconcile(now=timezone.now())

    assert _fresh(job).state == JobState.FAILED
    assert "连续 3 次中断" in _fresh(job).error_message
