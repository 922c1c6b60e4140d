"""A person claims an agency; an official who accepts makes the person its administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agencies.registry.models import Agency, AgencyClaim, AgencyMembership, ClaimState
from agencies.registry.rules import AgencyState
from agencies.registry.rules import claims as rules
from agencies.registry.services import members
from agencies.registry.services.terms import due_on
from ipservice.accounts.models import AGENCY_ROLES, Role, User
from ipservice.audit import services as audit
from ipservice.evidence.models import StoredFile
from ipservice.foundation import masking
from ipservice.foundation.identifiers import agency_code as agency_codes
from ipservice.foundation.identifiers import credit_code as credit_codes
from ipservice.notices.services import complete_task, notify

EVIDENCE = "agency_claim"
CLAIMING_ROLES = AGENCY_ROLES | {Role.PUBLIC}
ENDED = frozenset({AgencyState.REVOKED, AgencyState.DISSOLVED, AgencyState.MOVED_OUT})


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the person knows of the agency, and what proves that they speak for it."""

    credit_code: str
    agency_code: str
    position: str
    statement: str = ""
    papers: Iterable[StoredFile] = ()


@transaction.atomic
def submit(claimed: Claimed, *, today: date, by: User) -> AgencyClaim:
    """Ask to administer the agency that bears both codes.

    An administrator whom the agency has already is told and may say what they know. Raises ``IdentifierError`` and
    the refusals of ``rules.claims``.
    """
    if by.role not in CLAIMING_ROLES:
        raise rules.RoleCannotClaim(role=by.get_role_display())
    person = User.objects.select_for_update().get(pk=by.pk)
    agency = _agency_with(claimed)
    _require_claimable(agency, person)
    papers = list(claimed.papers)
    if not papers:
        raise rules.ProofMissing(field="papers")
    claim = AgencyClaim.objects.create(
        agency=agency,
        claimant=person,
        position=claimed.position.strip(),
        statement=claimed.statement.strip(),
        due_on=due_on(today),
    )
    claim.evidence.set(papers)
    _record(claim, "submit", f"申请认领机构“{agency.name}”", by)
    _tell_officials(claim)
    _tell_administrators(claim)
    return claim


@transaction.atomic
def accept(claim_id: int, *, reason: str, by: User, now: datetime) -> AgencyClaim:
    """The person is an administrator of the agency from now on. Raises ``ClaimClosed``, ``NotYourClaim``,
    ``RoleCannotClaim``, ``AgencyGone``.
    """
    claim = _to_decide(claim_id, by, "通过")
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=claim.agency_id)
    _require_living(agency)
    members.admit(agency, claim.claimant_id, by=by)
    return _decide(claim, ClaimState.ACCEPTED, reason, by=by, now=now)


@transaction.atomic
def refuse(claim_id: int, *, reason: str, by: User, now: datetime) -> AgencyClaim:
    """Nothing changes; the person is told why. Raises ``ClaimReasonMissing``, ``ClaimClosed``, ``NotYourClaim``."""
    if not reason.strip():
        raise rules.ClaimReasonMissing(field="reason")
    return _decide(_to_decide(claim_id, by, "退回"), ClaimState.REFUSED, reason, by=by, now=now)


@transaction.atomic
def withdraw(claim_id: int, *, by: User) -> AgencyClaim:
    """Raises ``NotYourClaim``, ``ClaimClosed``."""
    claim = _locked(claim_id)
    if claim.claimant_id != by.pk:
        raise rules.NotYourClaim(who="申请人本人", act="撤回认领申请")
    _require_waiting(claim, "撤回")
    claim.state = ClaimState.WITHDRAWN
    claim.save(update_fields=["state"])
    complete_task(_event(claim))
    _record(claim, "withdraw", f"撤回认领机构“{claim.agency.name}”的申请", by)
    return claim


@transaction.atomic
def remark(claim_id: int, text: str, *, by: User, now: datetime) -> AgencyClaim:
    """What a present administrator says about a claim on their agency. Raises ``NotYourClaim``, ``ClaimClosed``."""
    claim = _locked(claim_id)
    if not AgencyClaim.objects.on_agencies_of(by).filter(pk=claim.pk).exists():
        raise rules.NotYourClaim(who="该机构的现任管理员", act="填写意见")
    _require_waiting(claim, "填写意见")
    claim.remark, claim.remark_by, claim.remark_at = text.strip(), by, now
    claim.save(update_fields=["remark", "remark_by", "remark_at"])
    complete_task(f"{_event(claim)}told")
    _record(claim, "remark", f"机构“{claim.agency.name}”的现任管理员就认领申请填写意见", by)
    return claim


