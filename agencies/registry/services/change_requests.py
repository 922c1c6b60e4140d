"""An agency asks to have registered facts changed; an official approves or rejects, with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from agencies.registry.models import Agency, ChangeRequest, RequestState
from agencies.registry.rules import requests as rules
from agencies.registry.services import names, search_index
from agencies.registry.services.facts import plain, spoken
from agencies.registry.services.grounds import Grounds
from agencies.registry.services.terms import due_on
from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.evidence.models import StoredFile
from ipservice.notices.services import complete_task, notify
from ipservice.reference.models import District

EVIDENCE = "agency_change"


@dataclass(frozen=True, slots=True)
class Asked:
    """The values that the facts should have, why, and what proves it."""

    wanted: Mapping[str, Any]
    statement: str = ""
    papers: Iterable[StoredFile] = ()


@transaction.atomic
def submit(agency_id: int, asked: Asked, *, today: date, by: User) -> ChangeRequest:
    """Ask for those of the wanted values that differ from the register. Who asks acts for the agency.

    Raises ``NothingChanged``, ``FieldNotChangeable``, ``EvidenceMissing``, ``AlreadyRequested``, ``NotYourRequest``.
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    if not Agency.objects.run_by(by).filter(pk=agency.pk).exists():
        raise rules.NotYourRequest(who="该机构的工作人员", act="提交变更申请")
    changes = {
        name: {"before": plain(agency, name), "after": plain(agency, name, value)}
        for name, value in asked.wanted.items()
        if plain(agency, name, value) != plain(agency, name)
    }
    rules.require_changes(changes)
    kept = list(asked.papers)
    _require_evidence(changes, kept)
    _require_none_open(agency, changes)
    request = ChangeRequest.objects.create(
        agency=agency, changes=changes, statement=asked.statement, submitted_by=by, due_on=due_on(today)
    )
    request.evidence.set(kept)
    _record(request, "submit", f"机构“{agency.name}”提交变更申请：{labels_of(changes)}", by)
    _tell_officials(request)
    return request


@transaction.atomic
def approve(request_id: int, *, reason: str, today: date, by: User) -> ChangeRequest:
    """Change exactly the listed facts, if each is still what it was when asked.

    Raises ``RequestClosed``, ``NotYourRequest``, ``FactChangedMeanwhile``.
    """
    request = _open(request_id, by, "通过")
    agency = Agency.objects.select_for_update().get(pk=request.agency_id)
    for name, change in request.changes.items():
        if plain(agency, name) != change["before"]:
            raise rules.FactChangedMeanwhile(
                label=_label(name), present=spoken(name, plain(agency, name)), before=spoken(name, change["before"])
            )
    with pghistory.context(change_request=request.pk):
        _apply(request, agency, today, by)
    return _decide(request, RequestState.APPROVED, reason, by)


@transaction.atomic
def reject(request_id: int, *, reason: str, by: User) -> ChangeRequest:
    """Nothing changes; the agency is told why. Raises ``RequestClosed``, ``NotYourRequest``, ``ReasonMissing``."""
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    return _decide(_open(request_id, by, "退回"), RequestState.REJECTED, reason, by)


@transaction.atomic
def cancel(request_id: int, *, by: User) -> ChangeRequest:
    """The agency takes its request back. Raises ``RequestClosed``, ``NotYourRequest``."""
    request = ChangeRequest.objects.select_for_update().select_related("agency").get(pk=request_id)
    if not Agency.objects.run_by(by).filter(pk=request.agency_id).exists():
        raise rules.NotYourRequest(who="提交申请的机构", act="撤回申请")
    if request.state != RequestState.SUBMITTED:
        raise rules.RequestClosed(state=request.get_state_display(), act="撤回")
    request.state = RequestState.CANCELLED
    request.save(update_fields=["state"])
    complete_task(_event(request))
    _record(request, "cancel", f"机构“{request.agency.name}”撤回变更申请", by)
    return request


def labels_of(changes: Mapping[str, Any]) -> str:
    """名称、地址: the fields of a request in words."""
    return "、".join(_label(name) for name in changes)


