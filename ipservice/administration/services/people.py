"""Accounts of people: entered, given another role, shut and opened again; each with its entry in the audit log."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from ipservice.accounts import throttle
from ipservice.accounts.models import Role, User
from ipservice.accounts.sessions import sign_out_everywhere
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.reference.models import District


class OnlySystemAdministrators(DomainError):
    code = "only_system_administrators"
    template = "只有系统管理员可以管理账号和角色。"


class OwnAccount(DomainError):
    code = "own_account"
    template = "不能{act}自己的账号，请由另一位系统管理员办理。"


class DistrictMissing(DomainError):
    code = "district_missing"
    template = "区县经办人必须选择所属区县，其他角色不能选择区县。"


class LastSystemAdministrator(DomainError):
    code = "last_system_administrator"
    template = "至少保留一位启用的系统管理员，请先指定另一位。"


@transaction.atomic
def enter(fields: dict[str, Any], *, by: User) -> User:
    """A new account without a password; the person sets one by the link that is handed over."""
    _require_administrator(by)
    _require_matching_district(fields.get("role", Role.PUBLIC), fields.get("district"))
    person = User(**fields)
    person.set_unusable_password()
    person.save()
    role = Role.label_of(person.role)
    record(
        "account.enter", f"新增账号 {person.username}（{role}）", subject=_subject(person), by=by, after=_state(person)
    )
    return person


@transaction.atomic
def change_role(person_id: int, role: str, district: District | None, *, by: User) -> User:
    """Another role from now on; the person is signed out everywhere, so that old rights end at once."""
    _require_administrator(by)
    person = _locked(person_id)
    if person.pk == by.pk:
        raise OwnAccount(act="变更角色")
    _require_matching_district(role, district)
    if person.role == Role.SYSTEM_ADMIN and role != Role.SYSTEM_ADMIN:
        _require_another_administrator(person)
    before = _state(person)
    person.role, person.district = role, district
    person.save(update_fields=["role", "district"])
    sign_out_everywhere(person)
    sentence = f"账号 {person.username} 的角色由“{before['role']}”改为“{Role.label_of(role)}”"
    record("account.change_role", sentence, subject=_subject(person), by=by, before=before, after=_state(person))
    return person


@transaction.atomic
def set_active(person_id: int, is_active: bool, *, by: User, reason: str = "") -> User:
    """Shut an account or open it again; a shut one loses its sessions."""
    _require_administrator(by)
    person = _locked(person_id)
    if person.pk == by.pk:
        raise OwnAccount(act="停用" if not is_active else "启用")
    if not is_active and person.role == Role.SYSTEM_ADMIN:
        _require_another_administrator(person)
    before = _state(person)
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    EmailAddress.objects.filter(user=person, verified=False).delete()  # a link still under way decides nothing more
    if not is_active:
        sign_out_everywhere(person)
    verb, word = ("account.activate", "启用") if is_active else ("account.deactivate", "停用")
    record(
        verb, f"{word}账号 {person.username}", subject=_subject(person), by=by, reason=reason,
        before=before, after=_state(person),
    )  # fmt: skip
    return person


@transaction.atomic
def correct(person: User, names: list[str], *, by: User) -> User:
    """Write the plain fields named (name, mail, phone) of ``person``; the log keeps which, not what."""
    _require_administrator(by)
    person.save(update_fields=names)
    record("account.correct", f"更正账号 {person.username} 的资料", subject=_subject(person), by=by,
           after={"fields": names})  # fmt: skip
    return person


@transaction.atomic
def unlock(person_id: int, *, by: User) -> int:
    """Let a person try again who has used up the wrong passwords; nobody unlocks their own account."""
    _require_administrator(by)
    person = _locked(person_id)
    if person.pk == by.pk:
        raise OwnAccount(act="解除限制")
    forgiven = throttle.forgive(person.username)
    record("account.unlock", f"解除账号 {person.username} 的登录限制", subject=_subject(person), by=by,
           after={"failures": forgiven})  # fmt: skip
    return forgiven


def _require_administrator(by: User) -> None:
    if by.role != Role.SYSTEM_ADMIN or not by.is_active:
        raise OnlySystemAdministrators


def _require_matching_district(role: str, district: District | None) -> None:
    if (role == Role.DISTRICT_OFFICIAL) != (district is not None):
        raise DistrictMissing(field="district")


def _require_another_administrator(person: User) -> None:
    others = User.objects.select_for_update().active().filter(role=Role.SYSTEM_ADMIN).exclude(pk=person.pk)
    if not others.exists():
        raise LastSystemAdministrator


def _locked(person_id: int) -> User:
    """The person, locked together with all system administrators and in one order, so that two who shut each other
    out wait instead of blocking each other."""
    concerned = User.objects.filter(Q(pk=person_id) | Q(role=Role.SYSTEM_ADMIN)).order_by("pk")
    found = {user.pk: user for user in concerned.select_for_update()}
    try:
        return found[person_id]
    except KeyError:
        raise User.DoesNotExist from None


def _subject(person: User) -> tuple[str, str]:
    return ("accounts.User", str(person.pk))


def _state(person: User) -> dict[str, Any]:
    return {
        "role": Role.label_of(person.role),
        "district": person.district.name if person.district else "",
        "is_active": person.is_active,
    }
