"""Lock, ask, move, record: what every step of every decision has in common."""

from datetime import date

from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.procedure.errors import NotYourStep, ReasonMissing, StaleVersion
from ipservice.procedure.models import DECISION, Decision, Stage, Step, StepTaken

OFFICIALS = (Role.MUNICIPAL_OFFICIAL, Role.REVIEWER)
WHO_MAY: dict[Step, tuple[Role, ...]] = {
    Step.COMPUTE: (Role.MUNICIPAL_OFFICIAL,),
    Step.SUBMIT: (Role.MUNICIPAL_OFFICIAL,),
    Step.APPROVE: (Role.REVIEWER,),
    Step.RETURN: OFFICIALS,
    Step.OPEN_NOTICE: OFFICIALS,
    Step.WITHDRAW: OFFICIALS,
    Step.CONFIRM: OFFICIALS,
    Step.PUBLISH: OFFICIALS,
    Step.REVOKE: OFFICIALS,
}
NEEDS_REASON = frozenset({Step.RETURN, Step.WITHDRAW, Step.REVOKE})


def ready_for(step: Step, decision_id: int, *, by: User, seen_version: int | None) -> Decision:
    """The decision, locked, after asking: may this person, was the page current, does the table allow it."""
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    require_current(decision, seen_version)
    require_role(step, by)
    DECISION.after(Stage(decision.stage), step)
    return decision


def require_role(step: Step, by: User) -> None:
    """Raises ``NotYourStep``. The role counts, not superuser rights."""
    if by.role not in WHO_MAY[step] or not by.is_active:
        roles = "或".join(f"“{role.label}”" for role in WHO_MAY[step])
        raise NotYourStep(step=step.label, roles=roles, role=Role.label_of(by.role))


def require_current(decision: Decision, seen_version: int | None) -> None:
    """Raises ``StaleVersion`` naming what happened since, by whom and when; None asks nothing."""
    if seen_version is None or seen_version == decision.lock_version:
        return
    since = decision.steps.filter(lock_version__gt=seen_version).select_related("by")
    changes = "；".join(_sentence(step) for step in since) or "页面内容已不是最新"
    raise StaleVersion(title=decision.title, changes=changes)


def _sentence(step: StepTaken) -> str:
    when = timezone.localtime(step.at)
    reason = f"（{step.reason}）" if step.reason else ""
    return f"{step.by} 于 {when:%-m月%-d日 %H:%M} “{step.get_step_display()}”{reason}"


def require_reason(step: Step, reason: str) -> None:
    """Raises ``ReasonMissing`` where the step takes something back."""
    if step in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(step=step.label)


def take(step: Step, decision: Decision, *, by: User, reason: str = "") -> Decision:
    """Move the locked decision along the table and write down the step. Saves the fields the caller set."""
    before = Stage(decision.stage)
    decision.stage = DECISION.after(before, step)
    decision.lock_version += 1
    decision.save()
    StepTaken.objects.create(
        decision=decision,
        step=step,
        from_stage=before,
        to_stage=decision.stage,
        by=by,
        reason=reason,
        lock_version=decision.lock_version,
    )
    record(
        f"decision.{step.value}",
        f"{decision.title}：{step.label}",
        subject=("decision", decision.pk),
        by=by,
        reason=reason,
        before={"stage": before.value},
        after={
            "stage": decision.stage,
            "inputs_digest": decision.inputs_digest,
            "result_digest": decision.result_digest,
        },
    )
    return decision


def long_date(day: date) -> str:
    """2026年6月1日, as papers print it."""
    return f"{day.year}年{day.month}月{day.day}日"
