"""The nearest outlets of a place that somebody typed, or of a position that a phone gave."""

import csv
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import numpy as np
from django.db.models import Q
from django.utils import timezone

from ipservice.foundation import latin
from ipservice.foundation.search_words import search_terms
from ipservice.reference.models import District
from ipservice.reference.places import units_on
from publicservice.coverage.models import DemandPoint
from publicservice.coverage.rules.geometry import great_circle_metres
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.rules.travel import Travel, estimated_seconds
from publicservice.coverage.services import ground, routing
from publicservice.coverage.services.circle import place_of
from publicservice.coverage.services.demand import DATA
from publicservice.coverage.services.errors import PlaceNotFound, PositionOutside
from publicservice.coverage.services.ground import Stand
from publicservice.network.models import Park

logger = logging.getLogger(__name__)

SHOWN = 3
ASKED = 8
MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that was meant, with the group of its district for the detour."""

    name: str
    district: str
    group: str
    longitude: float
    latitude: float
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Near:
    """One outlet with the minutes to it by each mode, and whether they are estimates."""

    stand: Stand
    minutes: dict[str, int]
    is_within: dict[str, bool]
    is_estimate: dict[str, bool]


def places_named(words: str, *, now: datetime) -> list[Spot]:
    """Districts, towns and parks by name, pinyin or initials, the shortest name first. Raises ``PlaceNotFound``."""
    terms = search_terms(words)
    if not terms:
        raise PlaceNotFound(words=words[:30])
    found = [*_districts(terms, now), *_towns(terms, now), *_parks(terms)]
    if not found:
        raise PlaceNotFound(words=words[:30])
    return found[:MOST_PLACES]


def _districts(terms: Sequence[str], now: datetime) -> list[Spot]:
    units = units_on(timezone.localtime(now).date()).filter(longitude__isnull=False)
    wanted = "".join(terms)
    return [
        Spot(unit.name, "", unit.group, float(unit.longitude), float(unit.latitude))
        for unit in units
        if wanted in (unit.name, unit.short_name)
    ]


def _towns(terms: Sequence[str], now: datetime) -> list[Spot]:
    """Streets and towns; one without a position of its own stands on its district point and says so."""
    units = {unit.code: unit for unit in units_on(timezone.localtime(now).date())}
    found = []
    for town in townships():
        unit = units.get(town.district)
        if unit is not None and all(_is_meant(term, town, unit.name) for term in terms):
            found.append((town, unit))
    found.sort(key=lambda pair: (len(pair[0].name), pair[0].district, pair[0].name))
    return [_town(*pair) for pair in found if pair[0].place or pair[1].longitude is not None]


def _is_meant(term: str, town: "Township", district: str) -> bool:
    return term in town.name or town.pinyin.startswith(term) or town.initials == term or district.startswith(term)


def _town(town: "Township", unit: District) -> Spot:
    longitude, latitude = town.place or (float(unit.longitude or 0), float(unit.latitude or 0))
    return Spot(town.name, unit.name, unit.group, longitude, latitude, is_exact=bool(town.place))


@dataclass(frozen=True, slots=True)
class Township:
    """One street, town or township with the district of today."""

    name: str
    district: str
    pinyin: str
    initials: str
    place: tuple[float, float] | None


@lru_cache(maxsize=1)
def townships() -> tuple[Township, ...]:
    """All 1,031 of the city, read once a process."""
    with (DATA / "townships.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_township(row) for row in csv.DictReader(lines))


def _township(row: dict[str, str]) -> Township:
    reading = latin.read(row["name"])
    place = (float(row["lon_wgs84"]), float(row["lat_wgs84"])) if row["lon_wgs84"] else None
    return Township(row["name"], row["district_code_2026"], reading.full, reading.initials, place)


def _parks(terms: Sequence[str]) -> list[Spot]:
    rows = Park.objects.filter(longitude__isnull=False).select_related("district")
    for term in terms:
        rows = rows.filter(Q(name__contains=term))
    return [
        Spot(row.name, row.district.name, row.district.group, float(row.longitude), float(row.latitude))
        for row in rows.order_by("name_pinyin", "id")[:MOST_PLACES]
    ]


def spot_at(longitude: float, latitude: float) -> Spot:
    """A bare position; its detour is that of the nearest demand point's district. Raises ``PositionOutside``."""
    if not (105 <= longitude <= 111 and 28 <= latitude <= 33):
        raise PositionOutside(longitude=longitude, latitude=latitude)
    rows = list(DemandPoint.objects.counted().values_list("longitude", "latitude", "district__name", "district__group"))
    if not rows:
        return Spot("您的位置", "", "", longitude, latitude)
    away = great_circle_metres(np.array([[longitude, latitude]]), np.array([row[:2] for row in rows], dtype=np.float64))
    _, _, name, group = rows[int(away[0].argmin())]
    return Spot(f"您的位置（{name}）", "", group, longitude, latitude)


def nearest_outlets(spot: Spot, *, now: datetime) -> list[Near]:
    """The outlets that count, by driving time; a routing service is asked for the likely ones and not waited for."""
    model = ground.model_on(timezone.localtime(now).date())
    where = [stand for stand in ground.stands(model, on=timezone.localtime(now).date()) if stand.counts]
    origin = np.array([[spot.longitude, spot.latitude]])
    detour = np.array([model.parameters.detour(spot.group)])
    seconds = {}
    for mode in Mode:
        travel = Travel.by(mode, model.parameters, model.water)
        seconds[mode] = estimated_seconds(origin, detour, place_of(where), travel=travel)[0]
    order = sorted(range(len(where)), key=lambda at: (int(seconds[Mode.CAR][at]), where[at].id))[:ASKED]
    likely = [where[at] for at in order]
    known = {mode: _routed(origin, likely, mode, now) for mode in Mode}
    limit = model.parameters.limit_seconds
    found = []
    for place, at in enumerate(order):
        times = {m: int(known[m][0][place]) if known[m][1][place] else int(seconds[m][at]) for m in Mode}
        found.append(
            Near(
                where[at],
                {str(m): -(-value // 60) for m, value in times.items()},
                {str(m): value <= limit for m, value in times.items()},
                {str(m): not known[m][1][place] for m in Mode},
            )
        )
    return sorted(found, key=lambda near: (near.minutes[Mode.CAR], near.stand.id))[:SHOWN]


def _routed(origin, likely: list[Stand], mode: Mode, now: datetime):
    """What the service says, or nothing: a failure is logged and the estimate stands."""
    ends = place_of(likely)
    seconds, known = routing.kept(origin, ends, mode)
    if routing.is_set() and not known.all() and likely:
        try:
            routing.fetch(origin, ends, mode, now=now)
        except routing.RoutingFailed as failure:
            logger.warning("routing service: %s", failure)
        else:
            seconds, known = routing.kept(origin, ends, mode)
    return seconds[0], known[0]


def renamed(spot: Spot, name: str) -> Spot:
    """The same place under the name by which it was chosen."""
    return replace(spot, name=name)
