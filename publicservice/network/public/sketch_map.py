"""The map of outlets: real outlines of the districts, drawn by the server; the list beside it says the same."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from publicservice.network.models import Outlet, OutletLevel, PositionSource
from publicservice.network.rules.sketch import Box, Sketch

FILE = Path(__file__).resolve().parents[1] / "data" / "sketch_map.json"
TILES = "https://t0.tianditu.gov.cn/vec_c/wmts"
SHAPES = {
    OutletLevel.CITY: "M-8-8h16v16h-16z",
    OutletLevel.DISTRICT: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    OutletLevel.PARK: "M0-8l8 14h-16z",
}
UNITS_PER_MARK = 620


@dataclass(frozen=True, slots=True)
class Outline:
    code: str
    name: str
    path: str
    box: tuple[float, float, float, float]
    is_approximate: bool

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One outlet on the map; ``place`` is a transform that keeps its size whatever is shown."""

    name: str
    href: str
    shape: str
    css: str
    place: str
    note: str


@cache
def outlines() -> tuple[Sketch, tuple[Outline, ...]]:
    """The frame and the districts, read once a process."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    sketch = Sketch(read["width"], read["height"], read["west"], read["east"], read["north"], read["south"])
    districts = [
        Outline(one["code"], one["name"], one["path"], tuple(one["box"]), one["approximate"])
        for one in read["districts"]
    ]
    return sketch, tuple(districts)


def draw(outlets: Iterable[Outlet], district_code: str = "") -> dict[str, object]:
    """What the template prints: the part shown, outlines, marks, and tiles where a key is set."""
    sketch, districts = outlines()
    shown = next((one for one in districts if one.code == district_code), None)
    box = sketch.around(*shown.box) if shown else sketch.whole
    scale = max(box.width, box.height) / UNITS_PER_MARK
    return {
        "view": box.view,
        "scale": f"{scale:.3f}",
        "districts": districts,
        "shown": shown,
        "marks": [_mark(outlet, sketch, scale) for outlet in outlets if outlet.longitude is not None],
        "legend": [(level.label, SHAPES[level], level.value) for level in OutletLevel],
        "tiles": _tiles(sketch, box),
    }


def _mark(outlet: Outlet, sketch: Sketch, scale: float) -> Mark:
    across, down = sketch.place(float(outlet.longitude), float(outlet.latitude))
    exact = outlet.position_source == PositionSource.SURVEYED
    return Mark(
        outlet.name,
        f"/outlets/{outlet.pk}/",
        SHAPES[OutletLevel(outlet.level)],
        outlet.level,
        f"translate({across:g} {down:g}) scale({scale:.3f})",
        "" if exact else outlet.get_position_source_display(),
    )


def _tiles(sketch: Sketch, box: Box) -> list[tuple[str, Box]]:
    if not settings.TIANDITU_KEY:
        return []
    fixed = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": "vec", "STYLE": "default"}
    fixed |= {"TILEMATRIXSET": "c", "FORMAT": "tiles", "tk": settings.TIANDITU_KEY}
    return [
        (
            f"{TILES}?{urlencode({**fixed, 'TILEMATRIX': tile.level, 'TILEROW': tile.row, 'TILECOL': tile.column})}",
            tile.box,
        )
        for tile in sketch.tiles(box)
    ]
