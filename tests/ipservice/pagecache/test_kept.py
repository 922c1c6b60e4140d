"""Results that many pages show are asked for once, until their data changes."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from ipservice.pagecache.kept import kept
from ipservice.pagecache.versions import bump

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _local_cache():
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        cache.clear()
        yield


@pytest.fixture
def count(_local_cache):
    """A result that says how often it was made."""
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    return make


def test_a_result_is_made_once_and_again_when_its_data_has_changed(count):
    assert [kept("a", ("agencies", "rules"), count) for _ in range(2)] == [1, 1]

    bump("outlets")
    assert kept("a", ("agencies", "rules"), count) == 1

    bump("rules")
    assert kept("a", ("agencies", "rules"), count) == 2


def test_results_are_kept_apart_by_key_and_nothing_at_all_is_kept_too(count):
    assert kept("a", ("agencies",), count) == 1
    assert kept("b", ("agencies",), count) == 2
    assert kept("c", ("agencies",), lambda: 0) == 0
    assert kept("c", ("agencies",), count) == 0


def test_what_a_transaction_sees_is_neither_kept_nor_taken_from_what_is_kept(count):
    kept("a", ("agencies",), count)

    with transaction.atomic():
        assert kept("a", ("agencies",), count) == 2
        assert kept("new", ("agencies",), count) == 3

    assert kept("a", ("agencies",), count) == 1
    assert kept("new", ("agencies",), count) == 4


def test_without_a_cache_the_result_is_made_each_time(count):
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}):
        assert [kept("a", ("agencies",), count) for _ in range(2)] == [1, 2]
