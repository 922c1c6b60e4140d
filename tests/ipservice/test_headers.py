"""How large a request may be, and who may keep an answer."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ipservice.headers import PrivatePagesMiddleware, RequestSizeMiddleware


def test_an_announced_upload_of_two_gigabytes_is_refused_before_it_is_read(settings):
    request = RequestFactory().post("/anywhere/", CONTENT_LENGTH=str(2 * 1024**3))

    answer = RequestSizeMiddleware(lambda request: pytest.fail("was let through"))(request)

    assert answer.status_code == 413
    assert "300 MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("announced", "is_let_through"), [("1000", True), ("1001", False)], ids=["at the limit", "one byte over"]
)
def test_the_limit_itself_is_allowed(settings, announced, is_let_through):
    settings.MAX_REQUEST_BYTES = 1000
    request = RequestFactory().post("/anywhere/", CONTENT_LENGTH=announced)

    answer = RequestSizeMiddleware(lambda request: HttpResponse("through"))(request)

    assert (answer.content == b"through") is is_let_through


def test_pages_of_signed_in_people_are_kept_by_nobody(citizen, client_for):
    answer = client_for(citizen).get("/healthz")

    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


def test_a_visitor_without_a_session_is_left_alone(rf):
    answer = PrivatePagesMiddleware(lambda request: HttpResponse("page"))(rf.get("/"))

    assert "Cache-Control" not in answer.headers


def test_only_the_admin_may_evaluate_expressions(db):
    elsewhere = Client().get("/healthz").headers["Content-Security-Policy"]
    admin = Client().get("/admin/login/").headers["Content-Security-Policy"]

    assert "unsafe" not in elsewhere
    assert "'unsafe-eval'" in admin
    assert "unsafe-inline" not in admin


def test_cookies_behind_tls_are_bound_to_the_host(settings):
    assert settings.SESSION_COOKIE_NAME == "__Host-sessionid"
    assert settings.CSRF_COOKIE_NAME == "__Host-csrftoken"
    assert (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE) == (True, True)


def test_the_browser_is_told_to_come_back_by_tls_only(db):
    answer = Client().get("/healthz", secure=True)

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
