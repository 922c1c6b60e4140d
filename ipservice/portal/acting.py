"""For which body a person with several acts just now: chosen once, kept in the session, said on every portal page.

An app that lets people act for bodies registers where they come from, in ``AppConfig.ready``::

    acting.register(lambda user: [Body(agency.pk, agency.name), ...])

Below ``/portal/`` the person's ``acting_for`` holds the number chosen, and the app's querysets follow it. Whoever acts
for one body, or none, is asked nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

PORTAL = "/portal/"
CHOSEN = "acting_for"


@dataclass(frozen=True, slots=True)
class Body:
    """One body for which the person may act; ``key`` is its number."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Acting:
    """The bodies to choose from, in order, and the one chosen."""

    bodies: Sequence[Body]
    chosen: Body | None = None

    @property
    def has_choice(self) -> bool:
        return len(self.bodies) > 1

    @property
    def others(self) -> list[Body]:
        return [body for body in self.bodies if body != self.chosen]


Source = Callable[[Any], Sequence[Body]]
_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """Make a source of bodies known; the same code registered again replaces the former."""
    _sources[code] = source


def bodies_of(user: Any) -> list[Body]:
    """Every body for which ``user`` may act."""
    return [body for source in _sources.values() for body in source(user)]


def choose(request: HttpRequest, key: int) -> Body | None:
    """Act for this body from now on; None, and nothing changes, where the person may not."""
    found = next((body for body in bodies_of(request.user) if body.key == key), None)
    if found is not None:
        request.session[CHOSEN] = found.key
        _follow(request)
    return found


class ActingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PORTAL) and request.user.is_authenticated and request.user.acts_for_agency:
            _follow(request)
        return self.get_response(request)


def _follow(request: HttpRequest) -> None:
    """What the session says, where it still holds; else the first body."""
    bodies = bodies_of(request.user)
    wanted = request.session.get(CHOSEN)
    chosen = next((body for body in bodies if body.key == wanted), bodies[0] if bodies else None)
    request.acting = Acting(bodies, chosen)
    request.user.acting_for = chosen.key if request.acting.has_choice else None
