"""Who is told what when a decision moves: tasks for those who must act, messages for those who should know."""

from datetime import date

from django.db.models import QuerySet

from ipservice.accounts.models import Role, User
from ipservice.notices.services import complete_task, notify
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, Objection, Step


def ask_for_review(decision: Decision) -> None:
    """A task for every reviewer but the author."""
    close_tasks(decision)
    notify(
        _people(Role.REVIEWER).exclude(pk=decision.drawn_up_by_id),
        event=f"decision:{decision.pk}:review:{decision.lock_version}",
        title=f"请复核：{decision.title}",
        body=f"{decision.drawn_up_by} 提交了名单，须由另一人复核。输入摘要 {decision.inputs_digest[:16]}…",
        link=_workbench(decision),
        is_task=True,
    )


def tell_author(decision: Decision, step: Step, reason: str) -> None:
    """A task for the author: the list came back, or may go on notice."""
    close_tasks(decision)
    notify(
        [decision.drawn_up_by],
        event=f"decision:{decision.pk}:{step.value}:{decision.lock_version}",
        title=f"{step.label}：{decision.title}",
        body=reason or "可以开始公示。",
        link=_workbench(decision),
        is_task=True,
    )


def close_tasks(decision: Decision) -> None:
    """What was to be done about this decision has been done."""
    complete_task(f"decision:{decision.pk}:")


def ask_for_answer(objection: Objection, due_on: date) -> None:
    """A task for the city's officials, due with the term of the answer."""
    decision = objection.notice.decision
    notify(
        _people(Role.MUNICIPAL_OFFICIAL),
        event=f"objection:{objection.pk}:answer",
        title=f"请答复异议 {objection.number}",
        body=f"{decision.title}：有人对“{objection.subject_name}”提出异议。",
        link=f"/admin/procedure/objections/{objection.pk}/",
        due_on=due_on,
        is_task=True,
    )


def tell_objector(objection: Objection) -> None:
    """The answer, to who objected from an account; others ask with the number of the objection."""
    complete_task(f"objection:{objection.pk}:answer")
    if objection.submitted_by:
        notify(
            [objection.submitted_by],
            event=f"objection:{objection.pk}:answered",
            title=f"异议 {objection.number} 已答复：{objection.get_state_display()}",
            body=objection.answer,
            link="/notices/objections/",
        )


def _people(role: Role) -> QuerySet[User]:
    return User.objects.filter(role=role, is_active=True)


def _workbench(decision: Decision) -> str:
    page = kind_of(decision).workbench
    return page(decision) if page else f"/admin/procedure/decision/{decision.pk}/change/"
