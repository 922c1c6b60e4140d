"""Mail and SMS on their way: claimed by one worker, sent once, an unknown end handed to a person.

A delivery is claimed in a committed transaction before it is sent. A worker killed between sending and writing the
end down leaves it claimed: nobody knows whether it left, so after a while it is called unknown and an official
decides. What is still waiting is simply taken by the next worker.
"""

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.notices.models import Channel, Delivery, DeliveryState
from ipservice.notices.sms import SmsRefused

logger = logging.getLogger(__name__)

BATCH = 50
MAX_ATTEMPTS = 5
# A server that is away is waited for much longer than one that says no.
LONGEST_PAUSE = timedelta(minutes=15)
WAITED_FOR_A_SERVER = timedelta(days=3)
UNKNOWN_AFTER = timedelta(minutes=10)
DIGEST_SUBJECT = "今日消息汇总（{count} 条）"


class NotUnknown(DomainError):
    code = "delivery_not_unknown"
    template = "该投递当前为“{state}”，只有“结果不明”或“发送失败”的投递需要人工处理。"


class NotSent(Exception):
    """The mail server could not be reached, so the message is still here."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves at once: one delivery, or several of one person joined into a digest."""

    deliveries: tuple[Delivery, ...]

    @property
    def first(self) -> Delivery:
        return self.deliveries[0]


def send_waiting(*, now: datetime) -> int:
    """Send whatever may leave by ``now``, a batch after another; returns how many deliveries left."""
    sent = 0
    while parcels := _claim(now):
        sent += sum(_dispatch(parcel, now) for parcel in parcels)
    return sent


@transaction.atomic
def _claim(now: datetime) -> list[Parcel]:
    """Take a batch for ourselves; others skip what is being taken."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    taken = list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(ready, state=DeliveryState.WAITING)
        .select_related("message")
        .order_by("id")[:BATCH]
    )
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in taken]).update(
        state=DeliveryState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return _parcels(taken)


def _parcels(deliveries: list[Delivery]) -> list[Parcel]:
    """Mail of one address that was held back until the same moment becomes one digest."""
    groups: dict[object, list[Delivery]] = {}
    for delivery in deliveries:
        is_digest = delivery.channel == Channel.MAIL and delivery.not_before is not None and delivery.attempts == 0
        key = (delivery.address, delivery.not_before) if is_digest else delivery.pk
        groups.setdefault(key, []).append(delivery)
    return [Parcel(tuple(group)) for group in groups.values()]


def _dispatch(parcel: Parcel, now: datetime) -> int:
    """Send one parcel and write down how it ended; an end that cannot be known stays claimed."""
    send = SENDERS[Channel(parcel.first.channel)]
    try:
        receipt = send(parcel)
    except (NotSent, SmsRefused, smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _try_later(parcel, error, now)
        return 0
    except (OSError, smtplib.SMTPException) as error:
        _settle(parcel, DeliveryState.UNKNOWN, error_message=str(error)[:300])
        return 0
    return _settle(parcel, DeliveryState.SENT, sent_at=timezone.now(), provider_receipt=receipt[:200])


def _try_later(parcel: Parcel, error: Exception, now: datetime) -> None:
    """The other side said no, or could not be reached, so nothing left: again after a growing pause."""
    attempts = parcel.first.attempts + 1
    if isinstance(error, NotSent):
        is_over = now - parcel.first.message.created_at > WAITED_FOR_A_SERVER
    else:
        is_over = attempts >= MAX_ATTEMPTS
    if is_over:
        _settle(parcel, DeliveryState.FAILED, error_message=str(error)[:300])
        return
    pause = min(timedelta(seconds=30 * 2 ** min(attempts, 10)), LONGEST_PAUSE)
    _settle(parcel, DeliveryState.WAITING, not_before=now + pause, error_message=str(error)[:300])


def _settle(parcel: Parcel, state: DeliveryState, **changes: object) -> int:
    keys = [delivery.pk for delivery in parcel.deliveries]
    return Delivery.objects.filter(pk__in=keys, state=DeliveryState.SENDING).update(state=state, **changes)


def _send_mail(parcel: Parcel) -> str:
    messages = [delivery.message for delivery in parcel.deliveries]
    one = messages[0]
    subject = one.title if len(messages) == 1 else DIGEST_SUBJECT.format(count=len(messages))
    body = "\n\n".join(_letter(message) for message in messages)
    message_id = make_msgid(f"delivery-{parcel.first.pk}", domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2])
    with _mail_server() as server:
        mail = EmailMessage(
            subject, body, to=[parcel.first.address], headers={"Message-ID": message_id}, connection=server
        )
        mail.send()
    return message_id


@contextmanager
def _mail_server() -> Iterator[BaseEmailBackend]:
    """An open connection; when it cannot be opened, surely nothing left."""
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(str(error)) from error
    try:
        yield server
    finally:
        server.close()


def _letter(message) -> str:
    due = f"\n办理期限：{message.due_on:%Y年%-m月%-d日}" if message.due_on else ""
    link = f"\n查看：{settings.SITE.get('address', '')}{message.link}" if message.link else ""
    return f"{message.title}\n{message.body}{due}{link}"


def _send_sms(parcel: Parcel) -> str:
    message = parcel.first.message
    backend = import_string(settings.SMS_BACKEND)
    return backend(parcel.first.address, message.title, key=f"delivery-{parcel.first.pk}")


SENDERS: dict[Channel, Callable[[Parcel], str]] = {Channel.MAIL: _send_mail, Channel.SMS: _send_sms}


def give_up_on_silent(*, now: datetime) -> int:
    """Deliveries claimed long ago by a worker that never came back: unknown, for a person to decide."""
    silent = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=now - UNKNOWN_AFTER)
    return silent.update(state=DeliveryState.UNKNOWN, error_message="发送进程中断，无法确定是否已发出。")


@transaction.atomic
def decide(delivery_id: int, *, was_sent: bool, by: User) -> Delivery:
    """An official says whether an unknown delivery left; if not, it is sent again. Raises ``NotUnknown``."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state not in (DeliveryState.UNKNOWN, DeliveryState.FAILED):
        raise NotUnknown(state=delivery.get_state_display())
    delivery.state = DeliveryState.SENT if was_sent else DeliveryState.WAITING
    delivery.attempts = 0
    delivery.not_before = None
    delivery.sent_at = delivery.claimed_at if was_sent else None
    delivery.save()
    verdict = "确认已发出" if was_sent else "重新发送"
    record("delivery.decide", f"{verdict}：{delivery}", subject=("delivery", delivery.pk), by=by)
    return delivery
