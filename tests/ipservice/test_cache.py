"""A cache that is away costs a page nothing but the cache."""

import time

import pytest
from django.core.cache import caches

from ipservice.cache import CIRCUIT, Circuit, PlainSerializer
from tests.ground import NO_REDIS


@pytest.fixture
def cache(valkey):
    return caches["default"]


@pytest.fixture
def dead_cache(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": NO_REDIS}}
    CIRCUIT.close()
    yield caches["default"]
    CIRCUIT.close()


@pytest.mark.parametrize(
    "value",
    [1, "知识产权", b"\x00\xff", None, True, [200, {"ETag": "x"}, b"<p>\0</p>"], {"a": [1.5, b"", b"z"]}],
    ids=repr,
)
def test_what_is_kept_comes_out_as_it_was(cache, value):
    cache.set("key", value)

    kept = cache.get("key", "miss")

    assert kept == value
    assert type(kept) is type(value)


def test_an_object_that_is_no_plain_data_is_refused():
    with pytest.raises(TypeError, match="Circuit cannot be kept"):
        PlainSerializer().dumps(Circuit())


def test_counting_works_on_kept_numbers(cache):
    cache.set("hits", 1)

    assert cache.incr("hits", 4) == 5


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda cache: cache.get("k"), None),
        (lambda cache: cache.get("k", "x"), "x"),
        (lambda cache: cache.get_many(["k"]), {}),
        (lambda cache: cache.has_key("k"), False),
        (lambda cache: cache.add("k", 1), True),
        (lambda cache: cache.set("k", 1), None),
        (lambda cache: cache.set_many({"k": 1}), ["k"]),
        (lambda cache: cache.touch("k"), False),
        (lambda cache: cache.delete("k"), False),
        (lambda cache: cache.delete_many(["k"]), None),
        (lambda cache: cache.get_or_set("k", lambda: 7), 7),
        (lambda cache: cache.clear(), False),
    ],
    ids=[
        "get",
        "default",
        "many",
        "has",
        "add",
        "set",
        "set many",
        "touch",
        "delete",
        "delete many",
        "or set",
        "clear",
    ],
)
def test_every_call_on_a_dead_server_is_a_miss(dead_cache, call, answer):
    first = call(dead_cache)
    with_open_circuit = call(dead_cache)

    assert first == with_open_circuit == answer
    assert CIRCUIT.is_open


def test_counting_on_a_dead_server_says_that_the_key_is_not_there(dead_cache):
    with pytest.raises(ValueError, match="not found"):
        dead_cache.incr("hits")


def test_a_silent_server_is_waited_for_once_and_briefly(settings, silent_server):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{silent_server}"}}
    CIRCUIT.close()
    begun = time.monotonic()

    answers = [caches["default"].get("k", "miss") for _ in range(50)]

    assert answers == ["miss"] * 50
    assert time.monotonic() - begun < 1.0
    CIRCUIT.close()


def test_the_circuit_closes_again_after_its_time():
    now = 100.0
    circuit = Circuit(clock=lambda: now, open_seconds=30)
    circuit.trip()

    assert circuit.is_open
    now = 129.9
    assert circuit.is_open
    now = 130.0
    assert not circuit.is_open
