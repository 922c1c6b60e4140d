"""How every step reads: lock, ask the table, move, set the term, write down."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.explanation import Finding
from ipservice.notices.services import complete_task
from ipservice.reference.calendar import working_calendar
from publicservice.rights_aid.models import AidRequest, AidStep
from publicservice.rights_aid.rules import BY_OUTLETS, CLOCKS, MOVES, TOLD, TOLD_WITH_WORDS, NotForYou, State, Step
from publicservice.rights_aid.services import telling

SUBJECT = "publicservice.AidRequest"


def ready(request_id: int, step: Step, *, by: User | None = None) -> AidRequest:
    """Locked, theirs, and allowed by the table. ``by`` None: the applicant or the clock.

    Raises ``AidRequest.DoesNotExist`` for whom the request is not, ``NotForYou`` and ``IllegalStep``.
    """
    held = AidRequest.objects.visible_to(by) if by else AidRequest.objects.all()
    keys = held.filter(pk=request_id).values("pk")
    request = AidRequest.objects.select_for_update(of=("self",)).get(pk__in=keys)
    if by and not by.is_official and step not in BY_OUTLETS:
        raise NotForYou(step=step.label, who="市、区县经办人")
    MOVES.after(State(request.state), step)
    return request


def take(request: AidRequest, step: Step, *, by: User | None, today: date, **said: object) -> AidRequest:
    """Move a request that is ready. ``said``: ``words`` for the applicant, ``findings``, further columns to set."""
    words, findings = str(said.pop("words", "")), said.pop("findings", ())
    before = request.state
    request.state = MOVES.after(State(before), step)
    for name, value in said.items():
        setattr(request, name, value)
    if request.state != before and not (before == State.ACCEPTED and request.state == State.HANDLED):
        set_term(request, State(request.state), today=today)
    request.save()
    write(request, step, before=before, by=by, today=today, words=words, findings=findings)
    sentence = f"{step.label}：维权援助请求 {request.number}"
    record(f"rights_aid.{step.value}", sentence, subject=(SUBJECT, request.pk), by=by, reason=words)
    if request.state != before:
        complete_task(f"rights_aid:{request.pk}:")
    if step in TOLD | TOLD_WITH_WORDS:
        telling.tell(request, step, words)
    return request


def set_term(request: AidRequest, state: State, *, today: date) -> None:
    """The last day of what runs in ``state``, in working days after today; none where nothing runs."""
    name = CLOCKS.get(state)
    if name is None:
        request.due_on, request.is_due_provisional = None, False
        return
    deadline = working_calendar().add(today, request.ruleset.parameters[name])
    request.due_on, request.is_due_provisional = deadline.day, deadline.is_provisional


def write(request: AidRequest, step: Step, *, before: str, by: User | None, today: date, **said: object) -> AidStep:
    """One line of the log."""
    findings: Sequence[Finding] = said.get("findings", ())  # type: ignore[assignment]
    return AidStep.objects.create(
        request=request,
        step=step,
        before=before,
        after=request.state,
        by=by,
        taken_on=today,
        reason=str(said.get("words", "")),
        is_told=step in TOLD | TOLD_WITH_WORDS,
        findings=[asdict(finding) for finding in findings],
    )
