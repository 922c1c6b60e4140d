"""Who comes in at the officials' desk of the network."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ipservice.portal import work
from publicservice.network.models import Outlet

HOME = "/admin/outlets/"


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Strangers sign in; for everybody but officials of city and districts the page does not exist."""
    staffed = work.require_staff(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.is_official:
            raise Http404
        return staffed(request, *args, **kwargs)

    return guarded


def managed(request: HttpRequest, outlet_id: int) -> Outlet:
    """Another district's outlet does not exist here."""
    return get_object_or_404(Outlet.objects.managed_by(request.user).select_related("district", "park"), pk=outlet_id)


def require_may_change(request: HttpRequest) -> None:
    """A reviewer reads; who may change is told by the role."""
    if not request.user.has_perm("publicservice.change_outlet"):
        raise PermissionDenied


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [("服务网点", HOME), *steps]
