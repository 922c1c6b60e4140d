"""Industrial parks by file, as public lists name them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from ipservice.foundation.reading import Action
from ipservice.intake.cleaning import readers
from ipservice.intake.cleaning.places import places
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Target
from ipservice.reference.gazetteer import Gazetteer
from publicservice.network.models import Park
from publicservice.network.services import imported


def lookups() -> Mapping[str, Any]:
    return {"gazetteer": Gazetteer.load()}


def placed(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Every park lies in a district."""
    missing = np.flatnonzero(frame["district_id"].is_null().to_numpy())
    return frame, [Note(Action.REJECT, "row.no_place", missing, "园区须填所在区县或区划代码。", ("district_code",))]


PARKS = Feed(
    code="parks",
    label="园区",
    columns=(
        Column("name", "园区名称", readers.text(120), ("名称", "name"), is_required=True, may_be_empty=False),
        Column("district_name", "区县", readers.text(64), ("所在区县",)),
        Column("district_code", "区划代码", readers.text(12), ("现区划代码", "district_code_2026")),
        Column("kind", "类型", readers.text(40), ("kind",)),
        Column("industry", "主导产业", readers.text(120), ("industry",)),
        Column("source", "数据来源", readers.text(300), ("来源", "source")),
        Column("source_year", "来源年份", readers.year(), ("year",)),
    ),
    key=("name",),
    checks=(places(), placed),
    options=(Option("as_of", "名单日期", "date"),),
    lookups=lookups,
    target=Target(
        model=Park,
        key=("name",),
        fields=("name", "district_id", "kind", "industry", "source", "source_year"),
        derived_from={"district_id": ""},
        keeps_unsaid=frozenset({"kind", "industry", "source", "source_year"}),
    ),
    after_load=imported.finish_parks,
    after_undo=imported.parks_again,
)
