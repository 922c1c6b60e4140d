"""Who comes in: the admin's own door, and behind it the city's officials only."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from ipservice.portal.work import require_staff


def for_city_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Strangers are asked to sign in; for everybody but the city's officials the page does not exist."""
    staffed = require_staff(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not request.user.is_city_official:
            raise Http404
        return staffed(request, *args, **kwargs)

    return guarded
