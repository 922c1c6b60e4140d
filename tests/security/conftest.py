"""The world of neighbours: made once a module, given back to every test as it was."""

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.security.ground import World, make_world


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Stands in a transaction that is never committed; every test is a savepoint within it."""
    outer = transaction.Atomic(using=None, savepoint=True, durable=False)
    outer._from_testcase = True
    with django_db_blocker.unblock(), outer:
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db) -> World:
    """What a test writes, in the database or on the objects, ends with it."""
    return copy.deepcopy(made_world)
