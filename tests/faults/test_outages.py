"""A server that is away takes only its own part with it, says so soon, and is missed no longer once it is back."""

import statistics
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import TransactionTestCase

from ipservice.accounts.models import Role, User
from tests.factories.accounts import make_user
from tests.factories.awards import YEAR, make_checked_year
from tests.faults.outage import Surroundings, stand, within

pytestmark = pytest.mark.faults
LONGEST_ANSWER = 12
RECOVERY = 10
PUBLIC = ("/", "/agencies/", "/agencies/{code}/", "/notices/", "/awards/", "/data/")
AWAY = "数据库暂时不能使用，本页暂不能办理。请在半分钟后重试。"


class City:
    """What stands in the database: an agency to look up, an official at work, a round ready to be computed."""

    def __init__(self) -> None:
        call_command("load_reference", verbosity=0, stdout=StringIO())
        official = make_user(role=Role.MUNICIPAL_OFFICIAL)
        year = make_checked_year(official)
        self.code = year.agencies["甲所"].credit_code
        self.session = _session_of(official)
        self.public = [path.format(code=self.code) for path in PUBLIC]


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


@pytest.fixture(scope="module")
def city_and_portal(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[City, Surroundings]]:
    """One for all tests of this module; the test's own database is emptied as soon as it has been copied."""
    with django_db_blocker.unblock():
        city = City()
        with stand(tmp_path_factory.mktemp("outages")) as surroundings:
            TransactionTestCase("__init__")._fixture_teardown()
            yield city, surroundings


@pytest.fixture
def city(city_and_portal) -> City:
    return city_and_portal[0]


@pytest.fixture
def portal(city_and_portal) -> Iterator[Surroundings]:
    surroundings = city_and_portal[1]
    yield surroundings
    surroundings.heal()


def _public_answers(portal: Surroundings, city: City) -> dict[str, tuple[int, float]]:
    answers = {path: portal.get(path) for path in city.public}
    return {path: (answer.status, answer.seconds) for path, answer in answers.items()}


def test_everything_answers_while_nothing_is_wrong(portal, city):
    assert {status for status, _ in _public_answers(portal, city).values()} == {200}
    assert portal.get(f"/admin/awards/{YEAR}/", session=city.session).status == 200


def test_a_page_that_is_kept_is_served_while_the_database_is_away(portal, city):
    # Before any test that troubles the queue: the cache stands on the same server, and is left alone for half a minute.
    agency = f"/agencies/{city.code}/"
    assert [answer.status for answer in portal.at_once([agency] * 16)] == [200] * 16
    portal.database_line.switch("refuse")

    answer = portal.get(agency)

    assert answer.status == 200
    assert "甲所" in answer.text
    assert answer.seconds < LONGEST_ANSWER


@pytest.mark.parametrize("mode", ["refuse", "blackhole", "reset"])
def test_without_the_queue_every_public_page_answers_soon(portal, city, mode):
    portal.queue_line.switch(mode)

    first, second = _public_answers(portal, city), _public_answers(portal, city)

    assert {status for status, _ in (*first.values(), *second.values())} == {200}
    assert max(seconds for _, seconds in (*first.values(), *second.values())) < 2


@pytest.mark.parametrize("mode", ["refuse", "blackhole"])
def test_without_the_queue_public_reads_take_at_most_three_times_as_long(portal, city, mode):
    normal = _median_seconds(portal, city)
    portal.queue_line.switch(mode)

    without = _median_seconds(portal, city)

    print(f"public reads, queue {mode}: {without * 1000:.0f} ms, normally {normal * 1000:.0f} ms")
    assert without <= 3 * normal


def _median_seconds(portal: Surroundings, city: City) -> float:
    answers = [portal.get(path) for _ in range(5) for path in city.public]
    assert {answer.status for answer in answers} == {200}
    return statistics.median(answer.seconds for answer in answers)


def test_a_slow_database_is_slow_and_nothing_worse(portal, city):
    portal.database_line.switch("delay", milliseconds=30)

    answers = _public_answers(portal, city)

    assert {status for status, _ in answers.values()} == {200}


@pytest.mark.parametrize("mode", ["refuse", "blackhole", "reset"])
def test_without_the_database_a_page_says_so_in_time_and_recovers_without_a_restart(portal, city, mode):
    assert portal.get("/notices/").status == 200
    portal.database_line.switch(mode)

    answers = portal.at_once(["/notices/", "/awards/"]) + [portal.get("/notices/")]

    assert [answer.status for answer in answers] == [503] * 3
    assert all(AWAY in answer.text and answer.headers["Retry-After"] for answer in answers)
    assert max(answer.seconds for answer in answers) < LONGEST_ANSWER

    portal.database_line.switch("ok")
    assert within(RECOVERY, lambda: portal.get("/notices/").status == 200) < RECOVERY


def test_a_signed_in_person_is_told_in_time_too(portal, city):
    page = f"/admin/awards/{YEAR}/"
    assert portal.get(page, session=city.session).status == 200
    portal.database_line.switch("blackhole")

    answer = portal.get(page, session=city.session)

    assert (answer.status, AWAY in answer.text) == (503, True)
    assert answer.seconds < LONGEST_ANSWER


def test_a_restarted_database_costs_nobody_an_error(portal, city):
    assert {answer.status for answer in portal.at_once(["/notices/"] * 6)} == {200}
    portal.database.stop()
    portal.database.start()

    answers = portal.at_once(["/notices/"] * 6)

    assert {answer.status for answer in answers} == {200}


def test_what_is_asked_for_while_the_queue_is_silent_or_away_is_done_once_it_is_back(portal, city):
    portal.queue_line.switch("blackhole")

    asked = portal.post(f"/admin/awards/{YEAR}/compute/", {}, session=city.session)

    assert asked.status == 302
    assert asked.seconds < 2
    assert portal.row("SELECT count(*), max(state) FROM jobs_job") == (1, "waiting")
    portal.queue_line.switch("refuse")
    portal.queue.stop()
    portal.queue.start()
    portal.queue_line.switch("ok")

    within(60, lambda: portal.row("SELECT state FROM jobs_job") == ("done",))
    assert portal.row("SELECT count(*), count(DISTINCT decision_id) FROM incentives_awardline") == (4, 1)
