"""Public pages out of the cache, for visitors without cookies; everybody else gets them made afresh.

A view opts in with ``@kept_under("agencies", ...)``. The key of a page is the number of its data, the language and
the normalised query string; the ETag is that same key, so a browser that has the page gets a 304 without a view, a
session or a template. Stands first in MIDDLEWARE: what it keeps has every header of the others. A cache that fails
is a miss, never an error. With the database away, the last number this process saw serves what is still kept.
"""

import hashlib
import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from redis.exceptions import RedisError

from ipservice.pagecache.marks import names_kept_under
from ipservice.pagecache.versions import current

log = logging.getLogger(__name__)

SECONDS = 3_600
LONGEST_BODY = 300_000
DROPPED_HEADERS = frozenset({"set-cookie", "content-length", "date"})


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.last_seen: dict[tuple[str, ...], str] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        names = self._names(request)
        version = self._version(names) if names else None
        if version is None:
            return self.get_response(request)
        key = _key(request, version)
        etag = f'"{key}"'
        if etag in request.headers.get("If-None-Match", ""):
            return _not_modified(etag)
        kept = _read(key)
        if kept is not None:
            status, headers, body = kept
            return HttpResponse(body, status=status, headers=headers)
        response = self.get_response(request)
        if _may_be_kept(response):
            _finish(response, etag)
            _write(key, response)
        return response

    def _names(self, request: HttpRequest) -> tuple[str, ...]:
        """The data that the page is made of; empty where the page is not kept or the visitor has a cookie."""
        if request.method not in ("GET", "HEAD"):
            return ()
        if request.headers.get("Cookie") or request.headers.get("Authorization"):
            return ()
        try:
            return names_kept_under(resolve(request.path_info).func)
        except Resolver404:
            return ()

    def _version(self, names: tuple[str, ...]) -> str | None:
        try:
            self.last_seen[names] = current(names)
        except DatabaseError:
            log.warning("data version not readable, serving what is kept")
        return self.last_seen.get(names)


def _key(request: HttpRequest, version: str) -> str:
    """One page on one day in one state of its data. The order of the parameters makes no other page."""
    parameters = sorted((name, values) for name, values in request.GET.lists())
    parts = (
        request.get_host(),
        str(timezone.localdate()),
        request.path,
        repr(parameters),
        get_language_from_request(request),
        request.headers.get("HX-Request", ""),
        request.method or "",
    )
    return f"{version}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"


def _not_modified(etag: str) -> HttpResponse:
    response = HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    patch_vary_headers(response, ("Cookie", "HX-Request", "Accept-Language"))
    return response


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LONGEST_BODY
    )


def _finish(response: HttpResponse, etag: str) -> None:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie", "HX-Request", "Accept-Language"))


def _read(key: str) -> tuple[int, dict[str, str], bytes] | None:
    try:
        return cache.get(f"page:{key}")
    except (RedisError, OSError) as error:
        log.warning("page cache not readable: %s", error)
        return None


def _write(key: str, response: HttpResponse) -> None:
    headers = {name: value for name, value in response.headers.items() if name.lower() not in DROPPED_HEADERS}
    try:
        cache.set(f"page:{key}", (response.status_code, headers, response.content), SECONDS)
    except (RedisError, OSError) as error:
        log.warning("page cache not writable: %s", error)
