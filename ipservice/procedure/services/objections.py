"""Objections to single lines of a list on notice: each stays its own item until it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.documents.numbering import next_number
from ipservice.evidence.services import keep
from ipservice.privacy.services import consenting
from ipservice.procedure.errors import AlreadyAnswered, NoticeClosed, ObjectionIncomplete
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, Objection, ObjectionState, PublicNotice, Stage, Step
from ipservice.procedure.services import decisions, telling
from ipservice.procedure.services.steps import require_role
from ipservice.procedure.services.terms import term
from ipservice.reference.calendar import working_calendar

PURPOSE = "objection"
CONSENT = "objection"


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody brings forward against the line of one agency."""

    subject_code: str
    objector_name: str
    objector_phone: str
    text: str
    files: Sequence[UploadedFile] = ()
    is_consented: bool = False


@transaction.atomic
def submit(notice_id: int, statement: Statement, *, by: User | None, today: date) -> Objection:
    """Take in one objection. Raises ``ConsentMissing``, ``NoticeClosed``, ``ObjectionIncomplete`` and what the
    evidence is refused for.
    """
    consenting.require(CONSENT, statement.is_consented)
    notice = PublicNotice.objects.get(pk=notice_id)
    decision = Decision.objects.select_for_update().get(pk=notice.decision_id)
    _require_open(notice, decision, today)
    subject = _subject(decision, statement.subject_code)
    objection = Objection.objects.create(
        notice=notice,
        number=next_number(settings.NUMBER_PREFIXES["objection"], today.year),
        subject_code=subject.code,
        subject_name=subject.name,
        objector_name=statement.objector_name,
        objector_phone=statement.objector_phone,
        submitted_by=by,
        statement=statement.text,
        due_on=_due_on(decision, today),
    )
    objection.evidence.set([keep(upload, purpose=PURPOSE, by=by) for upload in statement.files])
    subject_row = (Objection._meta.label, objection.pk)
    consenting.give(CONSENT, subject_row, by=by, contact=statement.objector_phone, now=objection.submitted_at)
    record(
        "objection.submit",
        f"{notice.title}：收到异议 {objection.number}，涉及 {subject.name}",
        subject=("objection", objection.pk),
        by=by,
    )
    telling.ask_for_answer(objection, objection.due_on)
    return objection


def _require_open(notice: PublicNotice, decision: Decision, today: date) -> None:
    if decision.stage == Stage.ON_NOTICE and notice.first_day <= today <= notice.last_day:
        return
    undone = decision.stage in (Stage.WITHDRAWN, Stage.REVOKED)
    advice = "该名单已撤回或撤销，请查看重拟后的公示。" if undone else "公示期满后可以来信来电反映。"
    raise NoticeClosed(first_day=notice.first_day, last_day=notice.last_day, advice=advice)


def _subject(decision: Decision, code: str):
    for subject in kind_of(decision).subjects(decision):
        if subject.code == code:
            return subject
    raise ObjectionIncomplete(field="subject_code", problem="所选机构不在这份名单中，请从列表中选择。")


def _due_on(decision: Decision, today: date) -> date:
    days = term("objection_answer_working_days", on=today, ruleset=decision.ruleset)
    return working_calendar().add(today, days).day


@transaction.atomic
def answer(objection_id: int, *, is_upheld: bool, text: str, by: User, today: date) -> Objection:
    """Answer with reasons. An upheld objection takes the list back and begins a new one beside it.

    Raises ``AlreadyAnswered`` and ``ObjectionIncomplete``.
    """
    require_role(Step.WITHDRAW, by)
    if not text.strip():
        raise ObjectionIncomplete(field="text", problem="答复必须写明理由。")
    decision_id = Objection.objects.values_list("notice__decision_id", flat=True).get(pk=objection_id)
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    objection = Objection.objects.select_for_update(of=("self",)).select_related("submitted_by").get(pk=objection_id)
    _require_unanswered(objection)
    objection.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REJECTED
    objection.answer = text.strip()
    objection.answered_by, objection.answered_at = by, timezone.now()
    objection.save()
    record(
        "objection.answer",
        f"{decision.title}：答复异议 {objection.number}，{objection.get_state_display()}",
        subject=("objection", objection.pk),
        by=by,
        reason=objection.answer,
    )
    if is_upheld:
        _take_back(decision, objection, by=by, today=today)
    kind_of(decision).on_answered(decision, objection)
    telling.tell_objector(objection)
    return objection


def _require_unanswered(objection: Objection) -> None:
    if objection.state == ObjectionState.PENDING:
        return
    raise AlreadyAnswered(
        number=objection.number,
        who=objection.answered_by,
        when=f"{timezone.localtime(objection.answered_at):%Y年%-m月%-d日 %H:%M}",
        state=objection.get_state_display(),
    )


def _take_back(decision: Decision, objection: Objection, *, by: User, today: date) -> None:
    """Withdraw or revoke, and begin the new draft; a list already taken back stays as it is."""
    reason = f"异议 {objection.number} 成立：{objection.answer}"[:500]
    if decision.stage in (Stage.ON_NOTICE, Stage.CONFIRMED):
        decisions.withdraw(decision.pk, by=by, today=today, reason=reason)
    elif decision.stage == Stage.PUBLISHED:
        decisions.revoke(decision.pk, by=by, today=today, reason=reason)
    else:
        return
    decisions.redraw(decision.pk, by=by)
