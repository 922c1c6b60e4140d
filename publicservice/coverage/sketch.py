"""The half-hour circle on the sketch map: districts by share covered, outlets by whether and why they count."""

from collections.abc import Iterable
from dataclasses import dataclass

from publicservice.coverage.services.circle import Circle, Row
from publicservice.coverage.services.ground import Stand
from publicservice.network.public.sketch_map import Outline, outlines

SCALE = 1.4
STEPS = (20, 40, 60, 80)
COUNTED = ("计入服务圈", "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", "counted")
NOT_BOOKABLE = ("计入，但近期没有可约时段（不在实有服务圈内）", "M-6-6h12v12h-12z", "unbookable")
LEFT_ASIDE = ("不计入", "M-6-6l12 12M6-6l-12 12", "aside")


@dataclass(frozen=True, slots=True)
class Area:
    outline: Outline
    step: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    name: str
    note: str
    shape: str
    css: str
    place: str


def draw(circle: Circle) -> dict[str, object]:
    """What the template prints; the table beside it says the same."""
    sketch, districts = outlines()
    rows = {row.code: row for row in circle.rows}
    marks = []
    for stand in circle.stands:
        if stand.longitude:
            across, down = sketch.place(stand.longitude, stand.latitude)
            label, shape, css = _kind(stand, circle)
            marks.append(
                Mark(stand.name, stand.why_not or label, shape, css, f"translate({across:g} {down:g}) scale({SCALE})")
            )
    return {
        "view": sketch.whole.view,
        "areas": [_area(one, rows.get(one.code)) for one in districts],
        "marks": marks,
        "steps": list(_steps()),
        "legend": (COUNTED, NOT_BOOKABLE, LEFT_ASIDE),
    }


def _kind(stand: Stand, circle: Circle) -> tuple[str, str, str]:
    if not stand.counts:
        return LEFT_ASIDE
    return NOT_BOOKABLE if stand.id in circle.not_bookable else COUNTED


def _area(outline: Outline, row: Row | None) -> Area:
    if row is None or not row.total:
        return Area(outline, 0, "没有数据")
    percent = row.covered * 100 // row.total
    return Area(outline, sum(percent >= step for step in STEPS) + 1, f"{percent}%")


def _steps() -> Iterable[tuple[int, str]]:
    bounds = (0, *STEPS, 100)
    for place, (low, high) in enumerate(zip(bounds, bounds[1:], strict=False), start=1):
        yield place, f"{low}%–{high}%"
