"""An agency reads the filings behind its figures."""

import csv
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from agencies.filings.lists import OWN_FILINGS
from agencies.filings.models import Filing
from agencies.registry.models import Agency
from ipservice.documents.neutral import neutral
from ipservice.lists.pages import BoundList


@require_safe
@login_required
def filings(request: HttpRequest) -> HttpResponse:
    """Its own filings: the rows that a total counts, when the address names year and count. Also as CSV."""
    if not Agency.objects.run_by(request.user).exists():
        raise Http404
    own = Filing.objects.filter(agency__in=Agency.objects.run_by(request.user))
    if request.GET.get("export") == "csv":
        return _csv(OWN_FILINGS.bind(request, own))
    bound_csv = request.GET.copy()
    bound_csv["export"] = "csv"
    bound_csv.pop("page", None)
    context = {"csv_href": f"{request.path}?{bound_csv.urlencode()}"}
    return OWN_FILINGS.respond(request, own, "agencies/filings/filings.html", context)


def _csv(bound: BoundList) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(bound), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="filings.csv"'
    return response


class _Echo:
    """Hands each line of the CSV writer straight on."""

    def write(self, line: str) -> str:
        return line


def _lines(bound: BoundList) -> Iterator[str]:
    columns = [column for column in bound.page.columns if column.in_export]
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.label for column in columns])
    for row in bound.ordered.iterator(chunk_size=2_000):
        exported = (column.exported(row) for column in columns)
        yield writer.writerow(["" if value is None else neutral(str(value)) for value in exported])
