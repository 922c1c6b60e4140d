"""The demonstration city: 120 agencies and six years of filings, entered as work would enter them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from agencies.demo import copying, files, people
from agencies.filings.models import TotalSource
from agencies.filings.services import sources, totals
from agencies.registry.models import Agency, AgencyKind
from agencies.registry.services.register import register_agency
from ipservice.accounts.models import User
from ipservice.demo.parts import Order
from ipservice.foundation.errors import DomainError
from ipservice.reference.models import District

SOURCE = "演示数据，非真实机构"
YEARS = range(2020, 2026)
DISTRICT_OF_THE_OFFICIAL = "500157"


class DistrictsMissing(DomainError):
    code = "demo_districts_missing"
    template = "缺少区划代码 {codes}；请先运行 manage.py load_reference 装入基础资料。"


@transaction.atomic
def load(order: Order) -> None:
    """Agencies, people, filings, totals and the choice of their source. Raises ``DistrictsMissing``."""
    rows = files.agency_rows()
    districts = districts_by_code({row["区县代码"] for row in rows}, order.today)
    office = people.make_office(districts[DISTRICT_OF_THE_OFFICIAL])
    agencies = [_register(row, districts, by=office["official"]) for row in rows]
    people.make_members({agency.agency_code: agency for agency in agencies})
    people.make_attorneys(agencies, order)
    copying.copy_filings(files.filings_frame({agency.agency_code: agency.pk for agency in agencies}))
    totals.refresh([agency.pk for agency in agencies])
    choose_sources(YEARS, by=office["official"])


def districts_by_code(codes: set[str], today: date) -> dict[str, District]:
    """The places with these codes as of today. Raises ``DistrictsMissing``."""
    found = {place.code: place for place in District.objects.valid_on(today).filter(code__in=codes)}
    if missing := sorted(codes - found.keys()):
        raise DistrictsMissing(codes="、".join(missing))
    return found


def choose_sources(years: range, *, by: User) -> None:
    for year in years:
        sources.choose(year, TotalSource.FILINGS, reason="演示：以逐件数据为准", by=by, now=timezone.now())


def _register(row: dict[str, str], districts: dict[str, District], *, by: User) -> Agency:
    founded_on = date.fromisoformat(row["设立日期"])
    facts = {
        "name": row["机构名称"],
        "credit_code": row["统一社会信用代码"],
        "agency_code": row["机构代码"],
        "kind": AgencyKind.HEAD_OFFICE,
        "legal_form": row["组织形式"],
        "district": districts[row["区县代码"]],
        "founded_on": founded_on,
        "licensed_on": founded_on,
        "attorney_count": int(row["执业专利代理师人数"]),
        "source_date": date(2026, 1, 1),
        "is_demo": True,
    }
    return register_agency(facts, by=by, source=SOURCE)
