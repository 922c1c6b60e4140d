"""Who acts for an agency: invited, ended and promoted by the agency's own administrators; one always remains."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from agencies.registry.models import Agency, AgencyClaim, AgencyMembership, ClaimState
from agencies.registry.rules.claims import RoleCannotClaim
from ipservice.accounts.models import AGENCY_ROLES, Role, User
from ipservice.accounts.sessions import sign_out_everywhere
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.portal.acting import Body


class NotAdministrator(DomainError):
    code = "not_agency_administrator"
    template = "只有{agency}的机构管理员可以管理账号。"


class LastAdministrator(DomainError):
    code = "last_agency_administrator"
    template = "{agency}至少保留一位机构管理员，请先指定另一位管理员。"


class NameTaken(DomainError):
    code = "username_taken"
    template = "用户名“{username}”已被使用，请换一个。"


@dataclass(frozen=True, slots=True)
class Invitation:
    """The person to be let in. No more is asked than is needed to reach them."""

    username: str
    display_name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def invite(agency_id: int, person: Invitation, *, is_admin: bool = False, by: User) -> AgencyMembership:
    """A new account for the agency, without a password until the person sets one by the link handed over.

    The agency's administrators may, and city officials, who enter the first one. Raises ``NotAdministrator`` or
    ``NameTaken``.
    """
    agency = _locked(agency_id)
    if not by.is_city_official:
        _require_administrator(agency, by)
    if User.objects.filter(username__iexact=person.username).exists():
        raise NameTaken(username=person.username, field="username")
    user = User(**asdict(person), role=Role.AGENCY_ADMIN if is_admin else Role.AGENCY_STAFF, is_demo=agency.is_demo)
    user.set_unusable_password()
    user.save()
    membership = AgencyMembership.objects.create(agency=agency, user=user, is_admin=is_admin, added_by=by)
    _record("invite", "邀请", membership, by)
    return membership


def admit(agency: Agency, user_id: int, *, by: User) -> AgencyMembership:
    """The person administers the agency from now on, with the account they have. Within the caller's transaction,
    which holds the agency's lock.

    Raises ``RoleCannotClaim`` for people of the office or of an outlet and for a shut account: one role a person.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    if user.role not in AGENCY_ROLES | {Role.PUBLIC} or not user.is_active:
        raise RoleCannotClaim(role=user.get_role_display() if user.is_active else "已停用的")
    before = user.role
    membership, _ = AgencyMembership.objects.update_or_create(
        agency=agency,
        user=user,
        ended_at=None,
        defaults={"is_admin": True},
        create_defaults={"is_admin": True, "added_by": by},
    )
    _follow(user)
    record(
        "agency.member.admit",
        f"{agency.name}：认领通过，账号 {user.username} 成为机构管理员",
        subject=("agencies.Agency", agency.pk),
        by=by,
        before={"role": before},
        after={"username": user.username, "role": user.role, "is_admin": True},
    )
    return membership


@transaction.atomic
def deactivate(membership_id: int, *, by: User, now: datetime) -> AgencyMembership:
    """The person no longer acts for the agency and, acting for no other, is shut out; who came with a public account
    goes on with that. Raises ``LastAdministrator``.
    """
    membership = _membership(membership_id, by)
    if membership.is_admin:
        _require_another_administrator(membership)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    _follow(membership.user)
    _record("deactivate", "停用", membership, by)
    return membership


@transaction.atomic
def make_administrator(membership_id: int, *, by: User) -> AgencyMembership:
    """The person may manage the agency's accounts too."""
    return _set_admin(membership_id, True, by)


@transaction.atomic
def make_staff(membership_id: int, *, by: User) -> AgencyMembership:
    """The person keeps the work and gives up the accounts. Raises ``LastAdministrator``."""
    return _set_admin(membership_id, False, by)


def administered_by(user: User) -> list[Agency]:
    """The agencies whose accounts ``user`` manages, by name; of several the one acted for."""
    if not user.is_authenticated:
        return []
    mine = AgencyMembership.objects.filter(user=user, is_admin=True, ended_at__isnull=True)
    return list(Agency.objects.run_by(user).filter(pk__in=mine.values("agency")))


def bodies_of(user: User) -> list[Body]:
    """The agencies for which ``user`` may act, by name, for the choice on the portal's pages."""
    return [Body(agency.pk, agency.name) for agency in Agency.objects.open_to(user).only("name")]


def _set_admin(membership_id: int, is_admin: bool, by: User) -> AgencyMembership:
    membership = _membership(membership_id, by)
    if membership.is_admin and not is_admin:
        _require_another_administrator(membership)
    membership.is_admin = is_admin
    membership.save(update_fields=["is_admin"])
    _follow(membership.user)
    _record("promote" if is_admin else "demote", "设为机构管理员：" if is_admin else "取消机构管理员：", membership, by)
    return membership


def _membership(membership_id: int, by: User) -> AgencyMembership:
    """Read under the agency's lock: two administrators who remove each other at once come here one by one."""
    agency_id = AgencyMembership.objects.values_list("agency_id", flat=True).get(pk=membership_id)
    agency = _locked(agency_id)
    _require_administrator(agency, by)
    return AgencyMembership.objects.select_related("agency", "user").get(pk=membership_id, ended_at__isnull=True)


def _locked(agency_id: int) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)


def _require_administrator(agency: Agency, by: User) -> None:
    mine = AgencyMembership.objects.filter(agency=agency, user=by, is_admin=True, ended_at__isnull=True)
    if not by.is_active or not mine.exists():
        raise NotAdministrator(agency=agency.name)


def _require_another_administrator(membership: AgencyMembership) -> None:
    others = AgencyMembership.objects.filter(
        agency=membership.agency, is_admin=True, ended_at__isnull=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastAdministrator(agency=membership.agency.name)


def _follow(user: User) -> None:
    """Role and account follow from the memberships that are left, read under the person's lock: ending one membership
    while another begins leaves the role of both.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    live = list(AgencyMembership.objects.filter(user=user, ended_at__isnull=True).values_list("is_admin", flat=True))
    came_as_public = not live and AgencyClaim.objects.filter(claimant=user, state=ClaimState.ACCEPTED).exists()
    if came_as_public:
        user.role = Role.PUBLIC
    else:
        user.role = Role.AGENCY_ADMIN if any(live) else Role.AGENCY_STAFF
    user.is_active = bool(live) or came_as_public
    user.save(update_fields=["role", "is_active"])
    if not live:
        sign_out_everywhere(user)


def _record(act: str, word: str, membership: AgencyMembership, by: User) -> None:
    record(
        f"agency.member.{act}",
        f"{membership.agency.name}：{word}账号 {membership.user.username}",
        subject=("agencies.Agency", membership.agency_id),
        by=by,
        after={"username": membership.user.username, "is_admin": membership.is_admin},
    )
