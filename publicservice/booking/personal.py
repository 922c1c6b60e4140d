"""Personal data of bookings: what for, how shown, how long; and what people agree to."""

from typing import Any

from django.db.models import Q, QuerySet

from ipservice.foundation import masking
from ipservice.privacy import consents
from ipservice.privacy.registry import Category, Declaration, PersonalField, Term, declare
from publicservice.booking.models import Booking, BookingState, Schedule, WaitingEntry

TO_CONFIRM = "产品建议值，待确认"
DAYS = 365
OVER = (BookingState.SERVED, BookingState.NO_SHOW, BookingState.CANCELLED, BookingState.EXPIRED)
ENDED = "（保存期限届满，内容已清除）"
CONSENT = consents.ConsentPurpose(
    key="booking",
    label="预约咨询",
    wording="为安排、提醒和办理本次预约，使用我填写的姓名、手机号、电子邮箱、单位和咨询内容",
    covers="publicservice.Booking",
    kept_from="预约时间",
    ready=Q(state__in=OVER),
)
WAITING_CONSENT = consents.ConsentPurpose(
    key="waiting",
    label="预约候补",
    wording="为通知和办理本次候补，使用我填写的姓名、手机号、电子邮箱、单位和咨询内容",
    covers="publicservice.WaitingEntry",
    kept_from="候补时段",
    ready=Q(ended_at__isnull=False),
)


def fields() -> tuple[PersonalField, ...]:
    return (
        PersonalField("name", Category.NAME, "辨认预约人"),
        PersonalField("phone", Category.CONTACT, "提醒预约人并核对身份"),
        PersonalField("email", Category.CONTACT, "发送预约通知", mask=masking.email),
        PersonalField("person_key", Category.CONTACT, "防止重复占号（指纹，不能还原）", mask=lambda text: text[:6]),
        PersonalField("organisation", Category.WORDS, "了解预约单位", mask=str),
        PersonalField("subject", Category.WORDS, "准备咨询"),
    )


def declare_all() -> None:
    own = (*fields(), PersonalField("acting_for", Category.WORDS, "注明代何人办理"))
    term = Term(DAYS, "ends_at", basis=TO_CONFIRM)
    declare(Declaration("publicservice.Booking", own, term, _bookings))
    declare(Declaration("publicservice.WaitingEntry", fields(), term, _waiting))
    words = (PersonalField("summary", Category.WORDS, "留存咨询情况", mask=str),)
    declare(Declaration("publicservice.ServiceRecord", words, Term(3 * DAYS, "recorded_at", basis=TO_CONFIRM)))
    comment = (PersonalField("comment", Category.WORDS, "改进服务", mask=str),)
    declare(Declaration("publicservice.Rating", comment, Term(3 * DAYS, "rated_at", basis=TO_CONFIRM)))
    consents.register(CONSENT)
    consents.register(WAITING_CONSENT)


def _bookings(user: Any) -> QuerySet:
    return Booking.objects.visible_to(user) if user.is_official or user.serves_at_outlet else Booking.objects.none()


def _waiting(user: Any) -> QuerySet:
    return WaitingEntry.objects.filter(schedule__in=Schedule.objects.visible_to(user))
