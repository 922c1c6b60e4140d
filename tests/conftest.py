"""People, days and servers that tests talk about."""

import tests.ground  # noqa: F401 # isort: skip - sets up Django before anything of the portal is imported

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.test import Client

from ipservice.accounts.models import Role, User
from ipservice.cache import CIRCUIT
from ipservice.database.growing import growing
from ipservice.local.valkey import EmbeddedValkey
from ipservice.reference.models import District
from tests.committed import clear_committed_rows
from tests.factories.accounts import make_district, make_user

clear_committed_rows()

pytest_plugins = ["tests.browser.plugin"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives processes or a browser first: a long module begun last leaves all other workers idle."""
    items.sort(key=lambda item: not (item.get_closest_marker("faults") or item.get_closest_marker("browser")))


@pytest.fixture(scope="session")
def django_db_setup(request) -> None:
    """The empty database of this run, migrated by the short way."""
    with growing():
        request.getfixturevalue("django_db_setup")


@pytest.fixture
def today() -> dt.date:
    """A Monday and a working day; tests count from here instead of freezing a clock."""
    return dt.date(2026, 6, 1)


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """``client_for(user)``: a browser in which ``user`` is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="ipservice.accounts.permissions.RoleBackend")
        return client

    return signed_in


@pytest.fixture
def district(db) -> District:
    return make_district()


@pytest.fixture
def system_admin(db) -> User:
    return make_user(role=Role.SYSTEM_ADMIN)


@pytest.fixture
def official(db) -> User:
    return make_user(role=Role.MUNICIPAL_OFFICIAL)


@pytest.fixture
def reviewer(db) -> User:
    return make_user(role=Role.REVIEWER)


@pytest.fixture
def district_official(district) -> User:
    return make_user(role=Role.DISTRICT_OFFICIAL, district=district)


@pytest.fixture
def agency_admin(db) -> User:
    return make_user(role=Role.AGENCY_ADMIN)


@pytest.fixture
def agency_staff(db) -> User:
    return make_user(role=Role.AGENCY_STAFF)


@pytest.fixture
def citizen(db) -> User:
    return make_user(role=Role.PUBLIC)


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory) -> Iterator[EmbeddedValkey]:
    """One Redis-protocol server for the tests of this run that ask for it."""
    server = EmbeddedValkey(Path(tmp_path_factory.mktemp("valkey")) / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def valkey(valkey_server, settings) -> EmbeddedValkey:
    """A working, empty server behind ``settings.REDIS_URL``, the broker and the cache for one test."""
    with redis.Redis(port=valkey_server.port) as client:
        client.flushall()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = valkey_server.url()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": valkey_server.url()}}
    CIRCUIT.close()
    return valkey_server
