"""One place where a refusal becomes an answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from ipservice.foundation.errors import DomainError


class DomainErrorMiddleware:
    """Shows a ``DomainError``: problem+json under /api/, else a message and back to where the person stood."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(
                {"code": error.code, "detail": error.message, "field": error.field},
                status=error.status,
                content_type="application/problem+json",
                json_dumps_params={"ensure_ascii": False},
            )
        back = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(back, {request.get_host()}):
            messages.error(request, error.message)
            return redirect(back)
        return render(request, "409.html", {"error": error}, status=error.status)
