"""Who comes in: the admin's own door, and behind it the city's officials only."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from ipservice.portal.work import require_staff


def for_city_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in as staff and an official of the city; for others the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_city_official:
            raise Http404
        return view(request, *args, **kwargs)

    return wraps(view)(require_staff(guarded))
