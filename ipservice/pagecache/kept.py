"""A result that many pages show, kept until the data it is made of changes; for every visitor, signed in or not."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection

from ipservice.pagecache.versions import current

SECONDS = 3_600


def kept(key: str, names: tuple[str, ...], make: Callable[[], Any]) -> Any:
    """What ``make()`` gives, kept under the versions of the data named. Plain values only; tuples return as lists.

    ``key`` names everything else that the result depends on, such as the day. Inside a transaction nothing is kept
    or read: what it sees may never come to be. A cache that is away is a miss.
    """
    if connection.in_atomic_block:
        return make()
    where = f"kept:{key}:{current(names)}"
    found = cache.get(where)
    if found is not None:
        return found
    made = make()
    cache.set(where, made, SECONDS)
    return made
