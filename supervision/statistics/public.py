"""The published statistics of a year for everybody: tables with notes, and the same as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ipservice.documents.workbook import file_response
from ipservice.pagecache.marks import kept_under
from supervision.statistics.models import StatisticsRun, StatTable
from supervision.statistics.services import exports, runs, workbook
from supervision.statistics.services.layout import layout
from supervision.statistics.services.publishing import DATA
from supervision.statistics.services.reading import lines

CSV = "text/csv; charset=utf-8"


@kept_under(DATA, "figures")
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """All tables of the version in force, and the other years there are."""
    run = _published(year)
    sections: dict[str, list[StatTable]] = {}
    for table in runs.tables(run):
        sections.setdefault(table.section, []).append(table)
    context = {
        "run": run,
        "sections": list(sections.items()),
        "years": StatisticsRun.objects.published().order_by("-year").values_list("year", flat=True),
        "strata": run.strata.all(),
    }
    return render(request, "supervision/statistics/overview.html", context)


@kept_under(DATA, "figures")
def table(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One table; ``?raw=1`` shows the answers alone."""
    run = _published(year)
    found = next((one for one in runs.tables(run) if one.code == code), None)
    if found is None:
        raise Http404
    raw = request.GET.get("raw") == "1"
    context = {"run": run, "table": found, "laid": layout(found, lines(found), raw=raw), "raw": raw}
    return render(request, "supervision/statistics/table.html", context)


@kept_under(DATA, "figures")
def as_workbook(request: HttpRequest, year: int) -> HttpResponse:
    run = _published(year)
    return file_response(workbook.to_workbook(run), f"{year}年度统计表第{run.version}版.xlsx")


@kept_under(DATA, "figures")
def as_csv(request: HttpRequest, year: int) -> HttpResponse:
    run = _published(year)
    return file_response(exports.to_csv(run), f"{year}年度统计数据第{run.version}版.csv", CSV)


@kept_under(DATA, "figures")
def dictionary(request: HttpRequest, year: int) -> HttpResponse:
    _published(year)
    return file_response(exports.dictionary_csv(), "年度统计数据字典.csv", CSV)


def _published(year: int) -> StatisticsRun:
    return get_object_or_404(StatisticsRun.objects.published(), year=year)
