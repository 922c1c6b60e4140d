"""The steps of a decision. Each is one transaction: lock, ask, move, record."""

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.foundation.canonical import canonical_json, digest
from ipservice.procedure.errors import (
    BeyondDraft,
    NotComputed,
    NoticeStillOpen,
    ObjectionPending,
    SamePerson,
)
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, PublicNotice, RuleSet, Stage, Step
from ipservice.procedure.services import papers, telling
from ipservice.procedure.services.notices import draw_up_notice
from ipservice.procedure.services.steps import ready_for, require_reason, require_role, take


@transaction.atomic
def draft_for(kind: str, period: str, ruleset: RuleSet, *, title: str, by: User) -> Decision:
    """The draft of this kind and period, locked; made if there is none, beside a withdrawn one if there was.

    Whoever asks is its author from now on. Raises ``BeyondDraft`` when the list has already left the draft.
    """
    require_role(Step.COMPUTE, by)
    live = Decision.objects.live().filter(kind=kind, period=period)
    if not live.exists():
        _begin(Decision(kind=kind, period=period, ruleset=ruleset, title=title, drawn_up_by=by))
    decision = live.select_for_update().get()
    if decision.stage != Stage.DRAFT:
        raise BeyondDraft(
            title=decision.title, stage=decision.get_stage_display(), advice=_way_back(Stage(decision.stage))
        )
    decision.ruleset, decision.title, decision.drawn_up_by = ruleset, title, by
    decision.save(update_fields=["ruleset", "title", "drawn_up_by"])
    return decision


def _begin(fresh: Decision) -> None:
    """Two people who begin at the same moment begin the same draft."""
    undone = Decision.objects.filter(kind=fresh.kind, period=fresh.period, redrawn_as__isnull=True)
    fresh.redrawn_from = undone.order_by("-id").first()
    Decision.objects.bulk_create([fresh], ignore_conflicts=True)


@transaction.atomic
def redraw(decision_id: int, *, by: User) -> Decision:
    """Begin the new draft beside a list that was taken back; the app computes its lines. At most one successor."""
    undone = Decision.objects.select_for_update().get(pk=decision_id)
    require_role(Step.WITHDRAW, by)
    _begin(
        Decision(
            kind=undone.kind,
            period=undone.period,
            ruleset=undone.ruleset,
            title=undone.title,
            drawn_up_by=by,
            is_demo=undone.is_demo,
        )
    )
    return Decision.objects.live().get(kind=undone.kind, period=undone.period)


def _way_back(stage: Stage) -> str:
    if stage in (Stage.IN_REVIEW, Stage.APPROVED):
        return "请先退回修改。"
    if stage in (Stage.ON_NOTICE, Stage.CONFIRMED):
        return "已公示的名单不作改动，如须更正请撤回并重拟。"
    return "已公布的名单如须更正，请撤销并重拟。"


@transaction.atomic
def freeze(decision: Decision, inputs: Any, result: Any) -> Decision:
    """Put the inputs the rule was run on and the digest of its result beside the lines of a draft."""
    author = decision.drawn_up_by
    locked = ready_for(Step.COMPUTE, decision.pk, by=author, seen_version=None)
    locked.inputs = json.loads(canonical_json(inputs))
    locked.inputs_digest = digest(inputs)
    locked.result_digest = digest(result)
    locked.computed_at = timezone.now()
    return take(Step.COMPUTE, locked, by=author)


@transaction.atomic
def submit(decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None) -> Decision:
    """Hand the computed list to the second person. Raises ``NotComputed`` and what the kind asks for."""
    decision = ready_for(Step.SUBMIT, decision_id, by=by, seen_version=seen_version)
    if not decision.inputs_digest:
        raise NotComputed(title=decision.title, step=Step.SUBMIT.label)
    kind_of(decision).before_submit(decision)
    take(Step.SUBMIT, decision, by=by, reason=reason)
    telling.ask_for_review(decision)
    return decision


