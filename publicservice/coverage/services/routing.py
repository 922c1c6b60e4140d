"""Travel times of a routing service, where one is set: asked in tables, kept in the database, never waited for long.

``ROUTING_BACKEND`` names a function ``(origins, destinations, mode, *, timeout) -> rows of seconds or None``; the one
here speaks the table service of OSRM at ``ROUTING_URL``. A Chinese map service plugs in by a function of its own, which
also turns WGS84 into its own coordinates. What it cannot tell is estimated by the model, and every figure says how
much of it was.
"""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string
from numpy.typing import NDArray

from publicservice.coverage.models import TravelTime
from publicservice.coverage.rules.geometry import Floats
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.rules.travel import NEVER, Seconds

logger = logging.getLogger(__name__)

PROFILES = {Mode.CAR: "driving"}
MOST_COORDINATES = 100
LARGEST_ANSWER = 20_000_000
Place = tuple[int, int]


class RoutingFailed(RuntimeError):
    """The service gave no usable answer in time; callers fall back to the model."""


def is_set() -> bool:
    return bool(settings.ROUTING_BACKEND)


def osrm(origins: Sequence[Place], destinations: Sequence[Place], mode: Mode, *, timeout: float):
    """Seconds by the table service of OSRM, whole and rounded up, None where it knows no way. Raises ``RoutingFailed``.

    It drives; for any other mode it knows nothing.
    """
    if mode not in PROFILES:
        raise RoutingFailed(f"no profile for {mode}")
    places = [*origins, *destinations]
    written = ";".join(f"{x / 100_000:.5f},{y / 100_000:.5f}" for x, y in places)
    sources = ";".join(str(number) for number in range(len(origins)))
    ends = ";".join(str(number) for number in range(len(origins), len(places)))
    path = f"/table/v1/{PROFILES[mode]}/{written}?sources={sources}&destinations={ends}&annotations=duration"
    answer = _get(path, timeout)
    rows = answer.get("durations") if answer.get("code") == "Ok" else None
    if not isinstance(rows, list) or [len(row) for row in rows] != [len(destinations)] * len(origins):
        raise RoutingFailed("the table has another shape than asked for")
    return [[None if cell is None else int(np.ceil(cell)) for cell in row] for row in rows]


def _get(path: str, timeout: float) -> dict:
    base = urlsplit(settings.ROUTING_URL)
    kind = HTTPSConnection if base.scheme == "https" else HTTPConnection
    link = kind(base.hostname or "", base.port, timeout=timeout)
    try:
        link.request("GET", base.path.rstrip("/") + path)
        response = link.getresponse()
        body = response.read(LARGEST_ANSWER)
        if response.status != 200:
            raise RoutingFailed(f"status {response.status}")
        return json.loads(body)
    except (OSError, HTTPException, ValueError) as problem:
        raise RoutingFailed(type(problem).__name__) from problem
    finally:
        link.close()


def kept(origins: Floats, destinations: Floats, mode: Mode) -> tuple[Seconds, NDArray[np.bool_]]:
    """Seconds as far as they are in the database, and which pairs those are; one query."""
    shape = (len(origins), len(destinations))
    seconds, known = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.bool_)
    if not is_set() or not origins.size or not destinations.size:
        return seconds, known
    rows = {place: at for at, place in enumerate(places_of(origins))}
    columns: dict[Place, list[int]] = {}
    for at, place in enumerate(places_of(destinations)):
        columns.setdefault(place, []).append(at)
    found = TravelTime.objects.filter(
        source=settings.ROUTING_BACKEND[:40],
        mode=mode,
        to_x__in=[x for x, _ in columns],
        to_y__in=[y for _, y in columns],
    ).values_list("from_x", "from_y", "to_x", "to_y", "seconds")
    for from_x, from_y, to_x, to_y, value in found:
        row = rows.get((from_x, from_y))
        for column in columns.get((to_x, to_y), ()) if row is not None else ():
            seconds[row, column], known[row, column] = NEVER if value is None else value, True
    return seconds, known


def fetch(origins: Floats, destinations: Floats, mode: Mode, *, now: datetime, timeout: float | None = None) -> int:
    """Ask for a table and keep it; returns how many times were kept. Raises ``RoutingFailed`` at the first failure."""
    ask = import_string(settings.ROUTING_BACKEND)
    from_places, to_places = list(dict.fromkeys(places_of(origins))), list(dict.fromkeys(places_of(destinations)))
    step = max(MOST_COORDINATES - len(to_places), 1)
    count = 0
    for start in range(0, len(from_places), step):
        part = from_places[start : start + step]
        rows = ask(part, to_places, mode, timeout=timeout or settings.ROUTING_TIMEOUT)
        count += _keep(part, to_places, rows, (mode, now))
    return count


def _keep(origins: list[Place], destinations: list[Place], rows, what: tuple[Mode, datetime]) -> int:
    mode, now = what
    times = [
        TravelTime(
            source=settings.ROUTING_BACKEND[:40],
            mode=mode,
            from_x=a[0],
            from_y=a[1],
            to_x=b[0],
            to_y=b[1],
            seconds=value,
            fetched_at=now,
        )
        for a, row in zip(origins, rows, strict=True)
        for b, value in zip(destinations, row, strict=True)
    ]
    TravelTime.objects.bulk_create(
        times,
        update_conflicts=True,
        unique_fields=["source", "mode", "to_x", "to_y", "from_x", "from_y"],
        update_fields=["seconds", "fetched_at"],
        batch_size=2000,
    )
    return len(times)


def places_of(points: Floats) -> list[Place]:
    """Positions as whole hundred-thousandths of a degree."""
    return [(int(x), int(y)) for x, y in np.rint(points * 100_000).astype(np.int64)]
