"""Public pages are kept under the number of their data, and never serve what is no longer true."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from ipservice.pagecache import middleware
from ipservice.pagecache.marks import kept_under
from ipservice.pagecache.middleware import PageCacheMiddleware
from ipservice.pagecache.models import DataVersion
from ipservice.pagecache.versions import bump, current

made: list[str] = []


@kept_under("agencies")
def counted(request):
    made.append(request.get_full_path())
    return HttpResponse(f"第{len(made)}次")


@kept_under("agencies")
def with_cookie(request):
    response = HttpResponse("个人")
    response.set_cookie("a", "1")
    return response


def plain(request):
    return HttpResponse("不缓存")


urlpatterns = [
    path("counted/", counted),
    path("cookie/", with_cookie),
    path("plain/", plain),
]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
]


@pytest.fixture(autouse=True)
def _local_cache():
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        cache.clear()
        made.clear()
        yield


def test_a_page_is_made_once_for_visitors_without_cookies():
    first, second = Client().get("/counted/"), Client().get("/counted/")

    assert first.content == second.content == "第1次".encode()
    assert first["ETag"] == second["ETag"]
    assert second["X-Frame-Options"] == "DENY"
    assert second["Content-Type"] == "text/html; charset=utf-8"


def test_the_order_of_parameters_makes_no_other_page_and_their_values_do():
    assert Client().get("/counted/?a=1&b=2").content == Client().get("/counted/?b=2&a=1").content
    assert Client().get("/counted/?a=2&b=2").content == "第2次".encode()


def test_the_fragment_and_the_whole_page_are_kept_apart():
    whole = Client().get("/counted/").content

    assert Client().get("/counted/", headers={"HX-Request": "true"}).content != whole


def test_another_language_is_another_page():
    whole = Client().get("/counted/").content

    assert Client().get("/counted/", headers={"Accept-Language": "en"}).content != whole


def test_a_browser_that_has_the_page_gets_304_without_a_view():
    etag = Client().get("/counted/")["ETag"]

    again = Client().get("/counted/", headers={"If-None-Match": etag})

    assert (again.status_code, again.content, again["ETag"], len(made)) == (304, b"", etag, 1)


def test_changed_data_makes_the_page_anew_after_the_commit(django_capture_on_commit_callbacks):
    etag = Client().get("/counted/")["ETag"]

    with django_capture_on_commit_callbacks(execute=True):
        bump("agencies")

    fresh = Client().get("/counted/", headers={"If-None-Match": etag})
    assert (fresh.status_code, fresh.content) == (200, "第2次".encode())


def test_a_process_killed_right_after_the_commit_leaves_no_old_page_in_force(django_capture_on_commit_callbacks):
    before = current(("agencies",))
    with django_capture_on_commit_callbacks(execute=False):
        bump("agencies")

    after_the_kill = current(("agencies",))
    with django_capture_on_commit_callbacks(execute=True):
        bump("agencies")

    assert len({before, after_the_kill, current(("agencies",))}) == 3
    assert current(("agencies",)) == "1"


def test_a_change_that_is_rolled_back_raises_no_number(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        bump("agencies")
        with transaction.atomic():
            bump("agencies")
            transaction.set_rollback(True)

    assert current(("agencies", "reference")) == "1-0"
    assert DataVersion.objects.get().number == 1


def test_a_visitor_with_a_cookie_never_gets_a_kept_page():
    Client().get("/counted/")
    visitor = Client()
    visitor.cookies["display"] = "elder"

    assert visitor.get("/counted/").content == "第2次".encode()
    assert "ETag" not in visitor.get("/counted/").headers


@pytest.mark.parametrize("address", ["/cookie/", "/plain/", "/missing/"])
def test_pages_that_set_cookies_or_are_not_marked_or_missing_are_not_kept(address):
    assert "ETag" not in Client().get(address).headers


def test_a_cache_that_fails_is_a_miss_and_never_an_error():
    broken = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    with override_settings(CACHES=broken):
        assert [Client().get("/counted/").content for _ in range(2)] == ["第1次".encode(), "第2次".encode()]


def test_with_the_database_away_what_is_kept_is_still_served(monkeypatch):
    def away(names):
        raise DatabaseError("away")

    cached = PageCacheMiddleware(counted)
    request = RequestFactory().get("/counted/")
    kept = cached(request).content
    monkeypatch.setattr(middleware, "current", away)

    assert cached(request).content == kept
    assert PageCacheMiddleware(counted)(request).content == "第2次".encode()
