"""Cover of a whole city: 5,000 demand points and 100 outlets, both modes, against the bare great-circle matrix.

Ours reads the points, outlets, windows and bridges from the database and gives shares by district, every gap with its
nearest outlet, the real circle and the access by capacity. ``coverage_matrix`` is the travel-time matrix alone, with
rivers and bridges, against the same floor; ``coverage`` is the whole computation against one second.
"""

import numpy as np
from django.core.management import call_command
from django.utils import timezone

from benchmarks import harness
from ipservice.reference.models import District
from publicservice.coverage.models import DemandPoint
from publicservice.coverage.rules.geometry import great_circle_metres
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import ground
from publicservice.coverage.services.circle import circle, place_of, times
from publicservice.network.models import Outlet, PositionSource, ServiceWindow

POINTS, OUTLETS = 5_000, 100
MATRIX_GOAL = harness.Goal("<=", 10)
SECOND = harness.Goal("<=", 1)
PAIRS = 5


def prepare() -> None:
    """Places drawn over the box of the city with a fixed seed, a third of them in its centre."""
    call_command("load_reference", verbosity=0)
    call_command("load_rulesets", verbosity=0)
    units = list(District.objects.valid_on(timezone.localdate()).units())
    draw = np.random.default_rng(20260101)
    centre = draw.random(POINTS + OUTLETS) < 1 / 3
    lons = np.where(centre, draw.uniform(106.3, 106.8, len(centre)), draw.uniform(105.4, 110.1, len(centre)))
    lats = np.where(centre, draw.uniform(29.3, 29.8, len(centre)), draw.uniform(28.3, 32.1, len(centre)))
    DemandPoint.objects.bulk_create(
        DemandPoint(
            code=f"B{place:05d}",
            name=f"点{place}",
            district=units[place % len(units)],
            longitude=round(lons[place], 5),
            latitude=round(lats[place], 5),
            residents=int(draw.integers(100, 50_000)),
        )
        for place in range(POINTS)
    )
    outlets = Outlet.objects.bulk_create(
        Outlet(
            name=f"演示网点{place}",
            level="district",
            district=units[place % len(units)],
            longitude=round(lons[POINTS + place], 5),
            latitude=round(lats[POINTS + place], 5),
            position_source=PositionSource.TOWN,
        )
        for place in range(OUTLETS)
    )
    ServiceWindow.objects.bulk_create(
        ServiceWindow(outlet=outlet, name="综合窗口", opened_on="2025-01-01", staffed_half_days=10)
        for outlet in outlets
    )


def run() -> list[harness.Result]:
    prepare()
    now = timezone.now()
    model = ground.model_on(now.date())
    points = ground.residents(model)
    where = [stand for stand in ground.stands(model, on=now.date()) if stand.counts]
    ends = place_of(where)
    found = circle(Mode.CAR, now=now)
    harness.say(
        f"{len(points):,} points, {len(where)} outlets; {found.total('covered'):,} of {found.total('total'):,} covered,"
        f" {len(found.gaps):,} gaps listed"
    )

    def floor() -> float:
        return harness.seconds(lambda: great_circle_metres(points.place, ends))

    matrix = harness.pairs(floor, lambda: harness.seconds(lambda: times(points, where, Mode.CAR, model)), n=PAIRS)
    whole = harness.pairs(lambda: 1.0, lambda: harness.seconds(lambda: circle(Mode.CAR, now=now)), n=PAIRS)
    return [matrix.result("coverage_matrix", MATRIX_GOAL), whole.result("coverage", SECOND)]


BENCHMARK = harness.Benchmark("coverage", run)
