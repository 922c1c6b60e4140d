"""Outlets by file: place, position, hours and one qualification a row."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from ipservice.foundation.reading import Action, Reading
from ipservice.foundation.tabular.contacts import read_coordinates
from ipservice.intake.cleaning import readers
from ipservice.intake.cleaning.places import places
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Reader, Target
from ipservice.reference.gazetteer import Gazetteer
from publicservice.network.models import Outlet
from publicservice.network.rules import HostKind, OutletLevel, PositionSource, QualificationKind
from publicservice.network.rules.qualifications import Candidate, qualification_findings
from publicservice.network.services import imported

LEVELS = {member.label: member.value for member in OutletLevel} | {
    "市": OutletLevel.CITY.value,
    "区县": OutletLevel.DISTRICT.value,
    "园区": OutletLevel.PARK.value,
    "园区（高校）": OutletLevel.PARK.value,
}
HOSTS = {member.label: member.value for member in HostKind}
SOURCES = {member.label: member.value for member in PositionSource} | {
    "区县代表点": PositionSource.DISTRICT.value,
    "district point": PositionSource.DISTRICT.value,
    "乡镇代表点": PositionSource.TOWN.value,
    "town point": PositionSource.TOWN.value,
}
NO_KIND = "OTHER"
KINDS = {
    **{member.value: member.value for member in QualificationKind},
    **{member.label: member.value for member in QualificationKind},
    NO_KIND: NO_KIND,
}
KIND_NAMES = {value: value for value in KINDS.values()}
UNSAID = frozenset(
    {"host_name", "host_kind", "address", "phone", "longitude", "latitude", "source", "source_year", "source_note"}
)


def _as_written(raw: Any, context: Context) -> Reading[str]:
    return Reading(None if raw is None else str(raw))


DEGREES = Reader("text", pl.String, _as_written, takes_numbers=True)


def lookups() -> Mapping[str, Any]:
    """The registered outlets by name and district, the kinds they hold, and the places of every day."""
    known = {(name, district): pk for pk, name, district in Outlet.objects.values_list("id", "name", "district")}
    return {"gazetteer": Gazetteer.load(), "known": known, "held": imported.kinds_held()}


def recognise(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """``id`` is the outlet registered under this name in this district; ``identity`` tells rows of one file apart."""
    known = context.lookups["known"]
    pairs = list(frame.select("name", "district_id").iter_rows())
    return frame.with_columns(
        pl.Series("id", [known.get(pair) for pair in pairs], dtype=pl.Int64),
        pl.Series("identity", [f"{name}|{district}" for name, district in pairs], dtype=pl.String),
    ), []


def coordinates(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Longitude and latitude are read as a pair; without both there is no position."""
    pairs, notes = [], []
    for place, (longitude, latitude) in enumerate(frame.select("longitude", "latitude").iter_rows()):
        reading = Reading(None) if longitude is None and latitude is None else read_coordinates(longitude, latitude)
        pairs.append(reading.value or (None, None))
        if reading.message:
            faulty = ("longitude", "latitude") if reading.action == Action.FIX else ("latitude",)
            shown = "/".join(str(part) for part in reading.value) if reading.value else ""
            notes.append(Note(reading.action, "row.coordinates", np.array([place]), reading.message, faulty, shown))
    values = [
        pl.Series(name, [None if pair[index] is None else str(pair[index]) for pair in pairs], dtype=pl.String)
        for index, name in enumerate(("longitude", "latitude"))
    ]
    return frame.with_columns(values), notes