@transaction.atomic
def approve(decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None) -> Decision:
    """The second person agrees, after the list was computed once more. Raises ``SamePerson``."""
    decision = ready_for(Step.APPROVE, decision_id, by=by, seen_version=seen_version)
    authors = decision.steps.filter(step__in=[Step.COMPUTE, Step.SUBMIT], by=by)
    if decision.drawn_up_by_id == by.pk or authors.exists():
        raise SamePerson(title=decision.title)
    kind_of(decision).verify(decision)
    decision.reviewed_by = by
    take(Step.APPROVE, decision, by=by, reason=reason)
    telling.tell_author(decision, Step.APPROVE, reason)
    return decision


@transaction.atomic
def send_back(
    decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None
) -> Decision:
    """Back to the draft, with the reason; an approval given before is gone."""
    decision = ready_for(Step.RETURN, decision_id, by=by, seen_version=seen_version)
    require_reason(Step.RETURN, reason)
    decision.reviewed_by = None
    take(Step.RETURN, decision, by=by, reason=reason)
    telling.tell_author(decision, Step.RETURN, reason)
    return decision


@transaction.atomic
def open_notice(
    decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None
) -> Decision:
    """Show the list to the public from ``today`` for the working days that the rules ask for."""
    decision = ready_for(Step.OPEN_NOTICE, decision_id, by=by, seen_version=seen_version)
    notice = draw_up_notice(decision, today=today)
    decision.number = notice.number
    take(Step.OPEN_NOTICE, decision, by=by, reason=reason)
    papers.paper_of(notice)
    kind_of(decision).on_notice(decision)
    telling.close_tasks(decision)
    return decision


@transaction.atomic
def withdraw(decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None) -> Decision:
    """Take a list on notice back, with the reason; it stays readable and a new one is drawn up beside it."""
    decision = ready_for(Step.WITHDRAW, decision_id, by=by, seen_version=seen_version)
    require_reason(Step.WITHDRAW, reason)
    take(Step.WITHDRAW, decision, by=by, reason=reason)
    kind_of(decision).on_undone(decision)
    return decision


@transaction.atomic
def confirm(decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None) -> Decision:
    """Close the notice and fix the list. Raises ``NoticeStillOpen`` and ``ObjectionPending``.

    With a ``reason`` the list is confirmed although objections wait for their answer: their lines stay suspended.
    """
    decision = ready_for(Step.CONFIRM, decision_id, by=by, seen_version=seen_version)
    notice = decision.notice
    if today <= notice.last_day:
        raise NoticeStillOpen(last_day=notice.last_day)
    take(Step.CONFIRM, decision, by=by, reason=_with_stays(notice, reason.strip()))
    kind_of(decision).on_confirmed(decision)
    return decision


def _with_stays(notice: PublicNotice, reason: str) -> str:
    pending = list(notice.objections.unanswered())
    if not pending:
        return reason
    numbers = "、".join(objection.number for objection in pending)
    if not reason:
        subjects = "、".join(sorted({objection.subject_name for objection in pending}))
        raise ObjectionPending(count=len(pending), numbers=numbers, subjects=subjects)
    return f"{reason}（暂缓兑现：{numbers}）"[:500]


@transaction.atomic
def publish(decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None) -> Decision:
    """Make the confirmed list known; it takes effect ``today``."""
    decision = ready_for(Step.PUBLISH, decision_id, by=by, seen_version=seen_version)
    decision.published_on = today
    take(Step.PUBLISH, decision, by=by, reason=reason)
    kind_of(decision).on_published(decision)
    return decision


@transaction.atomic
def revoke(decision_id: int, *, by: User, today: date, reason: str = "", seen_version: int | None = None) -> Decision:
    """Take a published list out of force, with the reason; it stays readable."""
    decision = ready_for(Step.REVOKE, decision_id, by=by, seen_version=seen_version)
    require_reason(Step.REVOKE, reason)
    take(Step.REVOKE, decision, by=by, reason=reason)
    kind_of(decision).on_undone(decision)
    return decision


def stayed_codes(decision: Decision) -> frozenset[str]:
    """The subjects whose line is suspended: somebody objected and has no answer yet."""
    notice = PublicNotice.objects.filter(decision=decision).first()
    if notice is None:
        return frozenset()
    return frozenset(notice.objections.unanswered().values_list("subject_code", flat=True))
