"""The permanent page of an agency: it answers for as long as the register stands, ended agencies included."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from agencies.registry.models import Agency, AgencyAlias, AttorneyState, StandingKind
from agencies.registry.rules import ENDED, AgencyState
from agencies.registry.services import ipc
from ipservice.foundation import masking
from ipservice.lists.wording import day
from ipservice.pagecache.marks import kept_under

CODE = re.compile(r"[0-9A-Z]{18}|[0-9]{5}")
MOST_ROWS = 300


@kept_under("agencies", "reference")
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The agency with this credit code or agency code; a former or merged code leads to the agency it stands for."""
    wanted = code.upper()
    if not CODE.fullmatch(wanted):
        raise Http404
    agency = _bearer(wanted)
    if agency.public_code != code:
        return HttpResponsePermanentRedirect(_address(agency))
    return render(request, "agencies/registry/agency.html", _context(agency))


def _bearer(code: str) -> Agency:
    """By its own code, else by one it once had; a merged record answers with the one that was kept."""
    column = "credit_code" if len(code) == 18 else "agency_code"
    agencies = Agency.objects.select_related("district", "functional_area", "head_office", "merged_into")
    agency = agencies.filter(**{column: code}).first()
    if agency is None:
        alias = AgencyAlias.objects.filter(kind=column, value=code).first()
        agency = agencies.filter(pk=alias.agency_id).first() if alias else None
    while agency is not None and agency.merged_into_id:
        agency = agencies.get(pk=agency.merged_into_id)
    if agency is None:
        raise Http404
    return agency


def _address(agency: Agency) -> str:
    return redirect("agencies:agency", code=agency.public_code).url


def _context(agency: Agency) -> dict:
    today = timezone.localdate()
    standings = list(agency.standings.all())
    in_force = [fact for fact in standings if fact.valid_from <= today and not _is_over(fact, today)]
    attorneys = list(agency.attorneys.exclude(state=AttorneyState.LEFT)[: MOST_ROWS + 1])
    return {
        "agency": agency,
        "is_ended": agency.state in ENDED,
        "tone": {AgencyState.ACTIVE: "ok", AgencyState.SUSPENDED: "warn"}.get(AgencyState(agency.state), "muted"),
        "grade": next((fact.value for fact in in_force if fact.kind == StandingKind.CREDIT_GRADE), ""),
        "facts": _facts(agency),
        "names": list(agency.names.all()),
        "states": list(agency.state_changes.all()),
        "in_force": in_force,
        "past": [fact for fact in standings if _is_over(fact, today)],
        "branches": list(
            agency.branches.filter(merged_into__isnull=True).select_related("district").order_by("name_pinyin", "id")
        ),
        "services": list(agency.services.select_related("service_type")),
        "attorneys": attorneys[:MOST_ROWS],
        "more_attorneys": len(attorneys) > MOST_ROWS,
        "aliases": list(agency.aliases.all()),
        "today": today,
    }


def _is_over(fact, today) -> bool:
    return fact.valid_until is not None and fact.valid_until <= today


def _facts(agency: Agency) -> list[tuple[str, str, str]]:
    """What is registered, in the order of a licence. The telephone is masked; who needs it asks the office."""
    source = agency.source + (f"，{day(agency.source_date)}" if agency.source_date else "")
    return [
        ("统一社会信用代码", agency.credit_code or "", ""),
        ("专利代理机构代码", agency.agency_code or "", ""),
        ("机构类型", agency.get_kind_display(), ""),
        ("组织形式", agency.legal_form, ""),
        ("区县", str(agency.district), _area(agency)),
        ("地址", agency.address, ""),
        ("设立日期", day(agency.founded_on), ""),
        ("执业许可日期", day(agency.licensed_on), ""),
        ("执业专利代理师", "" if agency.attorney_count is None else f"{agency.attorney_count} 人", source),
        (
            "联系电话",
            masking.phone(agency.contact_phone),
            "按个人信息保护要求隐去部分号码" if agency.contact_phone else "",
        ),
        ("网站", agency.website, ""),
        ("技术领域（IPC部）", *ipc.spoken(agency)),
    ]


def _area(agency: Agency) -> str:
    return str(agency.functional_area) if agency.functional_area_id else ""
