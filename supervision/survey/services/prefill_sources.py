"""What the register and the filings offer to the questionnaire."""

from collections.abc import Iterator

from django.db.models import Sum
from django.utils import timezone

from agencies.filings.models import PatentKind, TotalSource, YearlyTotal
from agencies.filings.services import sources
from ipservice.lists.wording import day
from supervision.survey.models import SurveyReturn
from supervision.survey.services.prefill import Prefilled, register_source
from supervision.survey.services.register_facts import agency_of, attorneys_of, branches_of

KINDS = {
    PatentKind.INVENTION: "invention",
    PatentKind.UTILITY_MODEL: "utility_model",
    PatentKind.DESIGN: "design",
}
COUNTS = ("filed", "concluded", "granted")


def register_sources() -> None:
    """Called when the app is ready."""
    register_source("register", from_register)
    register_source("filings", from_filings)


def from_register(survey_return: SurveyReturn) -> dict[str, Prefilled]:
    """Names, codes, days, place and counts as registered today."""
    agency = agency_of(survey_return)
    known = {
        "name": agency.name,
        "credit_code": agency.credit_code,
        "agency_code": agency.agency_code,
        "founded_on": _iso(agency.founded_on),
        "licensed_on": _iso(agency.licensed_on),
        "legal_form": agency.legal_form,
        "kind": agency.kind,
        "district": agency.district.name,
        "district_code": agency.district.code,
        "functional_area": agency.functional_area.name if agency.functional_area else "",
        "address": agency.address,
        "contact_name": agency.contact_name,
        "contact_phone": agency.contact_phone,
        "email": agency.email,
        "website": agency.website,
        "attorneys": attorneys_of(agency),
        "branches": branches_of(agency),
    }
    source = f"机构登记信息（{day(timezone.localdate())}）"
    return {name: Prefilled(str(value), source) for name, value in known.items() if value not in (None, "")}


def _iso(value) -> str:
    return value.isoformat() if value else ""


def from_filings(survey_return: SurveyReturn) -> dict[str, Prefilled]:
    """Filings, conclusions and grants of the year by kind, from the source that counts for the year.

    Nothing where no source was chosen, for then two counts may differ. A kind without a row counts 0 once the agency
    has any row of the year. Keys: ``invention_filed`` for one item, ``by_kind/invention/filed`` for cells of a table.
    """
    year = survey_return.survey.year
    choice = sources.in_force(year)
    if choice is None:
        return {}
    rows = YearlyTotal.objects.filter(agency=survey_return.agency_id, year=year, source=choice.source)
    totals = {row["kind"]: row for row in rows.order_by().values("kind").annotate(**{c: Sum(c) for c in COUNTS})}
    if not totals:
        return {}
    source = f"{year}年专利申请数据（{TotalSource(choice.source).label}）"
    return {key: Prefilled(text, source) for key, text in _counted(totals)}


def _counted(totals: dict[str, dict[str, int]]) -> Iterator[tuple[str, str]]:
    for kind, name in KINDS.items():
        for count in COUNTS:
            number = str(totals.get(kind, {}).get(count) or 0)
            yield f"{name}_{count}", number
            yield f"by_kind/{name}/{count}", number
    for count in COUNTS:
        yield f"all_{count}", str(sum(row[count] or 0 for row in totals.values()))
