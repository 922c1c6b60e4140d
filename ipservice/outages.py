"""The page for what went wrong on our side: an outage says that it is one, and when to come back."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 30
MESSAGES = {
    500: "系统出现意外错误，您提交的内容没有保存。请稍后重试；如仍不能办理，请联系主办单位。",
    503: "数据库暂时不能使用，本页暂不能办理。请在半分钟后重试。",
}


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away or too busy (a statement or a lock that took too long), else 500.

    Renders without the request: the session and the user may be what cannot be read.
    """
    is_outage = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_outage else 500
    if request.path.startswith("/api/"):
        body = {"code": "unavailable" if is_outage else "error", "detail": MESSAGES[status]}
        response: HttpResponse = JsonResponse(
            body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
        )
    else:
        response = HttpResponse(render_to_string(f"{status}.html", {"message": MESSAGES[status]}), status=status)
    if is_outage:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
