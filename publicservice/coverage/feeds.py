"""Points by file: demand as officials know it, sites that could be used, bridges over the two rivers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from ipservice.foundation.reading import Action
from ipservice.intake.cleaning import readers
from ipservice.intake.cleaning.places import places
from ipservice.intake.feeds import Column, Context, Feed, Note, Target, Touched
from ipservice.pagecache.versions import bump
from ipservice.reference.gazetteer import Gazetteer
from publicservice.coverage.models import Bridge, CandidateSite, DemandKind, DemandPoint
from publicservice.coverage.services.demand import PAGES
from publicservice.network.feeds.outlets import DEGREES, coordinates

CODE = Column("code", "编号", readers.text(40), ("点位编号", "code"), is_required=True, may_be_empty=False)
NAME = Column("name", "名称", readers.text(120), ("点位名称", "name"), is_required=True, may_be_empty=False)
DISTRICT = (
    Column("district_name", "区县", readers.text(64), ("所在区县",)),
    Column("district_code", "区划代码", readers.text(12), ("区县代码", "district_code")),
)
POSITION = (
    Column("longitude", "经度", DEGREES, ("lon_wgs84",), is_required=True),
    Column("latitude", "纬度", DEGREES, ("lat_wgs84",), is_required=True),
)
SOURCE = Column("source", "来源", readers.text(300), ("数据来源", "source"))


def lookups() -> Mapping[str, Any]:
    """The places of every day, and the codes that came with the product."""
    shipped = DemandPoint.objects.filter(kind=DemandKind.RESIDENTS).values_list("code", flat=True)
    return {"gazetteer": Gazetteer.load(), "shipped": set(shipped)}


def positioned(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Every point has a position."""
    missing = np.flatnonzero((frame["longitude"].is_null() | frame["latitude"].is_null()).to_numpy())
    return frame, [Note(Action.REJECT, "row.no_position", missing, "须填经度和纬度（WGS84，度）。", ("longitude",))]


def placed(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Every point lies in a district."""
    missing = np.flatnonzero(frame["district_id"].is_null().to_numpy())
    return frame, [Note(Action.REJECT, "row.no_place", missing, "须填所在区县或区划代码。", ("district_name",))]


def not_shipped(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """The points that came with the product are not written over: their sums are the census."""
    taken = frame["code"].is_in(list(context.lookups["shipped"])).to_numpy()
    said = "该编号属于随产品提供的人口点，请换一个编号。"
    return frame, [Note(Action.REJECT, "row.shipped", np.flatnonzero(taken), said, ("code",))]


def _pages_again(touched: Touched) -> None:
    bump(PAGES)


def _undone(run_id: int, seen: Any) -> None:
    bump(PAGES)


DEMAND = Feed(
    code="demand_points",
    label="服务圈需求点",
    columns=(
        CODE,
        NAME,
        *DISTRICT,
        *POSITION,
        Column("residents", "人数", readers.count("人"), ("人口", "员工数"), is_required=True, may_be_empty=False),
        SOURCE,
    ),
    key=("code",),
    checks=(places(), placed, coordinates, positioned, not_shipped),
    lookups=lookups,
    constants=lambda context: {"kind": DemandKind.IMPORTED.value, "is_active": True},
    target=Target(
        model=DemandPoint,
        key=("code",),
        fields=("code", "name", "district_id", "longitude", "latitude", "residents", "source", "kind", "is_active"),
        derived_from={"district_id": "", "kind": "", "is_active": ""},
    ),
    after_load=_pages_again,
    after_undo=_undone,
    help_text="在随产品提供的人口点之外增加的需求点，如重点企业、产业园。人数与人口点相加，请勿重复计算。",
)
CANDIDATES = Feed(
    code="candidate_sites",
    label="新设网点候选地点",
    columns=(CODE, NAME, *DISTRICT, *POSITION, SOURCE),
    key=("code",),
    checks=(places(), placed, coordinates, positioned),
    lookups=lookups,
    target=Target(
        model=CandidateSite,
        key=("code",),
        fields=("code", "name", "district_id", "longitude", "latitude", "source"),
        derived_from={"district_id": ""},
    ),
)
BRIDGES = Feed(
    code="bridges",
    label="过江桥梁",
    columns=(
        Column("name", "名称", readers.text(120), ("桥梁名称", "name"), is_required=True, may_be_empty=False),
        Column("river", "河流", readers.text(20), ("river",), is_required=True, may_be_empty=False),
        *POSITION,
        SOURCE,
    ),
    key=("name",),
    checks=(coordinates, positioned),
    target=Target(model=Bridge, key=("name",), fields=("name", "river", "longitude", "latitude", "source")),
    after_load=_pages_again,
    after_undo=_undone,
    help_text="长江、嘉陵江上可通行的桥梁和隧道。跨江处附近有桥的，不加计过江时间。",
)
