"""Messages and tasks, written in the transaction of the event that causes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.notices.models import Channel, Delivery, Message, Preference
from ipservice.notices.rules import Wishes, earliest_mail, earliest_sms


class Content(TypedDict, total=False):
    """What the message says beyond its title. ``due_on`` is the day by which a task must be done."""

    body: str
    link: str
    due_on: date | None
    is_task: bool


# One statement, for it is part of acts that many people want to do at the same moment.
TO_CONTACT = """
WITH message AS (
    INSERT INTO notices_message (event, title, body, created_at, link, is_task)
    VALUES (%s, %s, %s, %s, '', false) ON CONFLICT DO NOTHING RETURNING id),
delivery AS (
    INSERT INTO notices_delivery (message_id, channel, address, not_before, state, attempts, provider_receipt,
        error_message)
    SELECT message.id, way.channel, way.address, way.not_before, 'waiting', 0, '', ''
    FROM message, unnest(%s::text[], %s::text[], %s::timestamptz[]) AS way (channel, address, not_before))
SELECT id FROM message
"""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person without an account is reached; what is empty is not used."""

    mail: str = ""
    phone: str = ""


@transaction.atomic
def notify(recipients: Iterable[User], *, event: str, title: str, **content: Unpack[Content]) -> list[Message]:
    """One message to each recipient about ``event`` (``award.figures_open:2026:99001``); returns the new ones.

    A person who already has a message about this event gets none again. Mail and SMS follow the wishes of each
    person and leave after the caller's transaction commits.
    """
    people = {user.pk: user for user in recipients}
    told = set(Message.objects.filter(event=event, recipient__in=people).values_list("recipient_id", flat=True))
    messages = Message.objects.bulk_create(
        [
            Message(recipient=user, event=event, title=title, **{"body": title, **content})
            for key, user in people.items()
            if key not in told
        ],
        ignore_conflicts=True,
    )
    written = list(
        Message.objects.filter(
            event=event, recipient__in=[message.recipient_id for message in messages]
        ).select_related("recipient")
    )
    _address(written, now=timezone.localtime())
    return written


def notify_contact(
    contact: Contact, *, event: str, title: str, body: str = "", not_before: datetime | None = None
) -> Message | None:
    """The same for one person without an account; ``event`` names the person too (``booking.booked:17``).

    An SMS carries the title alone, a mail both. SMS wait for the end of the usual quiet hours. None when this event
    was told before, or when there is no address.
    """
    if not (contact.mail or contact.phone):
        return None
    message = Message(event=event, title=title, body=body or title, created_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(*contact_statement(contact, message, not_before=not_before))
        written = cursor.fetchone()
    if written is None:
        return None
    (message.pk,) = written
    message._state.adding = False  # noqa: SLF001
    return message


def contact_statement(
    contact: Contact, message: Message, *, not_before: datetime | None = None
) -> tuple[str, list[object]]:
    """What ``notify_contact`` writes, with its values: for an act that is sent to the database whole."""
    earliest = earliest_sms(_wishes(Preference()), timezone.localtime(not_before))
    every = ((Channel.MAIL, contact.mail, not_before), (Channel.SMS, contact.phone, earliest or not_before))
    ways = [(str(channel), address, moment) for channel, address, moment in every if address]
    columns = [list(column) for column in zip(*ways, strict=True)] or [[], [], []]
    return TO_CONTACT, [message.event, message.title, message.body, message.created_at, *columns]


def _address(messages: list[Message], *, now: datetime) -> None:
    """Write the deliveries that each recipient wishes."""
    chosen = Preference.objects.filter(user__in=[message.recipient_id for message in messages])
    preferences = {preference.user_id: preference for preference in chosen}
    deliveries = []
    for message in messages:
        wishes = _wishes(preferences.get(message.recipient_id) or Preference(user=message.recipient))
        if wishes.by_mail and message.recipient.email:
            deliveries.append(
                Delivery(
                    message=message,
                    channel=Channel.MAIL,
                    address=message.recipient.email,
                    not_before=earliest_mail(wishes, now),
                )
            )
        if wishes.by_sms and message.recipient.phone:
            deliveries.append(
                Delivery(
                    message=message,
                    channel=Channel.SMS,
                    address=message.recipient.phone,
                    not_before=earliest_sms(wishes, now),
                )
            )
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def _wishes(preference: Preference) -> Wishes:
    return Wishes(
        by_mail=preference.by_mail,
        by_sms=preference.by_sms,
        daily_digest=preference.daily_digest,
        quiet_from=preference.quiet_from,
        quiet_until=preference.quiet_until,
    )


def complete_task(event_prefix: str, *, recipients: Iterable[User] | None = None) -> int:
    """Close every open task whose event begins with ``event_prefix`` (of ``recipients`` only, where given).

    Returns how many. A task given to several people is done for all of them when one has done it.
    """
    tasks = Message.objects.open_tasks().filter(event__startswith=event_prefix)
    if recipients is not None:
        tasks = tasks.filter(recipient__in=recipients)
    return tasks.order_by().update(done_at=timezone.now())


def mark_read(message_id: int, *, by: User) -> None:
    """Opening a message once is enough; the first moment stays."""
    Message.objects.visible_to(by).filter(pk=message_id, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(*, by: User) -> int:
    """Everything this person has not opened yet counts as read; tasks stay open. Returns how many."""
    return Message.objects.visible_to(by).unread().update(read_at=timezone.now())