def levels_and_sources(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """A row without a level is of its district, without a district of the city; a position has a source."""
    level = (
        pl.when(pl.col("level").is_not_null())
        .then(pl.col("level"))
        .when(pl.col("district_id").is_null())
        .then(pl.lit(OutletLevel.CITY.value))
        .otherwise(pl.lit(OutletLevel.DISTRICT.value))
    )
    source = (
        pl.when(pl.col("longitude").is_null())
        .then(pl.lit(PositionSource.UNKNOWN.value))
        .otherwise(pl.col("position_source").fill_null(PositionSource.SURVEYED.value))
    )
    frame = frame.with_columns(level.alias("level"), source.alias("position_source"))
    placeless = (frame["level"] != OutletLevel.CITY.value) & frame["district_id"].is_null()
    said = "区县级、园区级网点须填所在区县。"
    return frame, [Note(Action.REJECT, "row.no_place", np.flatnonzero(placeless.to_numpy()), said, ("district_name",))]


def qualified(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Each qualification by the rule of its kind; what the register can't answer yet is kept."""
    places_, messages = [], []
    asked = frame.select("id", "level", "host_kind", "kind_code", "source").iter_rows()
    for place, (own, level, host, kind, source) in enumerate(asked):
        if kind in (None, NO_KIND):
            continue
        held = frozenset(context.lookups["held"].get(own, ())) - {kind}
        candidate = Candidate(
            QualificationKind(kind),
            OutletLevel(level),
            HostKind(host or HostKind.UNKNOWN),
            basis=source or "",
            held=held,
        )
        unmet = [finding for finding in qualification_findings(candidate) if finding.met is False]
        if unmet:
            places_.append(place)
            messages.append(f"不能登记该资质：{unmet[0].requirement}；现为：{unmet[0].actual}。")
    return frame, [
        Note(Action.REJECT, "row.qualification", np.array(places_, dtype=np.int64), messages, ("kind_code",))
    ]


OUTLETS = Feed(
    code="outlets",
    label="公共服务网点",
    columns=(
        Column("district_name", "区县", readers.text(64), ("所在区县", "所属区县")),
        Column("district_code", "区划代码", readers.text(12), ("区县代码", "district_code")),
        Column("name", "网点名称", readers.text(120), ("名称", "name"), is_required=True, may_be_empty=False),
        Column("level", "层级", readers.term(LEVELS), ("网点层级", "级别")),
        Column("kind_code", "资质代码", readers.term(KINDS, names=KIND_NAMES), ("kind_code", "资质")),
        Column("host_name", "主办单位", readers.text(120)),
        Column("host_kind", "主办单位类型", readers.term(HOSTS)),
        Column("address", "地址", readers.text(300), ("address",)),
        Column("phone", "电话", readers.phone(), ("服务电话", "联系电话", "phone")),
        Column("longitude", "经度", DEGREES, ("lon_wgs84",)),
        Column("latitude", "纬度", DEGREES, ("lat_wgs84",)),
        Column("position_source", "坐标来源", readers.term(SOURCES), ("coordinate_source",)),
        Column("hours", "开放时间", readers.hours()),
        Column("source", "数据来源", readers.text(300), ("来源", "source")),
        Column("source_year", "来源年份", readers.year(), ("source_year",)),
        Column("source_note", "来源说明", readers.text(300), ("说明", "status")),
    ),
    key=("identity",),
    key_shown=("name",),
    checks=(places(), recognise, coordinates, levels_and_sources, qualified),
    options=(Option("as_of", "名册日期", "date", help_text="新网点的开放时间自该日起算；不填为今天"),),
    lookups=lookups,
    extras={"identity": "text", "kind_code": "text", "hours": "text"},
    target=Target(
        model=Outlet,
        key=("id",),
        fields=(
            "name", "level", "district_id", "host_name", "host_kind", "address", "phone", "longitude", "latitude",
            "position_source", "source", "source_year", "source_note",
        ),
        derived_from={"district_id": "", "level": "", "position_source": "longitude"},
        keeps_unsaid=UNSAID,
        uncompared=frozenset({"source", "source_year", "source_note"}),
    ),
    after_load=imported.finish_outlets,
    after_undo=imported.outlets_again,
    own_tables=("publicservice_outletqualification", "publicservice_hoursversion"),
    help_text="一行一个网点；同名同区县的网点更新，其余新登记。开放时间只用于尚未公布时间的网点。",
)  # fmt: skip
