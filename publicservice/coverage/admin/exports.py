"""Workbooks of the circle: what the page shows, with the model and its caveats on top."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from ipservice.documents.workbook import Front, Heading, Style, file_response, write_rows
from publicservice.coverage.models import Scenario
from publicservice.coverage.services.circle import Circle
from publicservice.coverage.services.wording import caveats

PEOPLE = Style.COUNT


def districts(circle: Circle, *, now: datetime) -> HttpResponse:
    """Cover by district."""
    heads = [
        Heading("区划代码", width=12),
        Heading("区县", width=24),
        Heading("常住人口（人）", PEOPLE, total=True),
        Heading("覆盖人口（人）", PEOPLE, total=True),
        Heading("覆盖率", Style.RATE),
        Heading("实有服务圈人口（人）", PEOPLE, 20, total=True),
        Heading("未覆盖人口（人）", PEOPLE, total=True),
        Heading("有坐标的园区（个）", PEOPLE, total=True),
        Heading("覆盖园区（个）", PEOPLE, total=True),
        Heading("每个网点分担人口（人）", PEOPLE, 22),
    ]
    rows = (
        [
            row.code,
            row.district,
            row.total,
            row.covered,
            share(row.covered, row.total),
            row.real,
            row.left_out,
            row.parks,
            row.parks_covered,
            row.per_window,
        ]
        for row in circle.rows
    )
    return _sheet(f"半小时服务圈覆盖情况（{circle.mode.label}）", heads, rows, circle=circle, now=now)


def gaps(circle: Circle, *, now: datetime) -> HttpResponse:
    """Every place left out."""
    heads = [
        Heading("地点", width=30),
        Heading("区县", width=24),
        Heading("人口（人）", PEOPLE, total=True),
        Heading("最近网点", width=34),
        Heading("约需时间（分钟）", PEOPLE),
        Heading("是否分摊点"),
    ]
    rows = ([one.name, one.district, one.people, one.nearest, one.minutes, one.is_spread] for one in circle.gaps)
    return _sheet(f"半小时服务圈未覆盖地点（{circle.mode.label}）", heads, rows, circle=circle, now=now)


def _sheet(
    title: str, heads: Sequence[Heading], rows: Iterable[Sequence[Any]], *, circle: Circle, now: datetime
) -> HttpResponse:
    filters = [("出行方式", circle.mode.label), ("模型版本", str(circle.model.ruleset))]
    front = Front(title, filters, note="".join(caveats(circle)), made_at=now)
    return file_response(write_rows(heads, rows, front=front), f"{title}-{now:%Y%m%d}.xlsx")


def scenario(plan: Scenario, names: dict[str, str], *, now: datetime) -> HttpResponse:
    """Before and after by district."""
    heads = [
        Heading("区划代码", width=12),
        Heading("区县", width=24),
        Heading("常住人口（人）", PEOPLE, total=True),
        Heading("现覆盖（人）", PEOPLE, total=True),
        Heading("方案覆盖（人）", PEOPLE, total=True),
        Heading("增减（人）", PEOPLE, total=True),
    ]
    rows = (
        [
            row["code"],
            names.get(row["code"], ""),
            row["total"],
            row["before"],
            row["after"],
            row["after"] - row["before"],
        ]
        for row in plan.result["districts"]
    )
    changes = "；".join(str(change) for change in plan.changes.select_related("outlet"))
    filters = [("变动", changes), ("出行方式", plan.get_mode_display()), ("模型版本", str(plan.ruleset))]
    front = Front(f"布点方案：{plan.title}", filters, note="时间为模型估算，参数待确认。", made_at=now)
    return file_response(write_rows(heads, rows, front=front), f"布点方案-{plan.pk}-{now:%Y%m%d}.xlsx")


def share(part: int, whole: int) -> Decimal | None:
    """A rate as a workbook takes it, nothing where there is nothing to divide by."""
    return Decimal(part) / Decimal(whole) if whole else None
