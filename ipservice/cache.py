"""A cache that never takes a page with it: short time-outs, and an error is a miss.

Measured without it: Redis stopped or silent makes every page that uses the cache answer 500, at once or after seconds.
"""

import functools
import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

OPEN_SECONDS = 30.0
_JSON = b"j"
_END = b"\0"
_RAW = "$bytes"
SECONDS_OF_PATIENCE = 0.2


class PlainSerializer:
    """JSON, with bytes kept raw behind it: what comes out of the cache can never run code. Tuples become lists."""

    def dumps(self, value: Any) -> bytes | int:
        if type(value) is int:
            return value
        raw = bytearray()

        def put_aside(part: Any) -> dict[str, list[int]]:
            if not isinstance(part, bytes):
                raise TypeError(f"{type(part).__name__} cannot be kept in the cache")
            raw.extend(part)
            return {_RAW: [len(raw) - len(part), len(raw)]}

        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=put_aside)
        return _JSON + text.encode() + _END + bytes(raw)

    def loads(self, stored: bytes) -> Any:
        if not stored.startswith(_JSON):
            return int(stored)
        text, _, raw = stored[len(_JSON) :].partition(_END)
        return json.loads(text, object_hook=lambda found: raw[slice(*found[_RAW])] if _RAW in found else found)


class Circuit:
    """Open for 30 seconds after an error: so long nobody waits for a server that is away."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, open_seconds: float = OPEN_SECONDS) -> None:
        self._clock = clock
        self.open_seconds = open_seconds
        self._closed_again_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._clock() < self._closed_again_at

    def trip(self) -> None:
        self._closed_again_at = self._clock() + self.open_seconds

    def close(self) -> None:
        self._closed_again_at = 0.0


CIRCUIT = Circuit()


def _forgiving(name: str, miss: Callable[..., Any]) -> Callable[..., Any]:
    """The method ``name`` of the Redis cache, which answers ``miss(...)`` while the server is away."""
    plain = getattr(RedisCache, name)

    @functools.wraps(plain)
    def method(self: "ForgivingRedisCache", *args: Any, **options: Any) -> Any:
        if CIRCUIT.is_open:
            return miss(*args, **options)
        try:
            return plain(self, *args, **options)
        except (RedisError, OSError) as error:
            CIRCUIT.trip()
            logger.warning("cache away for %d s: %s", OPEN_SECONDS, type(error).__name__)
            return miss(*args, **options)

    return method


def _default(key: str, default: Any = None, version: int | None = None) -> Any:
    return default


def _no_such_key(key: str, delta: int = 1, version: int | None = None) -> int:
    """As Django's caches do for a key that is not there."""
    raise ValueError(f"Key {key!r} not found.")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, with every error turned into a miss. ``add`` says stored, so that nobody waits for it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_timeout": SECONDS_OF_PATIENCE,
            "socket_connect_timeout": SECONDS_OF_PATIENCE,
            "retry": Retry(NoBackoff(), 0),
            "serializer": PlainSerializer,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})

    get = _forgiving("get", _default)
    get_many = _forgiving("get_many", lambda keys, version=None: {})
    has_key = _forgiving("has_key", lambda key, version=None: False)
    add = _forgiving("add", lambda *args, **options: True)
    set = _forgiving("set", lambda *args, **options: None)
    set_many = _forgiving("set_many", lambda data, *args, **options: list(data))
    touch = _forgiving("touch", lambda *args, **options: False)
    delete = _forgiving("delete", lambda *args, **options: False)
    delete_many = _forgiving("delete_many", lambda *args, **options: None)
    incr = _forgiving("incr", _no_such_key)
    clear = _forgiving("clear", lambda: False)
