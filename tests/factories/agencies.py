"""Agencies and their people: the smallest valid ones, entered as the register enters them."""

import datetime as dt
from itertools import count

from agencies.registry.models import Agency, AgencyClaim, AgencyMembership, PatentAttorney
from agencies.registry.services.register import register_agency
from ipservice.accounts.models import Role, User
from ipservice.foundation.identifiers import credit_code
from tests.factories.accounts import make_district, make_user

_numbers = count(1)

FOUNDED = dt.date(2015, 3, 2)


def make_credit_code(number: int) -> str:
    """A code with right check characters, in an administrative area that does not exist (599900)."""
    organisation = f"MA{number:06d}"
    body = f"91599900{organisation}{credit_code.organisation_check_character(organisation)}"
    return body + credit_code.check_character(body)


def make_agency(*, name: str = "", by: User | None = None, **fields) -> Agency:
    """An active head office with both codes, through the register's own service, so its histories begin."""
    number = next(_numbers)
    facts = {
        "name": name or f"重庆测试{number}号知识产权代理有限公司",
        "credit_code": make_credit_code(number),
        "agency_code": f"{70000 + number:05d}",
        "founded_on": FOUNDED,
    }
    facts.update(fields)
    facts.setdefault("district", None)
    facts["district"] = facts["district"] or make_district()
    return register_agency(facts, by=by, source="测试名册")


def make_member(agency: Agency, *, is_admin: bool = False) -> User:
    """A user who acts for ``agency`` in the portal."""
    user = make_user(role=Role.AGENCY_ADMIN if is_admin else Role.AGENCY_STAFF)
    AgencyMembership.objects.create(agency=agency, user=user, is_admin=is_admin)
    return user


def make_attorney(*, agency: Agency | None = None, **fields) -> PatentAttorney:
    number = next(_numbers)
    facts = {
        "name": f"代理师{number}",
        "certificate_number": f"50{number:05d}",
        "agency": agency,
        "phone": "13812345678",
    }
    return PatentAttorney.objects.create(**{**facts, **fields})


def make_claim(agency: Agency, claimant: User, **fields) -> AgencyClaim:
    """A claim that waits for the official."""
    facts = {"position": "合伙人", "due_on": dt.date(2099, 1, 4)}
    return AgencyClaim.objects.create(agency=agency, claimant=claimant, **{**facts, **fields})
