"""Who lives where: the points that come with the product, the residents of district points spread over their ground.

Loading again writes only what differs. What officials import has other codes and is left alone.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from ipservice.pagecache.versions import bump
from ipservice.reference.models import District
from ipservice.reference.places import units_on
from publicservice.coverage.models import Bridge, DemandKind, DemandPoint
from publicservice.coverage.rules.geometry import Ring, rings_of
from publicservice.coverage.rules.spreading import spread

DATA = Path(__file__).resolve().parents[1] / "data"
PAGES = "coverage"
SOURCE = "2020年第七次全国人口普查分县数据与乡镇人口推算，位置据 GeoNames（CC BY 4.0）"
SPREAD_BASIS = "区县代表点人口按规则均匀分摊"
FIELDS = [
    "kind",
    "name",
    "district_id",
    "census_code",
    "longitude",
    "latitude",
    "residents",
    "basis",
    "spread_from",
    "source",
]
Row = dict[str, str]


@transaction.atomic
def load(*, on: date) -> dict[str, int]:
    """Rows written, by table; running it again writes none. Points that the rule no longer makes stop to count."""
    units = {unit.code: unit for unit in units_on(on)}
    wanted = list(_points(_rows("demand_points.csv"), units))
    written = _write(wanted)
    gone = DemandPoint.objects.filter(kind=DemandKind.RESIDENTS, is_active=True).exclude(
        code__in=[point.code for point in wanted]
    )
    written += gone.update(is_active=False)
    bridges = Bridge.objects.bulk_create(
        [Bridge(**row) for row in _rows("bridges.csv") if not Bridge.objects.filter(name=row["name"]).exists()]
    )
    if written or bridges:
        bump(PAGES)
    return {"人口点": written, "过江桥梁": len(bridges)}


def _write(wanted: list[DemandPoint]) -> int:
    stored = {point.code: point for point in DemandPoint.objects.filter(kind=DemandKind.RESIDENTS)}
    changed = [point for point in wanted if not _is_same(stored.get(point.code), point)]
    DemandPoint.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=[*FIELDS, "is_active"], batch_size=1000
    )
    return len(changed)


def _is_same(stored: DemandPoint | None, point: DemandPoint) -> bool:
    return (
        stored is not None
        and stored.is_active
        and all(getattr(stored, name) == getattr(point, name) for name in FIELDS)
    )


def _rows(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def boundaries() -> dict[str, list[Ring]]:
    """The borders of the units of the census, by code."""
    collection = json.loads((DATA / "census_boundaries.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["adcode"]: rings_of(feature["geometry"]) for feature in collection["features"]}


def _points(rows: list[Row], units: dict[str, District]) -> Iterator[DemandPoint]:
    towns = defaultdict(list)
    for row in rows:
        if row["kind"] == "town":
            towns[row["district_code"]].append(_position(row))
    areas = boundaries()
    for number, row in enumerate(rows, start=1):
        if row["kind"] == "town":
            place = (row["lon_wgs84"], row["lat_wgs84"], int(row["population_2020_estimate"]))
            yield _point(row, units, f"{row['district_code']}-{number:04d}", place)
        else:
            yield from _spread(row, units, number, (towns[row["district_code"]], areas[row["district_code"]]))


def _spread(row: Row, units: dict[str, District], number: int, ground: tuple[Any, Any]) -> Iterator[DemandPoint]:
    towns, area = ground
    found = spread(int(row["population_2020_estimate"]), _position(row), towns=towns, area=area)
    for place, part in enumerate(found, start=1):
        facts = (f"{part.longitude:.5f}", f"{part.latitude:.5f}", part.residents)
        code = f"{row['district_code']}-{number:04d}-{place:03d}"
        yield _point(row, units, code, facts, spread_from=row["name"])


def _position(row: Row) -> tuple[float, float]:
    return float(row["lon_wgs84"]), float(row["lat_wgs84"])


def _point(
    row: Row, units: dict[str, District], code: str, place: tuple[str, str, int], *, spread_from: str = ""
) -> DemandPoint:
    longitude, latitude, residents = place
    number = f"分摊点{code.rsplit('-', 1)[1]}" if spread_from else ""
    name = f"{row['name']}{number}"
    return DemandPoint(
        code=code,
        kind=DemandKind.RESIDENTS,
        name=name,
        district=units[row["district_code_2026"]],
        census_code=row["district_code"],
        longitude=Decimal(longitude),
        latitude=Decimal(latitude),
        residents=residents,
        basis=SPREAD_BASIS if spread_from else row["basis"],
        spread_from=spread_from,
        source=SOURCE,
        is_active=True,
    )
