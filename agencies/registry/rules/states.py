"""Which state may follow which, and what a change of a name or state must satisfy."""

from datetime import date

from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary


class AgencyState(Vocabulary):
    ACTIVE = "active", "正常执业"
    SUSPENDED = "suspended", "停止承接新业务"
    REVOKED = "revoked", "吊销"
    DISSOLVED = "dissolved", "注销"
    MOVED_OUT = "moved_out", "迁出本市"


ENDED = frozenset({AgencyState.REVOKED, AgencyState.DISSOLVED, AgencyState.MOVED_OUT})

# A revoked or dissolved agency does not come back: a new licence makes a new record. One that moved out may return.
NEXT_STATES = {
    AgencyState.ACTIVE: (
        AgencyState.SUSPENDED,
        AgencyState.REVOKED,
        AgencyState.DISSOLVED,
        AgencyState.MOVED_OUT,
    ),
    AgencyState.SUSPENDED: (
        AgencyState.ACTIVE,
        AgencyState.REVOKED,
        AgencyState.DISSOLVED,
        AgencyState.MOVED_OUT,
    ),
    AgencyState.MOVED_OUT: (AgencyState.ACTIVE, AgencyState.REVOKED, AgencyState.DISSOLVED),
    AgencyState.REVOKED: (AgencyState.DISSOLVED,),
    AgencyState.DISSOLVED: (),
}


class StateDoesNotFollow(DomainError):
    code = "state_does_not_follow"
    template = "该机构当前为“{present}”，不能变更为“{wanted}”。{allowed}"


class ChangeBeforeTheLast(DomainError):
    code = "change_before_the_last"
    template = "{what}的生效日 {since} 早于上一次变更的生效日 {last}；请核对日期，不能早于 {last}。"


class ChangeInTheFuture(DomainError):
    code = "change_in_the_future"
    template = "{what}的生效日 {since} 晚于今天 {today}；请在生效当日或之后登记。"


class NameUnchanged(DomainError):
    code = "name_unchanged"
    template = "新名称与现名称“{name}”相同，无需登记更名。"


class NameMissing(DomainError):
    code = "name_missing"
    template = "机构名称不能为空，请填写营业执照上的全称。"


def require_state_follows(present: AgencyState, wanted: AgencyState) -> None:
    """Raises ``StateDoesNotFollow`` and names what may follow instead."""
    if wanted in NEXT_STATES[present]:
        return
    labels = "、".join(f"“{state.label}”" for state in NEXT_STATES[present])
    allowed = f"可以变更为：{labels}。" if labels else "该状态为终止状态，重新取得许可的机构应另行登记。"
    raise StateDoesNotFollow(field="state", present=present.label, wanted=wanted.label, allowed=allowed)


def require_in_order(what: str, *, since: date, last: date | None, today: date) -> None:
    """A change takes effect on or after the one before it, and not after today."""
    if since > today:
        raise ChangeInTheFuture(field="since", what=what, since=since, today=today)
    if last is not None and since < last:
        raise ChangeBeforeTheLast(field="since", what=what, since=since, last=last)
