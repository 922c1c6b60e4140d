"""好差评: one rating a service by a signed link; a bad one is called back, put right, and asked about once more."""

from datetime import datetime

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.notices.services import complete_task, notify
from ipservice.reference.calendar import working_calendar
from publicservice.booking.models import Booking, BookingState, Rating, Rectification, Variant
from publicservice.booking.rules import ratings as rules
from publicservice.booking.rules.states import RectificationState
from publicservice.booking.services import telling
from publicservice.booking.services.terms import terms
from publicservice.network.models import Outlet

SALT = "publicservice.booking.rating"
VALID_SECONDS = 30 * 24 * 3600
EVENT = "rating.bad:{pk}"
SUBJECT = "rectification"


class LinkNotValid(DomainError):
    code = "rating_link_not_valid"
    template = "评价链接无效或已过期（办结后 30 日内有效）。"
    status = 404


class AlreadyRated(DomainError):
    code = "already_rated"
    template = "这次服务您已评价过，每次服务评价一次。感谢您的意见。"


class RectificationMoved(DomainError):
    code = "rectification_moved"
    template = "该差评当前为“{state}”，不能{act}。"


def token_of(booking: Booking, round_: int = 1) -> str:
    """For the link that whoever was served gets; names the booking and nothing else."""
    return signing.dumps([booking.pk, round_], salt=SALT)


def rated_by(token: str) -> tuple[Booking, int]:
    """The service behind a link. Raises ``LinkNotValid``."""
    try:
        key, round_ = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        raise LinkNotValid from None
    served = Booking.objects.select_related("outlet").filter(pk=key, state=BookingState.SERVED).first()
    if served is None:
        raise LinkNotValid
    return served, round_


def ask(booking: Booking, round_: int = 1) -> None:
    """Send the link to whoever was served; once. Called in the transaction that records the service."""
    path = f"/booking/rate/{token_of(booking, round_)}/"
    again = "整改情况已反馈，请再次评价" if round_ == 2 else "请评价本次服务"
    telling.tell(
        booking,
        f"rate{round_}",
        f"{again}：{telling.where(booking)}",
        f"评价链接（30 日内有效）：{telling.address()}{path}",
    )


def is_online(booking: Booking) -> bool:
    return booking.variant in (Variant.ONLINE, Variant.TELEPHONE)


@transaction.atomic
def rate(token: str, levels: dict[str, int], comment: str, *, now: datetime) -> Rating:
    """Keep a rating; a bad one opens its task for the outlet. Raises ``AlreadyRated``, ``RatingRefused``."""
    booking, round_ = rated_by(token)
    checked = rules.check(levels, is_online(booking))
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                booking=booking,
                round=round_,
                levels=checked,
                overall=checked[rules.RatedItem.OVERALL],
                comment=comment.strip(),
                is_bad=rules.is_bad(checked),
                rated_at=now,
            )
    except IntegrityError:
        raise AlreadyRated from None
    telling.note("rate", f"服务评价：{rules.LEVELS[rating.overall]}", booking)
    if round_ == 2:
        own = Rectification.objects.filter(rating__booking=booking)
        own.filter(state=RectificationState.MENDED).update(state=RectificationState.CLOSED)
    elif rating.is_bad:
        _open(rating, now=now)
    return rating


def _open(rating: Rating, *, now: datetime) -> None:
    today = timezone.localdate(now)
    numbers, calendar = terms(today), working_calendar()
    limits = rules.Limits(numbers.call_back_days, numbers.mend_working_days)
    call_by = rules.call_back_by(today, limits, calendar).day
    task = Rectification.objects.create(
        rating=rating,
        call_back_by=call_by,
        mend_by=max(rules.mend_by(today, limits, calendar).day, call_by),
        ruleset_id=numbers.ruleset,
    )
    outlet = rating.booking.outlet
    notify(
        responsible_for(outlet),
        event=EVENT.format(pk=task.pk),
        title=f"差评待回访：{outlet.name}",
        body=f"整体满意度：{rules.LEVELS[rating.overall]}。请于期限内回访，{task.mend_by:%-m月%-d日} 前整改。",
        link=f"/portal/outlets/{outlet.pk}/ratings/{task.pk}/",
        due_on=task.call_back_by,
        is_task=True,
    )


def responsible_for(outlet: Outlet) -> list[User]:
    """Who serves at the outlet now, with an account; else the officials of its district, else the city's."""
    staff = User.objects.active().filter(outlet_posts__outlet=outlet, outlet_posts__ended_on__isnull=True).distinct()
    if found := list(staff):
        return found
    officials = User.objects.active().officials()
    own = list(officials.filter(district=outlet.district_id)) if outlet.district_id else []
    return own or list(officials.filter(district=None))


@transaction.atomic
def call_back(rectification_id: int, call_note: str, *, by: User, now: datetime) -> Rectification:
    """Whoever rated was called. Raises ``RectificationMoved``."""
    task = _locked(rectification_id, RectificationState.TO_CALL, "登记回访", by)
    task.state, task.called_at, task.called_by, task.call_note = RectificationState.TO_MEND, now, by, call_note
    task.save()
    record("rating.call_back", "回访差评", subject=(SUBJECT, task.pk), by=by, reason=call_note)
    return task


@transaction.atomic
def mend(rectification_id: int, measure: str, *, by: User, now: datetime) -> Rectification:
    """What was wrong is put right; whoever rated is asked once more. Raises ``RectificationMoved``."""
    task = _locked(rectification_id, RectificationState.TO_MEND, "登记整改", by)
    task.state, task.mended_at, task.mended_by, task.measure = RectificationState.MENDED, now, by, measure
    task.save()
    record("rating.mend", "差评已整改", subject=(SUBJECT, task.pk), by=by, reason=measure)
    complete_task(EVENT.format(pk=task.pk))
    ask(task.rating.booking, 2)
    return task


def _locked(rectification_id: int, state: RectificationState, act: str, by: User) -> Rectification:
    rows = (
        Rectification.objects.visible_to(by).select_for_update(of=("self",)).select_related("rating__booking__outlet")
    )
    task = rows.get(pk=rectification_id)
    if task.state != state:
        raise RectificationMoved(state=task.get_state_display(), act=act)
    return task
