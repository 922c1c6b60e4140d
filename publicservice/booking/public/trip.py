"""What one visitor has chosen and typed so far, kept with the session until the booking is made."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ipservice.foundation.errors import DomainError
from publicservice.booking.services.facts import Wish

KEY = "booking_trip"
DONE = "bookings_done"
OPENED = "bookings_opened"
MOST_KEPT = 10
WAIT_SECONDS = {"too_many_requests": 3600, "too_many_tries": 900, "too_many_open_bookings": 3600}


@dataclass
class Trip:
    """``held`` is the key of the held place and ``held_until`` its end; waiting for a full slot holds nothing."""

    schedule: int = 0
    starts_at: str = ""
    ends_at: str = ""
    items: list[int] = field(default_factory=list)
    variant: str = ""
    held: int = 0
    held_until: str = ""
    is_waiting: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    files: list[int] = field(default_factory=list)
    file_name: str = ""
    token: str = ""

    @property
    def wish(self) -> Wish:
        return Wish(self.schedule, datetime.fromisoformat(self.starts_at), tuple(self.items), self.variant)

    @property
    def until(self) -> datetime | None:
        return datetime.fromisoformat(self.held_until) if self.held_until else None


def trip_of(request: HttpRequest) -> Trip:
    return Trip(**request.session.get(KEY, {}))


def keep(request: HttpRequest, trip: Trip) -> None:
    request.session[KEY] = asdict(trip)


def finish(request: HttpRequest, kind: str, key: int, token: str) -> None:
    """The trip is over; its end may be looked at again from this browser."""
    done = [row for row in request.session.get(DONE, []) if row[2] != token]
    request.session[DONE] = [*done, [kind, key, token]][-MOST_KEPT:]
    request.session.pop(KEY, None)


def done_with(request: HttpRequest, token: str) -> tuple[str, int] | None:
    """What the form with this token has made in this browser."""
    return next(((kind, key) for kind, key, used in request.session.get(DONE, []) if used == token), None)


def token_of(request: HttpRequest, kind: str, key: int) -> str:
    """The token of the form that made this row in this browser; empty for all others."""
    rows = request.session.get(DONE, [])
    return next((token for made, row, token in rows if (made, row) == (kind, key)), "")


def open_for(request: HttpRequest, kind: str, key: int) -> None:
    """Code and phone were right: this browser may look at it and change it."""
    opened = [row for row in request.session.get(OPENED, []) if row != [kind, key]]
    request.session[OPENED] = [*opened, [kind, key]][-MOST_KEPT:]


def may_open(request: HttpRequest, kind: str, key: int) -> bool:
    return [kind, key] in request.session.get(OPENED, [])


def too_many(request: HttpRequest, refused: DomainError) -> HttpResponse:
    """429 with the time to wait, in words and in the header."""
    response = render(request, "publicservice/booking/too_many.html", {"error": refused}, status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS.get(refused.code, 3600))
    return response
