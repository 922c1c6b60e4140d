"""The half-hour circle of a day: cover by district and mode, the gaps, the outlets that do not count and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from ipservice.reference.models import District
from ipservice.reference.places import units_on
from publicservice.coverage.rules.access import two_step_access
from publicservice.coverage.rules.circle import by_district, covered, nearest
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.rules.travel import Seconds, Travel, estimated_seconds
from publicservice.coverage.services import bookable, ground, routing
from publicservice.coverage.services.errors import NoDemandPoints
from publicservice.coverage.services.ground import Model, Points, Stand


@dataclass(frozen=True, slots=True)
class Row:
    """One district: people and parks in all and covered, people in the real circle, people for each window."""

    code: str
    district: str
    total: int
    covered: int
    real: int
    parks: int
    parks_covered: int
    per_window: int | None

    @property
    def left_out(self) -> int:
        return self.total - self.covered


@dataclass(frozen=True, slots=True)
class Gap:
    """One place left out: how many people, which outlet would be nearest and how far it is."""

    name: str
    district: str
    people: int
    nearest: str
    minutes: int | None
    is_spread: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle of one mode on one day."""

    mode: Mode
    model: Model
    rows: Sequence[Row]
    gaps: Sequence[Gap]
    stands: Sequence[Stand]
    not_bookable: frozenset[int]
    estimated_share: float
    parks_without_position: int

    def total(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.rows)

    @property
    def counted(self) -> list[Stand]:
        return [stand for stand in self.stands if stand.counts]

    @property
    def left_aside(self) -> list[Stand]:
        return [stand for stand in self.stands if not stand.counts]

    @property
    def unknown_staffing(self) -> int:
        return sum(stand.half_days is None for stand in self.counted)


def times(points: Points, where: Sequence[Stand], mode: Mode, model: Model) -> tuple[Seconds, float]:
    """Seconds from every point to every outlet, and the share of the pairs within reach that is an estimate."""
    destinations = place_of(where)
    travel = Travel.by(mode, model.parameters, model.water)
    limit = model.parameters.limit_seconds
    seconds = estimated_seconds(points.place, points.detours, destinations, travel=travel, within_seconds=2 * limit)
    routed, known = routing.kept(points.place, destinations, mode)
    near = (seconds <= 2 * limit) | known
    seconds = np.where(known, routed, seconds).astype(np.int32)
    return seconds, float((near & ~known).sum() / near.sum()) if near.any() else 1.0


def place_of(where: Sequence[Stand]) -> NDArray[np.float64]:
    return np.array([(stand.longitude, stand.latitude) for stand in where], dtype=np.float64).reshape(-1, 2)


def circle(mode: Mode, *, now: datetime, model: Model | None = None) -> Circle:
    """The circle as it stands. Raises ``NoDemandPoints`` and ``NoRuleInForce``."""
    today = timezone.localtime(now).date()
    model = model or ground.model_on(today)
    points = ground.residents(model)
    if not len(points):
        raise NoDemandPoints
    every = ground.stands(model, on=today)
    where = [stand for stand in every if stand.counts]
    in_time = bookable.bookable_outlets(model.parameters.bookable_working_days, now=now)
    seconds, estimated = times(points, where, mode, model)
    parks = ground.parks(model)
    park_seconds, _ = times(parks, where, mode, model)
    return Circle(
        mode=mode,
        model=model,
        rows=_rows((points, seconds), (parks, park_seconds), [stand.id in in_time for stand in where], (model, today)),
        gaps=gaps(points, seconds, where, model),
        stands=every,
        not_bookable=frozenset(stand.id for stand in where if stand.id not in in_time),
        estimated_share=estimated,
        parks_without_position=ground.parks_without_position(),
    )


def _rows(people: tuple[Points, Seconds], parks: tuple[Points, Seconds], in_time: list[bool], when) -> list[Row]:
    model, today = when
    limit = model.parameters.limit_seconds
    points, seconds = people
    plain = covered(seconds, limit)
    real = covered(seconds[:, np.array(in_time, dtype=np.bool_)], limit)
    all_people = {row.district: row for row in by_district(points.districts, points.weights, plain)}
    booked = {row.district: row.covered for row in by_district(points.districts, points.weights, real)}
    all_parks = {
        row.district: row for row in by_district(parks[0].districts, parks[0].weights, covered(parks[1], limit))
    }
    windows = windows_by_district(points, seconds, model)
    rows = []
    for unit in units_on(today):
        own, own_parks = all_people.get(unit.code), all_parks.get(unit.code)
        rows.append(
            Row(
                code=unit.code,
                district=unit.name,
                total=own.total if own else 0,
                covered=own.covered if own else 0,
                real=booked.get(unit.code, 0),
                parks=own_parks.total if own_parks else 0,
                parks_covered=own_parks.covered if own_parks else 0,
                per_window=windows.get(unit.code),
            )
        )
    return rows


def windows_by_district(points: Points, seconds: Seconds, model: Model) -> dict[str, int | None]:
    """People for each outlet by 2SFCA, of the people covered: Σ weight ÷ Σ weight × access. None where nobody is."""
    limit = model.parameters.limit_seconds
    access = two_step_access(seconds, limit, points.weights, np.ones(seconds.shape[1]))
    codes, reached = np.asarray(points.districts), covered(seconds, limit)
    found: dict[str, int | None] = {}
    for code in dict.fromkeys(points.districts):
        own = (codes == code) & reached
        share = float(points.weights[own] @ access[own])
        found[code] = round(float(points.weights[own].sum()) / share) if share else None
    return found


def gaps(points: Points, seconds: Seconds, where: Sequence[Stand], model: Model) -> list[Gap]:
    """Every place left out, most people first."""
    out = np.flatnonzero(~covered(seconds, model.parameters.limit_seconds) & (points.weights > 0))
    near, away = nearest(seconds)
    spans = District.objects.filter(code__in=set(points.districts), valid_until__isnull=True)
    names = dict(spans.values_list("code", "name"))
    order = sorted(out.tolist(), key=lambda at: (-int(points.weights[at]), points.codes[at]))
    return [
        Gap(
            points.names[at],
            names.get(points.districts[at], points.districts[at]),
            int(points.weights[at]),
            where[near[at]].name if near[at] >= 0 else "",
            -(-int(away[at]) // 60) if near[at] >= 0 else None,
            bool(points.is_spread[at]),
        )
        for at in order
    ]
