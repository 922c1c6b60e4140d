"""Agencies enter the register and change their state."""

from datetime import date
from typing import Any

from django.db import transaction

from agencies.registry.models import Agency, AgencyKind, AgencyName, StateChange
from agencies.registry.rules import AgencyState, require_in_order, require_state_follows
from agencies.registry.services import search_index
from agencies.registry.services.grounds import Grounds
from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.foundation.errors import DomainError
from ipservice.foundation.identifiers import agency_code as agency_codes
from ipservice.foundation.identifiers import credit_code as credit_codes
from ipservice.pagecache.versions import bump


class CodeTaken(DomainError):
    code = "code_taken"
    template = "{label} {value} 已登记在“{name}”名下；请核对代码，或在该机构的记录上办理变更。"


class CodeMissing(DomainError):
    code = "code_missing"
    template = "统一社会信用代码和专利代理机构代码至少填写一项。"


class HeadOfficeMismatch(DomainError):
    code = "head_office_mismatch"
    template = "只有分支机构才有总部机构；{problem}"


@transaction.atomic
def register_agency(facts: dict[str, Any], *, by: User | None, source: str = "") -> Agency:
    """Enter one agency; ``facts`` are fields of ``Agency``. Its name and its state begin their histories.

    Raises ``IdentifierError`` for a code that cannot be, ``CodeTaken``, ``CodeMissing``, ``HeadOfficeMismatch``.
    """
    agency = Agency(**{**facts, **_codes(facts), "source": source or facts.get("source", "")})
    _require_head_office_fits(agency)
    agency.state_since = agency.state_since or agency.licensed_on or agency.founded_on
    agency.save()
    AgencyName.objects.create(agency=agency, name=agency.name, since=agency.founded_on, source=agency.source)
    if agency.state_since:
        StateChange.objects.create(
            agency=agency, state=agency.state, since=agency.state_since, source=agency.source, recorded_by=by
        )
    search_index.refresh([agency.pk])
    audit.record(
        "agency.register",
        f"登记机构“{agency.name}”（{agency.public_code}）",
        subject=("agency", agency.pk),
        by=by,
        after={"name": agency.name, "credit_code": agency.credit_code, "agency_code": agency.agency_code},
    )
    return agency


@transaction.atomic
def change_state(agency_id: int, state: str, *, grounds: Grounds, today: date, by: User | None) -> Agency:
    """From ``grounds.since`` on the agency is in ``state``; the row stays, with its page and its history.

    Raises ``StateDoesNotFollow``, ``ChangeBeforeTheLast`` or ``ChangeInTheFuture``.
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    before, wanted = AgencyState(agency.state), AgencyState(state)
    require_state_follows(before, wanted)
    require_in_order("状态变更", since=grounds.since, last=agency.state_since, today=today)
    StateChange.objects.create(
        agency=agency,
        state=wanted,
        since=grounds.since,
        reason=grounds.reason,
        source=grounds.source,
        recorded_by=by,
    )
    agency.state, agency.state_since = wanted, grounds.since
    agency.save(update_fields=["state", "state_since", "updated_at"])
    bump("agencies")
    audit.record(
        "agency.change_state",
        f"机构“{agency.name}”由“{before.label}”变更为“{wanted.label}”，自{grounds.since}起",
        subject=("agency", agency.pk),
        by=by,
        reason=grounds.reason,
        before={"state": before},
        after={"state": wanted, "since": str(grounds.since), "source": grounds.source},
    )
    return agency


def _codes(facts: dict[str, Any]) -> dict[str, str | None]:
    credit, code = facts.get("credit_code"), facts.get("agency_code")
    if not credit and not code:
        raise CodeMissing(field="credit_code")
    codes = {
        "credit_code": credit_codes.parse(credit) if credit else None,
        "agency_code": agency_codes.parse(code) if code else None,
    }
    for field, value in codes.items():
        require_code_free(field, value)
    return codes


def require_code_free(field: str, value: str | None, *, except_for: int | None = None) -> None:
    """Raises ``CodeTaken`` and names the agency that bears the code already."""
    bearer = Agency.objects.filter(**{field: value}).exclude(pk=except_for).first() if value else None
    if bearer:
        label = Agency._meta.get_field(field).verbose_name
        raise CodeTaken(field=field, label=label, value=value, name=bearer.name)


def _require_head_office_fits(agency: Agency) -> None:
    if agency.head_office is None:
        return
    if agency.kind != AgencyKind.BRANCH:
        raise HeadOfficeMismatch(field="head_office", problem=f"“{agency.name}”登记为总部机构。")
    if agency.head_office.kind == AgencyKind.BRANCH:
        raise HeadOfficeMismatch(field="head_office", problem=f"“{agency.head_office.name}”本身是分支机构。")
