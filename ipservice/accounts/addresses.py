"""Where a request comes from, behind the proxies that the settings trust."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The network address of the visitor, or nothing where it is not known."""
    return str(get_adapter().get_client_ip(request) or "")