def _agency_with(claimed: Claimed) -> Agency:
    """Both codes must be those of one agency; an agency without a code of its own is claimed by the credit code."""
    credit = credit_codes.parse(claimed.credit_code)
    code = agency_codes.parse(claimed.agency_code) if claimed.agency_code.strip() else ""
    agency = Agency.objects.listed().filter(credit_code=credit).first()
    if agency is None or (agency.agency_code or "") != code:
        raise rules.CodesDisagree(field="credit_code", credit_code=credit, agency_code=code or "（空）")
    return agency


def _require_claimable(agency: Agency, person: User) -> None:
    _require_living(agency)
    if AgencyMembership.objects.filter(agency=agency, user=person, is_admin=True, ended_at__isnull=True).exists():
        raise rules.AlreadyActing(agency=agency.name)
    open_claims = AgencyClaim.objects.waiting().filter(claimant=person)
    same = open_claims.filter(agency=agency).first()
    if same is not None:
        raise rules.AlreadyClaimed(agency=agency.name, number=same.pk)
    count = open_claims.count()
    if count >= rules.OPEN_AT_MOST:
        raise rules.TooManyClaims(count=count)


def _require_living(agency: Agency) -> None:
    if agency.state in ENDED or agency.merged_into_id is not None:
        raise rules.AgencyGone(agency=agency.name, state=agency.get_state_display())


def _locked(claim_id: int) -> AgencyClaim:
    return AgencyClaim.objects.select_for_update(of=("self",)).select_related("agency", "claimant").get(pk=claim_id)


def _to_decide(claim_id: int, by: User, act: str) -> AgencyClaim:
    claim = _locked(claim_id)
    manages = Agency.objects.managed_by(by).filter(pk=claim.agency_id).exists()
    if not manages or not by.has_perm("agencies.change_agencyclaim"):
        raise rules.NotYourClaim(who="有权限的经办人", act=f"{act}认领申请")
    _require_waiting(claim, act)
    return claim


def _require_waiting(claim: AgencyClaim, act: str) -> None:
    if claim.state != ClaimState.SUBMITTED:
        raise rules.ClaimClosed(state=claim.get_state_display(), act=act)


def _decide(claim: AgencyClaim, state: ClaimState, reason: str, *, by: User, now: datetime) -> AgencyClaim:
    claim.state, claim.reason, claim.decided_by, claim.decided_at = state, reason.strip(), by, now
    claim.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    complete_task(_event(claim))
    _record(claim, state, f"机构“{claim.agency.name}”的认领申请{state.label}", by)
    accepted = "您已成为该机构的管理员。" if state == ClaimState.ACCEPTED else ""
    notify(
        [claim.claimant],
        event=f"{_event(claim)}decided",
        title=f"认领申请{state.label}：{claim.agency.name}",
        body=f"您认领{claim.agency.name}的申请{state.label}。{accepted}{claim.reason}",
        link=f"/portal/claims/{claim.pk}/",
    )
    return claim


def _tell_officials(claim: AgencyClaim) -> None:
    deciding = [user for user in User.objects.officials().active() if user.has_perm("agencies.change_agencyclaim")]
    notify(
        deciding,
        event=f"{_event(claim)}decide",
        title=f"机构认领申请：{claim.agency.name}",
        body=f"{masking.name(str(claim.claimant))}申请成为{claim.agency.name}的机构管理员，请核对证明材料后决定。",
        link=f"/admin/agencies/claims/{claim.pk}/",
        due_on=claim.due_on,
        is_task=True,
    )


def _tell_administrators(claim: AgencyClaim) -> None:
    present = User.objects.active().filter(
        memberships__agency=claim.agency, memberships__is_admin=True, memberships__ended_at__isnull=True
    )
    notify(
        present.exclude(pk=claim.claimant_id).distinct(),
        event=f"{_event(claim)}told",
        title=f"有人申请成为{claim.agency.name}的管理员",
        body="如果不属实，请在办理期限前填写意见；是否通过由市知识产权局决定。",
        link=f"/portal/claims/{claim.pk}/",
        due_on=claim.due_on,
        is_task=True,
    )


def _event(claim: AgencyClaim) -> str:
    """Every message about one claim begins with it; the colon keeps claim 1 from closing the tasks of claim 12."""
    return f"agency.claim:{claim.pk}:"


def _record(claim: AgencyClaim, verb: str, sentence: str, by: User) -> None:
    audit.record(
        f"agency.claim.{verb}",
        sentence,
        subject=("agency", claim.agency_id),
        by=by,
        reason=claim.reason or claim.statement,
        after={"claim": claim.pk, "claimant": claim.claimant.username, "state": claim.state},
    )
