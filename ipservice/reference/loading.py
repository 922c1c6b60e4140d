"""The data files of the product into the tables: what is new or different is written, nothing else.

A row that an official has changed stays as it is, and so do rows that the files do not know (a later year's
holidays). Everything happens in one transaction.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from pypinyin import Style, lazy_pinyin

from ipservice.reference.models import (
    CalendarDay,
    CalendarYear,
    District,
    Industry,
    Maintained,
    ReferenceFigure,
    ServiceType,
)

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Rows written, by table. Running it again writes none."""
    written = {
        "区县": _load(District, ("code", "valid_from"), map(_district, read("districts.csv"))),
        "产业分类": _load(Industry, ("code", "edition"), map(_industry, read("industries.csv"))),
        "服务类型": _load(ServiceType, ("code",), map(_service_type, read("service_types.csv"))),
        "工作日历": _load(CalendarDay, ("day",), map(_calendar_day, read("calendar_days.csv"))),
        "日历年度": _load(CalendarYear, ("year",), _calendar_years(read("calendar_days.csv"))),
        "公布数据": _load(
            ReferenceFigure, ("key", "scope", "year", "period"), map(_figure, read("reference_figures.csv"))
        ),
    }
    _link_parents(Industry, read("industries.csv"), lambda row: (row["code"], row["edition"]))
    _link_parents(ServiceType, read("service_types.csv"), lambda row: (row["code"],))
    _link_districts(read("districts.csv"))
    _link_industries(read("industries.csv"))
    return written


def read(name: str) -> list[Row]:
    """The rows of one data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _load(model: type[Maintained], keys: Sequence[str], rows: Iterable[dict[str, Any]]) -> int:
    """Insert or update by ``keys`` what differs from the file; returns how many rows were written."""
    fields = [field.attname for field in model._meta.concrete_fields]
    stored = {tuple(row[key] for key in keys): row for row in model.objects.values(*fields)}
    changed = []
    names: list[str] = []
    for row in rows:
        names = list(row)
        present = stored.get(tuple(row[key] for key in keys))
        if present and (present["is_maintained"] or all(present[name] == row[name] for name in names)):
            continue
        changed.append(model(**row, updated_at=timezone.now()))
    if changed:
        updated = [name for name in (*names, "updated_at") if name not in keys] or ["updated_at"]
        model.objects.bulk_create(changed, update_conflicts=True, unique_fields=list(keys), update_fields=updated)
    return len(changed)


def _link_parents(model: type[models.Model], rows: list[Row], key: Callable[[Row], tuple[str, ...]]) -> None:
    """``parent`` from the code in the file. A parent may stand in an older edition."""
    by_key = {tuple(key(_as_row(row))): row for row in model.objects.all()}
    by_code = {found[0]: row for found, row in by_key.items()}
    moved = []
    for row in rows:
        node, parent = by_key[key(row)], by_code.get(row["parent"])
        if not node.is_maintained and node.parent_id != (parent and parent.pk):
            node.parent = parent
            moved.append(node)
    model.objects.bulk_update(moved, ["parent"])


def _as_row(node: Any) -> Row:
    return {"code": node.code, "edition": getattr(node, "edition", "")}


def _link_districts(rows: list[Row]) -> None:
    spans = list(District.objects.all())
    by_key = {(span.code, span.valid_from): span for span in spans}
    for row in rows:
        span = by_key[(row["code"], _day(row["valid_from"]))]
        ended = _day(row["valid_until"])
        successors = [_span_on(spans, code, ended) for code in row["successors"].split(";") if code and ended]
        hosts = [_span_on(spans, code, None) for code in row["hosts"].split(";") if code]
        _set(span.successors, successors)
        _set(span.hosts, hosts)


def _span_on(spans: list[District], code: str, day: date | None) -> District:
    """The span of ``code`` that is valid on ``day``, or its last one."""
    mine = [span for span in spans if span.code == code]
    if day is not None:
        valid = [
            span
            for span in mine
            if (span.valid_from is None or span.valid_from <= day)
            and (span.valid_until is None or span.valid_until > day)
        ]
        mine = valid or mine
    return max(mine, key=lambda span: span.valid_from or date.min)


def _link_industries(rows: list[Row]) -> None:
    by_code = {node.code: node for node in Industry.objects.all()}
    for row in rows:
        if row["successors"]:
            _set(by_code[row["code"]].successors, [by_code[code] for code in row["successors"].split(";")])


def _set(relation: Any, wanted: list[Any]) -> None:
    if wanted or relation.exists():
        relation.set(wanted)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _district(row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "name", "short_name", "name_en", "kind", "group", "source", "note")},
        "pinyin": " ".join(lazy_pinyin(row["name"], style=Style.TONE3)),
        "valid_from": _day(row["valid_from"]),
        "valid_until": _day(row["valid_until"]),
        "longitude": Decimal(row["longitude"]) if row["longitude"] else None,
        "latitude": Decimal(row["latitude"]) if row["latitude"] else None,
        "population_2020": int(row["population_2020"]) if row["population_2020"] else None,
    }


def _industry(row: Row) -> dict[str, Any]:
    names = ("code", "name", "scheme", "edition", "level", "status", "source")
    spans = {name: _day(row[name]) for name in ("valid_from", "valid_until")}
    return {name: row[name] for name in names} | spans


def _service_type(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("code", "name", "clause", "source")}


def _calendar_day(row: Row) -> dict[str, Any]:
    return {
        "day": date.fromisoformat(row["day"]),
        "is_workday": row["is_workday"] == "1",
        "name": row["name"],
        "source": row["source"],
    }


def _calendar_years(rows: list[Row]) -> list[dict[str, Any]]:
    sources = {int(row["day"][:4]): row["source"] for row in rows}
    return [{"year": year, "source": source} for year, source in sorted(sources.items())]


def _figure(row: Row) -> dict[str, Any]:
    return {**row, "year": int(row["year"]), "value": Decimal(row["value"])}
