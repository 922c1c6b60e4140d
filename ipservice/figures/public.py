"""数据一览: every public figure with its day, its definition, a chart with its table, and the data as CSV."""

import csv
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from ipservice.documents.neutral import neutral
from ipservice.figures.charts import bars
from ipservice.figures.reading import read
from ipservice.figures.registry import Chart, Figure, Table, UnknownFigure, figure_of, figures
from ipservice.lists import wording
from ipservice.pagecache.marks import kept_under

FIRST_DAY = date(2000, 1, 1)
DATA = ("figures", "agencies", "outlets", "coverage", "campaigns", "rules", "reference", "statistics")


@kept_under(*DATA)
def overview(request: HttpRequest) -> HttpResponse:
    """All public figures as they stand today, each with the way to its own page."""
    today = timezone.localdate()
    shown = [_shown(figure, read(figure, today)) for figure in figures(public_only=True)]
    return render(request, "public/figures/overview.html", {"shown": shown, "today": today})


@kept_under(*DATA)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure; a dated one as of the day in the address. An unreadable day is said and today is shown."""
    asked, warning = _day(request)
    found = _figure(key)
    return render(request, "public/figures/figure.html", {**_shown(found, read(found, asked)), "warning": warning})


@kept_under(*DATA)
def figure_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The values of one figure as UTF-8 CSV with a byte order mark, so that spreadsheets read Chinese."""
    asked, _ = _day(request)
    found = _figure(key)
    table = read(found, asked)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.key}-{table.as_of:%Y%m%d}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([*found.dimensions, *_value_heads(found), "截至", "来源"])
    for value in table.values:
        numbers = [value.numerator, value.denominator, value.text] if found.is_rate else [value.text.replace(",", "")]
        writer.writerow([neutral(str(cell)) for cell in (*value.labels, *numbers, table.as_of, table.source)])
    return response


def _value_heads(found: Figure) -> list[str]:
    if found.is_rate:
        return [found.numerator, found.denominator, found.title]
    return [f"{found.title}（{found.unit}）"]


def _figure(key: str) -> Figure:
    try:
        found = figure_of(key)
    except UnknownFigure as unknown:
        raise Http404(unknown.message) from None
    if not found.is_public:
        raise Http404
    return found


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, held between the year 2000 and today, and what was wrong with it."""
    today, text = timezone.localdate(), request.GET.get("as_of", "")
    if not text:
        return today, ""
    try:
        asked = parse_date(text)
    except ValueError:
        asked = None
    if asked is None:
        return today, f"“{text[:20]}”不是日期，应写成 2026-06-01 的样子；现按今天列出。"
    if not FIRST_DAY <= asked <= today:
        return today, f"只能查询 {wording.day(FIRST_DAY)} 至今天之间的日期；现按今天列出。"
    return asked, ""


def _shown(figure: Figure, table: Table) -> dict[str, Any]:
    drawn = bars(table.values, title=figure.title, unit=figure.unit) if figure.chart == Chart.BARS else None
    total = wording.count(table.total) if figure.adds_up and table.values else ""
    first = table.values[0] if table.values else None
    return {
        "figure": figure,
        "table": table,
        "chart": drawn,
        "as_of": wording.day(table.as_of),
        "total_text": total,
        "first": first,
        "has_notes": any(value.note for value in table.values),
    }
