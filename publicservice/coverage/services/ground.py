"""Everything a computation of cover needs, read by a number of queries that does not grow."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from django.db.models import Max, Q
from numpy.typing import NDArray

from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from publicservice.coverage.models import Bridge, DemandPoint
from publicservice.coverage.rules.geometry import Floats
from publicservice.coverage.rules.parameters import KIND, TravelParameters
from publicservice.coverage.rules.travel import Water
from publicservice.coverage.services.demand import DATA
from publicservice.network.models import Outlet, OutletState, Park

NO_POSITION = "尚无坐标"


@dataclass(frozen=True, slots=True)
class Points:
    """Demand in the order of its codes: where it is, how much, in which district (code, name and group)."""

    names: Sequence[str]
    codes: Sequence[str]
    districts: Sequence[str]
    place: Floats
    weights: NDArray[np.int64]
    detours: NDArray[np.int64]
    is_spread: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Stand:
    """One outlet as the circle sees it. ``why_not`` says why it does not count, empty when it does."""

    id: int
    name: str
    district: str
    longitude: float
    latitude: float
    half_days: int | None
    why_not: str = ""
    position: str = ""

    @property
    def counts(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Model:
    """The travel model in force, with its version and the water in the way."""

    ruleset: RuleSet
    parameters: TravelParameters
    water: Water


def model_on(day: date) -> Model:
    """Raises ``NoRuleInForce``."""
    ruleset = RuleSet.objects.in_force(KIND, day).first()
    if ruleset is None:
        raise NoRuleInForce(on=day, kind="出行模型", parameter="travel_model")
    return model_of(ruleset)


def model_of(ruleset: RuleSet) -> Model:
    bridges = list(Bridge.objects.order_by("name").values_list("longitude", "latitude"))
    water = Water(rivers(), np.array(bridges, dtype=np.float64).reshape(-1, 2))
    return Model(ruleset, TravelParameters.read(ruleset.parameters), water)


@lru_cache(maxsize=1)
def rivers() -> tuple[Floats, ...]:
    """The river lines that are known: where the two rivers part central districts."""
    collection = json.loads((DATA / "rivers.geojson").read_text(encoding="utf-8"))
    return tuple(np.array(feature["geometry"]["coordinates"]) for feature in collection["features"])


def residents(model: Model) -> Points:
    """Every point that counts, residents and imported."""
    rows = DemandPoint.objects.counted().values_list(
        "name", "code", "district__code", "district__group", "longitude", "latitude", "residents", "spread_from"
    )
    return _points(list(rows), model)


def parks(model: Model) -> Points:
    """Every park with a position, each counting once."""
    rows = Park.objects.filter(longitude__isnull=False).order_by("name_pinyin", "id")
    fields = ("name", "id", "district__code", "district__group", "longitude", "latitude")
    return _points([(*row, 1, "") for row in rows.values_list(*fields)], model)


def parks_without_position() -> int:
    return Park.objects.filter(longitude__isnull=True).count()


def _points(rows: list[tuple], model: Model) -> Points:
    groups = {group: model.parameters.detour(group) for group in {row[3] for row in rows}}
    return Points(
        names=[row[0] for row in rows],
        codes=[str(row[1]) for row in rows],
        districts=[row[2] for row in rows],
        place=np.array([(row[4], row[5]) for row in rows], dtype=np.float64).reshape(-1, 2),
        weights=np.array([row[6] for row in rows], dtype=np.int64),
        detours=np.array([groups[row[3]] for row in rows], dtype=np.int64),
        is_spread=np.array([bool(row[7]) for row in rows], dtype=np.bool_),
    )


def stands(model: Model, *, on: date) -> list[Stand]:
    """The listed outlets in the order of their ids."""
    windows = Q(windows__opened_on__lte=on) & (Q(windows__closed_on__isnull=True) | Q(windows__closed_on__gt=on))
    rows = (
        Outlet.objects.listed()
        .annotate(half_days=Max("windows__staffed_half_days", filter=windows))
        .select_related("district")
        .order_by("id")
    )
    return [_stand(row, model.parameters) for row in rows]


def _stand(outlet: Outlet, parameters: TravelParameters) -> Stand:
    return Stand(
        id=outlet.pk,
        name=outlet.name,
        district=outlet.district.name if outlet.district else "全市",
        longitude=float(outlet.longitude or 0),
        latitude=float(outlet.latitude or 0),
        half_days=outlet.half_days,
        why_not=why_not(outlet, outlet.half_days, parameters),
        position=outlet.get_position_source_display(),
    )


def why_not(outlet: Outlet, half_days: int | None, parameters: TravelParameters) -> str:
    """Why an outlet staffed so often does not count, or nothing."""
    if outlet.state != OutletState.OPEN:
        return f"网点{outlet.get_state_display()}"
    if outlet.longitude is None:
        return NO_POSITION
    return staffed_too_little(half_days, parameters)


def staffed_too_little(half_days: int | None, parameters: TravelParameters) -> str:
    """Why a window staffed so often does not count, or nothing."""
    if half_days is None:
        return "" if parameters.unknown_staffing_counts else "值守时间未登记"
    if half_days < parameters.least_half_days:
        return f"每周值守 {half_days} 个半日，少于 {parameters.least_half_days} 个"
    return ""