def _label(name: str) -> str:
    return str(Agency._meta.get_field(name).verbose_name)


def _require_evidence(changes: Mapping[str, Any], papers: list[StoredFile]) -> None:
    to_prove = [name for name in changes if name in rules.PROVEN]
    if to_prove and not papers:
        raise rules.EvidenceMissing(field="papers", labels=labels_of(dict.fromkeys(to_prove)))


def _require_none_open(agency: Agency, changes: Mapping[str, Any]) -> None:
    for waiting in agency.change_requests.filter(state=RequestState.SUBMITTED):
        for name in changes:
            if name in waiting.changes:
                raise rules.AlreadyRequested(field=name, label=_label(name), number=waiting.pk)


def _open(request_id: int, by: User, act: str) -> ChangeRequest:
    """The request, locked, still to be decided, and this official's to decide."""
    request = ChangeRequest.objects.select_for_update().select_related("agency").get(pk=request_id)
    manages = Agency.objects.managed_by(by).filter(pk=request.agency_id).exists()
    if not manages or not by.has_perm("agencies.change_changerequest") or by.pk == request.submitted_by_id:
        raise rules.NotYourRequest(who="有权限的经办人", act=f"{act}该申请")
    if request.state != RequestState.SUBMITTED:
        raise rules.RequestClosed(state=request.get_state_display(), act=act)
    return request


def _apply(request: ChangeRequest, agency: Agency, today: date, by: User) -> None:
    after = {name: change["after"] for name, change in request.changes.items()}
    if "name" in after:
        grounds = Grounds(since=today, source=f"变更申请第{request.pk}号", reason=request.statement)
        agency = names.rename(agency.pk, after.pop("name"), grounds=grounds, today=today, by=by)
    for name, value in after.items():
        setattr(agency, name, District.objects.get(pk=value) if name == "district" else value)
    if after:
        agency.save(update_fields=[*after, "updated_at"])
    search_index.refresh([agency.pk])


def _decide(request: ChangeRequest, state: RequestState, reason: str, by: User) -> ChangeRequest:
    request.state, request.reason, request.decided_by, request.decided_at = state, reason.strip(), by, timezone.now()
    request.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    complete_task(_event(request))
    name = request.agency.name
    _record(request, state, f"机构“{name}”的变更申请（{labels_of(request.changes)}）{state.label}", by)
    notify(
        User.objects.filter(memberships__agency=request.agency_id, memberships__ended_at__isnull=True).distinct(),
        event=f"agency.change_request_decided:{request.pk}",
        title=f"变更申请{state.label}",
        body=f"贵机构申请变更{labels_of(request.changes)}，{state.label}。{request.reason}",
        link=f"/portal/agency/requests/{request.pk}/",
    )
    return request


def _record(request: ChangeRequest, verb: str, sentence: str, by: User) -> None:
    audit.record(
        f"agency.change_request.{verb}",
        sentence,
        subject=("agency", request.agency_id),
        by=by,
        reason=request.reason or request.statement,
        before={name: change["before"] for name, change in request.changes.items()},
        after={"change_request": request.pk} | {name: change["after"] for name, change in request.changes.items()},
    )


def _event(request: ChangeRequest) -> str:
    """The colon keeps request 1 from closing the tasks of request 12."""
    return f"agency.change_request:{request.pk}:"


def _tell_officials(request: ChangeRequest) -> None:
    """A task for those who may decide; the agency's district reads about it."""
    officials = [
        user
        for user in User.objects.officials().active()
        if Agency.objects.managed_by(user).filter(pk=request.agency_id).exists()
    ]
    deciding = {user.pk for user in officials if user.has_perm("agencies.change_changerequest")}
    for is_task in (True, False):
        notify(
            [user for user in officials if (user.pk in deciding) == is_task],
            event=f"{_event(request)}{'decide' if is_task else 'told'}",
            title=f"变更申请：{request.agency.name}",
            body=f"{request.agency.name}申请变更{labels_of(request.changes)}。",
            link=f"/admin/agencies/requests/{request.pk}/",
            due_on=request.due_on if is_task else None,
            is_task=is_task,
        )
