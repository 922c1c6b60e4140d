"""What goes round every page: how large a request may be, who may keep an answer, and what the admin may run."""

from collections.abc import Callable

from csp.constants import NONCE, SELF, UNSAFE_EVAL
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

View = Callable[[HttpRequest], HttpResponse]


class RequestSizeMiddleware:
    """Refuses a request whose announced size is over ``MAX_REQUEST_BYTES``, before a byte of it is stored."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.MAX_REQUEST_BYTES:
            context = {"limit_mb": settings.MAX_REQUEST_BYTES // (1024 * 1024)}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Pages of signed-in people are kept by nobody: neither the browser of a shared machine nor a proxy.

    A visitor without a session cookie is let through untouched, so that public pages stay free of ``Vary: Cookie``.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        # Asked before too: a door without sessions of its own (the API) forgets during the request who came.
        came_signed_in = has_session and request.user.is_authenticated
        response = self.get_response(request)
        if came_signed_in or (has_session and request.user.is_authenticated):
            response.headers.pop("Cache-Control", None)
            patch_cache_control(response, no_store=True, private=True)
        return response


class AdminContentPolicyMiddleware:
    """The theme of the admin evaluates expressions in its pages; nothing else of the portal may. See the ADR on it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, NONCE]}  # noqa: SLF001
        return response
