"""Acts on many rows of the register: standing of agencies, decisions on requests."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from agencies.registry.models import Agency, ChangeRequest, RequestState
from agencies.registry.services import change_requests, standing
from ipservice.accounts.models import User
from ipservice.bulk.actions import Target


def agencies(keys: Iterable[int], user: User) -> list[Target]:
    """Agencies this official works on, in the order of names."""
    rows = Agency.objects.managed_by(user).filter(pk__in=list(keys)).order_by("name_pinyin", "id")
    return [Target(agency.pk, agency.name, agency.get_state_display()) for agency in rows]


def record_standing(key: int, values: Mapping[str, Any], by: User, today: date) -> int:
    return standing.record_standing(key, standing.StandingFact(**values), by=by).pk


def withdraw_standing(token: int, by: User) -> None:
    standing.withdraw_standing(token, reason="撤销批量登记", by=by)


def requests(keys: Iterable[int], user: User) -> list[Target]:
    """Requests of agencies this official works on; those already decided cannot be decided again."""
    mine = ChangeRequest.objects.filter(agency__in=Agency.objects.managed_by(user), pk__in=list(keys))
    return [
        Target(
            asked.pk,
            f"{asked.agency}：{change_requests.labels_of(asked.changes)}",
            asked.get_state_display(),
            "" if asked.state == RequestState.SUBMITTED else "该申请已办结或已撤回。",
        )
        for asked in mine.select_related("agency").order_by("id")
    ]


def approve_request(key: int, values: Mapping[str, Any], by: User, today: date) -> int:
    return change_requests.approve(key, reason=values["reason"], today=today, by=by).pk
