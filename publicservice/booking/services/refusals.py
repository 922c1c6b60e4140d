"""Why a booking was not taken, moved or found, and which constraint of the database says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils import timezone

from ipservice.foundation.errors import DomainError


class SlotFull(DomainError):
    code = "slot_full"
    template = "{when} 的名额刚刚约满，您没有约上，已填写的内容没有丢失。请另选时段，或登记候补。"


class SlotNotOffered(DomainError):
    code = "slot_not_offered"
    template = "{when} 不在可预约的时段内。请从列出的时段中选择。"


class MattersNotOffered(DomainError):
    code = "matters_not_offered"
    template = "该预约安排不办理所选事项或服务方式。请重新选择事项和地点。"


class AlreadyBooked(DomainError):
    code = "already_booked"
    template = "该手机号已约了 {when} 的同一时段，不必重复预约。"


class TooManyOpen(DomainError):
    code = "too_many_open_bookings"
    template = "该手机号已有 {count} 个未办结的预约，达到上限。请先办结或取消其中一个。"
    status = 429


class HoldOver(DomainError):
    code = "hold_over"
    template = "为您暂留的名额已到时限，名额已放出。您填写的内容还在，请重新选择时段。"


class StillFree(DomainError):
    code = "slot_still_free"
    template = "{when} 还有名额，可以直接预约，不必候补。"


class OfferOver(DomainError):
    code = "offer_over"
    template = "该候补通知已失效（{state}），名额已转给下一位。"


class BookingPast(DomainError):
    code = "booking_past"
    template = "{when} 的预约已经开始或结束，不能再{act}。"


class NotYourBooking(DomainError):
    code = "booking_not_found"
    template = "没有找到该预约。请核对预约码和手机号后四位。"
    status = 404


class TooManyTries(DomainError):
    code = "too_many_tries"
    template = "查询次数过多，请 {minutes} 分钟后再试。"
    status = 429


class TooManyRequests(DomainError):
    code = "too_many_requests"
    template = "您所在的网络一小时内提交次数过多，请稍后再试，或拨打网点电话预约。"
    status = 429


def spoken(moment) -> str:
    """6月2日（周二）09:30, in local time."""
    local = timezone.localtime(moment)
    return f"{local:%-m月%-d日}（周{'一二三四五六日'[local.weekday()]}）{local:%H:%M}"


CONSTRAINTS: dict[str, type[DomainError]] = {
    "slot_is_never_oversold": SlotFull,
    "a_consultant_is_in_one_place_at_a_time": SlotFull,
    "slots_do_not_overlap": SlotNotOffered,
    "one_place_per_person_and_slot": AlreadyBooked,
    "one_turn_per_person_and_slot": AlreadyBooked,
    "one_person_has_few_open_bookings": TooManyOpen,
}


@contextmanager
def told_by_database(moment) -> Iterator[None]:
    """What the database refused becomes a refusal that a person can read; the transaction is over by then."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = CONSTRAINTS.get(getattr(diagnosis, "constraint_name", "") or "")
        if refusal is None:
            raise
        raise refusal(when=spoken(moment), count=getattr(diagnosis, "message_detail", "")) from error
