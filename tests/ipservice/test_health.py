"""The health pages are green while pages can be served, and red on silence."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from ipservice.jobs.models import Heartbeat
from ipservice.outages import server_error


def test_pages_can_be_served_without_redis(db):
    answer = Client().get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "redis": "away"}


def test_all_well_with_both_servers(db, valkey):
    assert Client().get("/healthz").json() == {"status": "ok", "database": "ok", "redis": "ok"}


@pytest.mark.parametrize(
    ("silent_for", "status"), [(89, 200), (95, 503)], ids=["within 1.5 periods", "silent for longer"]
)
def test_silent_clockwork_turns_the_jobs_page_red(db, valkey, silent_for, status):
    last = timezone.now() - dt.timedelta(seconds=silent_for)
    Heartbeat.objects.create(name="jobs.relay", last_ok_at=last, period_seconds=60)

    answer = Client().get("/healthz/jobs")

    assert answer.status_code == status
    assert answer.json()["clockwork"] == {"jobs.relay": "ok" if status == 200 else "silent"}


def test_the_jobs_page_is_red_without_a_broker(db):
    assert Client().get("/healthz/jobs").status_code == 503


def test_a_database_that_is_away_is_said_with_the_time_to_come_back(rf):
    answer = _page_for(OperationalError("server closed the connection"), rf.get("/agencies/"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "数据库暂时不能使用" in answer.content.decode()


def test_a_machine_is_told_of_an_outage_in_its_own_language(rf):
    answer = _page_for(OperationalError("away"), rf.get("/api/v1/agencies/"))

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unavailable" if hasattr(answer, "json") else b"unavailable" in answer.content


def test_any_other_error_is_ours_and_gives_nothing_away(rf):
    answer = _page_for(KeyError("secret-value"), rf.get("/agencies/"))

    assert answer.status_code == 500
    assert "secret-value" not in answer.content.decode()


def test_a_statement_that_takes_too_long_is_ended_by_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(5)")


def _page_for(error, request):
    try:
        raise error
    except type(error):
        return server_error(request)
