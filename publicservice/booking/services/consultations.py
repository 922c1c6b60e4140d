"""What came of a consultation: its record with files, what is still owed, and the request to rate (row 5.29)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.evidence.models import StoredFile
from ipservice.foundation.errors import DomainError
from ipservice.notices.services import complete_task, notify
from publicservice.booking.models import Booking, BookingState, BookingStep, FollowUp, FollowUpState, ServiceRecord
from publicservice.booking.rules.states import BOOKING
from publicservice.booking.services import ratings, telling
from publicservice.booking.services.desk import require_staff

EVENT = "booking.follow_up:{pk}"


class SummaryMissing(DomainError):
    code = "service_summary_missing"
    template = "请填写咨询情况，写明问题和办理经过。"


class FollowUpRefused(DomainError):
    code = "follow_up_refused"
    template = "跟进任务{problem}"


@dataclass(frozen=True, slots=True)
class Record:
    """What is written down about one consultation."""

    summary: str
    advice: str = ""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What the outlet still owes, who does it, and by which day."""

    what: str
    owner: User
    due_on: date


@transaction.atomic
def serve(booking_id: int, record: Record, *, task: Task | None = None, now: datetime, by: User) -> ServiceRecord:
    """The consultation is over. Whoever was served is asked to rate it, once.

    Raises ``SummaryMissing``, ``FollowUpRefused``, ``IllegalStep``, ``NotYourOutlet``.
    """
    booking = Booking.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=booking_id)
    require_staff(booking.outlet_id, by, BookingStep.SERVE.label)
    if not record.summary.strip():
        raise SummaryMissing(field="summary")
    booking.state = BOOKING.after(BookingState(booking.state), BookingStep.SERVE)
    booking.served_at = booking.ended_at = now
    booking.save(update_fields=["state", "served_at", "ended_at"])
    kept = ServiceRecord.objects.create(
        booking=booking, summary=record.summary.strip(), advice=record.advice.strip(), recorded_by=by, recorded_at=now
    )
    kept.files.set(record.files)
    telling.note("serve", "办结并留存服务记录", booking, by=by)
    if task:
        add_follow_up(booking.pk, task, now=now, by=by)
    ratings.ask(booking)
    return kept


@transaction.atomic
def add_follow_up(booking_id: int, task: Task, *, now: datetime, by: User) -> FollowUp:
    """A task for somebody of the outlet, in whose inbox it stands until it is done."""
    booking = Booking.objects.select_related("outlet").get(pk=booking_id)
    require_staff(booking.outlet_id, by, "登记跟进任务")
    if not task.what.strip():
        raise FollowUpRefused(problem="须写明要办的事。", field="task")
    if task.due_on < now.date():
        raise FollowUpRefused(problem="的期限不能早于今天。", field="due_on")
    if not task.owner.outlet_posts.filter(outlet=booking.outlet_id, ended_on__isnull=True).exists():
        raise FollowUpRefused(problem="须由本网点在岗人员承办。", field="owner")
    row = FollowUp.objects.create(
        booking=booking, task=task.what.strip(), owner=task.owner, due_on=task.due_on, created_by=by, created_at=now
    )
    telling.note("follow_up", "登记跟进任务", booking, by=by)
    notify(
        [task.owner],
        event=EVENT.format(pk=row.pk),
        title=f"跟进任务：{booking.outlet.name}",
        body=row.task,
        link=f"/portal/outlets/{booking.outlet_id}/bookings/{booking.pk}/",
        due_on=row.due_on,
        is_task=True,
    )
    return row


@transaction.atomic
def finish_follow_up(follow_up_id: int, result: str, *, now: datetime, by: User) -> FollowUp:
    """The task is done, with what came of it. Done already, it stays as it is."""
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("booking").get(pk=follow_up_id)
    require_staff(row.booking.outlet_id, by, "办结跟进任务")
    if row.state == FollowUpState.DONE:
        return row
    if not result.strip():
        raise FollowUpRefused(problem="办结须写明结果。", field="result")
    row.state, row.result, row.done_at = FollowUpState.DONE, result.strip(), now
    row.save(update_fields=["state", "result", "done_at"])
    complete_task(EVENT.format(pk=row.pk))
    telling.note("follow_up_done", "跟进任务办结", row.booking, by=by)
    return row
