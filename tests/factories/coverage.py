"""Small worlds of the half-hour circle: ten points on one meridian, a travel model, outlets that count."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from ipservice.foundation.canonical import digest
from ipservice.procedure.models import RuleSet, RuleSetStage
from ipservice.reference.models import District
from publicservice.coverage.models import DemandPoint
from publicservice.coverage.rules.parameters import KIND
from publicservice.network.models import Outlet
from tests.factories.accounts import make_district
from tests.factories.publicservice import make_outlet, make_window

_numbers = count(1)
# Twelve and sixty km/h without any detour or fixed time: counted by hand in the tests of the rules.
PARAMETERS: dict[str, Any] = {
    "limit_minutes": 30,
    "detour_percent": {"中心城区": 100, "主城新区": 100, "渝东北": 100, "渝东南": 100},
    "speed_kmh": {"transit": 12, "car": 60},
    "fixed_minutes": {"transit": 0, "car": 0},
    "crossing_minutes": 10,
    "bridge_near_metres": 1_000,
    "least_half_days": 5,
    "unknown_staffing_counts": True,
    "bookable_working_days": 5,
}


def make_travel_model(**changes: Any) -> RuleSet:
    parameters = {**PARAMETERS, **changes}
    return RuleSet.objects.create(
        kind=KIND,
        version=RuleSet.objects.filter(kind=KIND).count() + 1,
        title="出行模型",
        stage=RuleSetStage.ADOPTED,
        parameters=parameters,
        digest=digest(parameters),
        in_force_from=date(2022, 1, 1),
        adopted_at=datetime(2022, 1, 1, tzinfo=UTC),
    )


def make_point(district: District | None = None, **facts: Any) -> DemandPoint:
    number = next(_numbers)
    plain = {"code": f"P{number:05d}", "name": f"演示点{number}", "longitude": "106.00000", "latitude": "29.00000"}
    return DemandPoint.objects.create(district=district or make_district(), **{**plain, "residents": 100, **facts})


def make_ten_points(south: District, north: District) -> list[DemandPoint]:
    """Points 5.56 km apart from south to north, 100, 200 … 1,000 people, five in each district."""
    return [
        make_point(
            south if place < 5 else north,
            name=f"点{place}",
            latitude=f"{29 + place * 0.05:.5f}",
            residents=(place + 1) * 100,
        )
        for place in range(10)
    ]


def make_counted_outlet(latitude: str, *, half_days: int | None = 10, **facts: Any) -> Outlet:
    """An outlet on the meridian of the ten points, staffed so often."""
    outlet = make_outlet(longitude="106.00000", latitude=latitude, **facts)
    make_window(outlet, staffed_half_days=half_days)
    return outlet
