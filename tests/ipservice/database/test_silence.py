"""A database that says nothing is given up in time, in the middle of a request as at its beginning."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from ipservice.database import base
from ipservice.database.base import DatabaseWrapper
from tests.faults.proxy import FaultProxy


@pytest.fixture
def line(db) -> Iterator[FaultProxy]:
    facts = connection.settings_dict
    host = facts["HOST"] or facts["OPTIONS"].get("host", "")
    port = facts["PORT"] or 5432
    with FaultProxy(Path(host) / f".s.PGSQL.{port}" if host.startswith("/") else int(port)) as proxy:
        yield proxy


@pytest.fixture
def database(line) -> Iterator[DatabaseWrapper]:
    """A connection of its own through the proxy, with a second's patience."""
    options = {**connection.settings_dict["OPTIONS"], "host": "127.0.0.1", "connect_timeout": 2}
    facts = {**connection.settings_dict, "HOST": "127.0.0.1", "PORT": line.port, "SILENCE_SECONDS": 1}
    wrapper = DatabaseWrapper({**facts, "OPTIONS": options})
    wrapper.ensure_connection()
    yield wrapper
    line.switch("ok")
    base.AWAY.close()
    wrapper.close()


def _seconds_until_refused(act: Callable[[], object]) -> float:
    began = time.monotonic()
    with pytest.raises(OperationalError):
        act()
    return time.monotonic() - began


def test_a_statement_that_is_not_answered_fails_when_its_time_is_over(database, line):
    line.switch("blackhole")

    assert 0.9 <= _seconds_until_refused(lambda: database.cursor().execute("SELECT 1")) < 2


def test_a_commit_that_is_not_answered_fails_too(database, line):
    database.set_autocommit(False)
    database.cursor().execute("SELECT 1")
    line.switch("blackhole")

    assert 0.9 <= _seconds_until_refused(database.commit) < 2


def test_what_is_answered_in_time_is_never_cut(database):
    for _ in range(2):
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.7)")


def test_the_question_whether_a_connection_is_usable_has_its_own_limit(database, line, monkeypatch):
    monkeypatch.setattr(base, "HEALTH_SECONDS", 0.5)
    line.switch("blackhole")
    began = time.monotonic()

    assert database.is_usable() is False
    assert time.monotonic() - began < 1.5


def test_after_a_connection_that_timed_out_the_next_is_refused_at_once_for_two_seconds(database, line, monkeypatch):
    monkeypatch.setattr(base, "SLOW_FAILURE_SECONDS", 1)
    database.close()
    line.switch("blackhole")
    assert _seconds_until_refused(database.ensure_connection) > 1.5

    line.switch("ok")
    assert _seconds_until_refused(database.ensure_connection) < 0.2
    time.sleep(base.AWAY.open_seconds)
    database.ensure_connection()
