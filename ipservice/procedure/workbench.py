"""What an official sees of a decision on its workbench: where it stands, what may be done, what was done.

An app's own page asks ``bench(decision, user)`` and includes ``procedure/_steps.html`` (steps bar and buttons),
``procedure/_objections.html`` and ``procedure/_log.html`` with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ipservice.accounts.models import User
from ipservice.jobs.idempotency import new_token
from ipservice.procedure.models import DECISION, Decision, Objection, PublicNotice, Stage, Step, StepTaken
from ipservice.procedure.services.steps import NEEDS_REASON, WHO_MAY
from ipservice.reference.calendar import working_calendar

BAR = (
    ("拟定", Stage.DRAFT),
    ("复核", Stage.IN_REVIEW),
    ("待公示", Stage.APPROVED),
    ("公示与异议", Stage.ON_NOTICE),
    ("确定", Stage.CONFIRMED),
    ("公布", Stage.PUBLISHED),
)
DANGEROUS = frozenset({Step.WITHDRAW, Step.REVOKE})
QUESTIONS = {
    Step.WITHDRAW: "撤回后本名单不再有效，须重新拟定、复核和公示。",
    Step.REVOKE: "撤销后本名单不再有效，已兑现的须另行处理。",
    Step.CONFIRM: "有异议未答复时须写明理由，所涉机构暂缓兑现。",
    Step.OPEN_NOTICE: "公示之后名单不能再改动。",
}


@dataclass(frozen=True, slots=True)
class BarStep:
    label: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One allowed step. ``hint`` says why this person may not press it; empty when they may."""

    step: Step
    hint: str
    question: str
    needs_reason: bool
    may_have_reason: bool
    token: str

    @property
    def is_main(self) -> bool:
        return self.step not in DANGEROUS and self.step != Step.RETURN


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything the partials print."""

    decision: Decision
    bar: Sequence[BarStep]
    buttons: Sequence[Button]
    log: Sequence[StepTaken]
    notice: PublicNotice | None
    objections: Sequence[Objection]
    working_days_left: int | None

    @property
    def pending(self) -> list[Objection]:
        return [objection for objection in self.objections if objection.state == "pending"]


def bench(decision: Decision, user: User, *, today: date) -> Bench:
    """Four queries whatever the number of lines."""
    notice = PublicNotice.objects.filter(decision=decision).first()
    log = list(decision.steps.select_related("by"))
    objections = list(notice.objections.select_related("answered_by")) if notice else []
    left = working_calendar().between(today, notice.last_day) if notice and today <= notice.last_day else None
    return Bench(
        decision=decision,
        bar=_bar(decision, log, notice),
        buttons=[
            _button(step, decision, user, log)
            for step in DECISION.steps_from(Stage(decision.stage))
            if step != Step.COMPUTE
        ],
        log=log,
        notice=notice,
        objections=objections,
        working_days_left=left,
    )


def _bar(decision: Decision, log: Sequence[StepTaken], notice: PublicNotice | None) -> list[BarStep]:
    stage = Stage(decision.stage)
    is_over = stage in (Stage.WITHDRAWN, Stage.REVOKED)
    reached = Stage(log[-1].from_stage) if is_over and log else stage
    here = [member for _, member in BAR].index(reached)
    return [
        BarStep(label, _state(place, here, decision, is_over), _note(member, decision, notice))
        for place, (label, member) in enumerate(BAR)
    ]


def _state(place: int, here: int, decision: Decision, is_over: bool) -> str:
    if place < here or decision.stage == Stage.PUBLISHED:
        return "done"
    if place > here:
        return "todo"
    return "stopped" if is_over else "now"


def _note(stage: Stage, decision: Decision, notice: PublicNotice | None) -> str:
    if stage == Stage.DRAFT:
        return str(decision.drawn_up_by)
    if stage == Stage.IN_REVIEW and decision.reviewed_by:
        return str(decision.reviewed_by)
    if stage == Stage.ON_NOTICE and notice:
        return f"{notice.first_day:%-m月%-d日}—{notice.last_day:%-m月%-d日}"
    if stage == Stage.PUBLISHED and decision.published_on:
        return f"{decision.published_on:%-m月%-d日}"
    return ""


def _button(step: Step, decision: Decision, user: User, log: Sequence[StepTaken]) -> Button:
    return Button(
        step=step,
        hint=_hint(step, decision, user, log),
        question=QUESTIONS.get(step, ""),
        needs_reason=step in NEEDS_REASON,
        may_have_reason=step in NEEDS_REASON or step == Step.CONFIRM,
        token=new_token(),
    )


def _hint(step: Step, decision: Decision, user: User, log: Sequence[StepTaken]) -> str:
    if user.role not in WHO_MAY[step]:
        return f"须由{'或'.join(role.label for role in WHO_MAY[step])}办理"
    mine = any(taken.by_id == user.pk and taken.step in (Step.COMPUTE, Step.SUBMIT) for taken in log)
    if step == Step.APPROVE and (mine or decision.drawn_up_by_id == user.pk):
        return "由您计算或提交，须由另一人复核"
    return ""
