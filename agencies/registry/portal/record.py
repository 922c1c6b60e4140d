"""登记在案的全部内容: one page with everything the office holds about the agency, and the same as a workbook."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.registry.dossier import Held, held_about
from agencies.registry.portal.agency import own_agency
from ipservice.documents.workbook import Front, Heading, Style, file_response, write_rows

COLUMNS = (
    Heading("类别", width=18),
    Heading("事项", width=30),
    Heading("内容", width=40),
    Heading("来源", width=24),
    Heading("日期", Style.DAY, 12),
    Heading("说明或理由", width=40),
    Heading("谁可以看到", width=30),
)


@require_safe
@login_required
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Facts with source and date, decisions with reasons, requests, payments, messages, and who else sees each."""
    agency = own_agency(request, code)
    held = held_about(agency, request.user, today=timezone.localdate())
    if request.GET.get("export") == "xlsx":
        front = Front(f"{agency.name}：登记在案的全部内容", made_at=timezone.localtime())
        content = write_rows(COLUMNS, _rows(held), front=front, count=sum(len(part.entries) for part in held))
        return file_response(content, f"{agency.name}_登记在案内容.xlsx")
    return render(request, "agencies/registry/record.html", {"agency": agency, "held": held})


def _rows(held: list[Held]) -> Iterator[tuple[str | date | None, ...]]:
    for part in held:
        for entry in part.entries:
            facts = (entry.what, entry.value, entry.source, entry.day, entry.reason)
            yield (part.section.title, *facts, part.section.seen_by)
