"""Officials' pages: filings and totals to read, and the choice of the source that counts for a year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.filings.figures.comparison import compare, years
from agencies.filings.forms import SourceForm
from agencies.filings.lists import ALL_FILINGS, TOTALS
from agencies.filings.models import Filing, YearlyTotal, YearSource
from agencies.filings.services import sources
from ipservice.portal import work

VIEW_FILINGS, VIEW_TOTALS = "agencies.view_filing", "agencies.view_yearlytotal"
MOST_ROWS = 300
VIEW_SOURCES, CHOOSE_SOURCE = "agencies.view_yearsource", "agencies.add_yearsource"


def _require(request: HttpRequest, permission: str, *, whole_city: bool = False) -> None:
    """A page that shows every agency's figures is for officials of the whole city."""
    if not request.user.has_perm(permission) or (whole_city and not request.user.is_city_official):
        raise PermissionDenied


@require_safe
@work.require_staff
def filings(request: HttpRequest) -> HttpResponse:
    """The filings this official may see; read only, they come in by import."""
    _require(request, VIEW_FILINGS)
    visible = Filing.objects.visible_to(request.user).select_related("agency")
    return _list(request, ALL_FILINGS, visible, "专利申请")


@require_safe
@work.require_staff
def totals(request: HttpRequest) -> HttpResponse:
    """The totals by agency, year, kind and source; read only, counted or handed in."""
    _require(request, VIEW_TOTALS)
    visible = YearlyTotal.objects.visible_to(request.user).select_related("agency")
    return _list(request, TOTALS, visible, "年度汇总")


def _list(request: HttpRequest, page, queryset, title: str) -> HttpResponse:
    bound = page.bind(request, queryset)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"title": title, "list": bound, "trail": [(title, "")]}
    return work.render(request, "agencies/filings/work_list.html", context)


@require_safe
@work.require_staff
def year_sources(request: HttpRequest) -> HttpResponse:
    """Every year with figures: both sources' sums, what they differ by, and which one counts."""
    _require(request, VIEW_SOURCES, whole_city=True)
    context = {"title": "年度数据来源", "years": years(), "trail": [("年度数据来源", "")]}
    return work.render(request, "agencies/filings/year_sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def year_source(request: HttpRequest, year: int) -> HttpResponse:
    """Both sources of one year side by side, agency by agency; an official chooses, with a reason."""
    _require(request, VIEW_SOURCES if request.method != "POST" else CHOOSE_SOURCE, whole_city=True)
    if not YearlyTotal.objects.filter(year=year).exists():
        raise Http404
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        sources.choose(year, chosen["source"], reason=chosen["reason"], by=request.user, now=timezone.now())
        messages.success(request, f"{year} 年度的数据来源已选定。")
        return redirect("filings:year_source", year=year)
    sides = compare(year)
    context = {
        "title": f"{year}年度数据来源",
        "year": year,
        "comparison": sides[:MOST_ROWS],
        "agencies": len(sides),
        "differing": sum(not side.is_same for side in sides),
        "choices": YearSource.objects.filter(year=year).select_related("chosen_by"),
        "form": form if request.user.has_perm(CHOOSE_SOURCE) else None,
        "trail": [("年度数据来源", "/admin/year-sources/"), (f"{year}年度", "")],
    }
    status = 422 if form.is_bound else 200
    return work.render(request, "agencies/filings/year_source.html", context, status=status)
