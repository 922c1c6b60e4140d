"""The web edition for everybody: the book with its charts and tables, and the origin of every number in it."""

import csv
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from ipservice.documents.neutral import neutral
from supervision.report.models import FrozenRow, IndustryReport, PrintedFigure
from supervision.report.rules.queries import Measure
from supervision.report.services import tracing
from supervision.report.services.printing.pdf import numbered

MARKED = re.compile(r'<g data-figure="(\w+)">(.*?)</g>')


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The published reports, the newest first."""
    reports = IndustryReport.objects.published().select_related("edition__pdf", "edition__docx").order_by("-year")
    return render(request, "supervision/report/list.html", {"reports": reports})


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The web edition; officials see the last printing of one that is not published yet."""
    found = _visible(request, year)
    book = numbered(found.edition.content)
    chapters = [_linked(chapter, year) for chapter in book["chapters"]]
    context = {"report": found, "edition": found.edition, "book": book, "chapters": chapters}
    return render(request, "supervision/report/report.html", context)


@require_safe
def figure(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One printed number: what it means, its query, and the query run again on the snapshot just now."""
    found = _visible(request, year)
    try:
        origin = tracing.origin(found.edition, code)
    except PrintedFigure.DoesNotExist:
        raise Http404 from None
    measure = origin.query.measure
    context = {
        "report": found,
        "origin": origin,
        "facts": origin.table.facts,
        "measure": measure.label,
        "rows": [row for row in origin.table.rows if not origin.query.label or row.label == origin.query.label],
        "is_plain": measure in (Measure.VALUE, Measure.BARE),
    }
    return render(request, "supervision/report/figure.html", context)


@require_safe
def snapshot_csv(request: HttpRequest, year: int) -> HttpResponse:
    """Every row of the snapshot, so that anybody can run the queries."""
    found = _visible(request, year)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="report-{year}-snapshot.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["指标代码", "年度", "标目", "数量", "分子", "分母", "说明"])
    rows = FrozenRow.objects.filter(figure__snapshot=found.edition.snapshot).order_by("figure_id", "place")
    for key, of_year, labels, *numbers in rows.values_list(
        "figure__key", "figure__year", "labels", "count", "numerator", "denominator", "note"
    ):
        cells = (key, of_year, "/".join(labels), *("" if number is None else number for number in numbers))
        writer.writerow([neutral(str(cell)) for cell in cells])
    return response


def _visible(request: HttpRequest, year: int) -> IndustryReport:
    """A report that has not reached the public is not found."""
    reports = IndustryReport.objects.visible_to(request.user).filter(edition__isnull=False)
    return get_object_or_404(reports.select_related("edition__snapshot", "edition__pdf", "edition__docx"), year=year)


def _linked(chapter: dict[str, Any], year: int) -> dict[str, Any]:
    """The chapter with its drawings as the page shows them: every mark leads to the origin of its number."""
    sections = [
        {**section, "grids": [{**grid, "drawing": _drawing(grid, year)} for grid in section["grids"]]}
        for section in chapter["sections"]
    ]
    return {**chapter, "sections": sections}


def _drawing(grid: dict[str, Any], year: int) -> str:
    href = reverse("report_figure", args=[year, "CODE"])
    named = {
        cell["f"]: escape(f"{row[0]['t']}，{head}：{cell['t']}")
        for row in grid["rows"]
        for head, cell in zip(grid["head"], row, strict=True)
        if "f" in cell
    }

    def link(mark: re.Match[str]) -> str:
        return f'<a href="{href.replace("CODE", mark[1])}" aria-label="{named.get(mark[1], mark[1])}">{mark[2]}</a>'

    return MARKED.sub(link, grid["svg"]).replace('role="img"', 'role="group"', 1)
