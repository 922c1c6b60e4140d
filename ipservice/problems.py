"""Refusals of the machine interface as problem+json (RFC 9457): what is wrong, in Chinese, and the status."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
SAID = {
    401: "需要登录后访问。",
    403: "没有访问权限。",
    404: "没有这一资源，请核对地址。",
    405: "该地址不支持这种操作。",
    406: "不能提供所要求的格式，可用 application/json。",
    429: "请求过于频繁，请稍后再试。",
}


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """What the framework refuses; a ``DomainError`` is shown by the middleware, in the same form."""
    response = exception_handler(error, context)
    if response is None:
        return None
    code = getattr(error, "default_code", "refused")
    detail = SAID.get(response.status_code, str(getattr(error, "detail", "请求未被接受。")))
    response.data = {"status": response.status_code, "code": code, "detail": detail}
    response.content_type = CONTENT_TYPE
    return response
