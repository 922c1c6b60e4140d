"""Citizens open an account: it lies shut until the mail address is confirmed, and goes when that never happens.

What is written and asked is the same for an address that has an account and for one that has none; only the letter
differs, and its reader alone learns from it. No name that a stranger typed stands in a letter.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.urls import reverse

from ipservice.accounts import throttle
from ipservice.accounts.models import LoginFailure, Role, User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.notices.models import Message
from ipservice.notices.services import Contact, notify_contact
from ipservice.privacy.consents import ConsentPurpose
from ipservice.privacy.models import Consent
from ipservice.privacy.services import consenting

PURPOSE = "sign_up"
SUBJECT = "accounts.User"
EVENT = "account.sign_up:{}"
COUNTED_SECONDS = 3600
LETTERS_A_DAY = 3
UNUSED = Q(role=Role.PUBLIC, is_active=False, last_login=None)
CONFIRM = (
    "确认您的电子邮箱",
    "您好：\n\n有人用本邮箱在{site}注册账号，用户名为 {username}。"
    "如果是您本人，请在 {days} 天内打开以下地址确认邮箱，确认后即可登录：\n\n{link}\n\n"
    "如果不是您本人注册，请不要打开该地址；账号不能使用，{days} 天后自动删除。",
)
KNOWN = (
    "您的电子邮箱已有账号",
    "您好：\n\n有人用本邮箱在{site}注册账号，而本邮箱已有账号，因此没有开通新的账号。"
    "如果是您本人，请用原来的用户名登录；忘记用户名或密码的，请在以下地址重新设置：\n\n{link}\n\n"
    "账号已停用的，请联系系统管理员。如果不是您本人注册，请不要理会本邮件。",
)


class UserNameTaken(DomainError):
    code = "user_name_taken"
    template = "用户名“{username}”已被使用，请换一个。"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person typed who wants an account; there is no role in it."""

    display_name: str
    username: str
    email: str
    password: str = field(repr=False)


def purpose() -> ConsentPurpose:
    """What people who sign up agree to."""
    return ConsentPurpose(
        key=PURPOSE,
        label="注册账号",
        wording="为开通和管理我的账号，使用我填写的姓名、用户名和电子邮箱"
        f"（{settings.SIGN_UP_DAYS} 天内没有确认邮箱的，账号和这些信息一并删除）",
        covers=SUBJECT,
        kept_from="账号停用前最后一次登录之日",
        ready=Q(is_active=False),
    )


def is_taken(username: str) -> bool:
    """Names that differ in capitals only are one name."""
    return User.objects.filter(username__iexact=username).exists()


def is_too_often(address: str, *, now: datetime) -> bool:
    """Whether this address has used up the sign-ups of an hour."""
    since = now - timedelta(seconds=COUNTED_SECONDS)
    asked = LoginFailure.objects.counting_since(since).filter(username=_counted(address).username)
    return asked.count() >= settings.SIGN_UPS_AN_HOUR


def count(address: str, *, now: datetime) -> None:
    throttle.count_failure(_counted(address), now=now)


@transaction.atomic
def begin(wanted: Wanted, *, site: str, now: datetime) -> User:
    """Write the shut account and the letter; ``site`` is where the portal was reached. Raises ``UserNameTaken``."""
    person = User(username=wanted.username, display_name=wanted.display_name, email=wanted.email, role=Role.PUBLIC)
    person.is_active = False
    person.date_joined = person.password_set_at = now
    person.set_password(wanted.password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise UserNameTaken(field="username", username=wanted.username) from None
    address = EmailAddress.objects.create(user=person, email=wanted.email, primary=True, verified=False)
    consenting.give(PURPOSE, (SUBJECT, person.pk), now=now, contact=wanted.email)
    record("account.sign_up", "公众注册账号，等待确认邮箱", subject=(SUBJECT, person.pk))
    _write(person, address, site=site, now=now)
    return person


@transaction.atomic
def open_account(user_id: int, *, now: datetime) -> bool:
    """The address is confirmed: the account that waited for it can be used. An account shut by an administrator, or
    of another role by now, stays as it is.
    """
    person = User.objects.select_for_update().filter(UNUSED, pk=user_id).first()
    if person is None:
        return False
    person.is_active = True
    person.save(update_fields=["is_active"])
    Consent.objects.filter(purpose=PURPOSE, subject_type=SUBJECT, subject_key=str(person.pk)).update(
        given_by=person, contact=""
    )
    record(
        "account.confirm", "确认邮箱，账号开通", subject=(SUBJECT, person.pk), by=person, after={"at": now.isoformat()}
    )
    return True


def remove_unconfirmed(*, now: datetime) -> int:
    """Delete the accounts whose address was not confirmed in time, with letter and name; answers how many."""
    limit = now - timedelta(days=settings.SIGN_UP_DAYS)
    return sum(_remove(key, now) for key in unconfirmed().filter(date_joined__lt=limit).values_list("pk", flat=True))


def unconfirmed() -> QuerySet[User]:
    """Accounts that wait for their address."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(
        UNUSED, Exists(addresses.filter(verified=False)), ~Exists(addresses.filter(verified=True))
    )


def _write(person: User, address: EmailAddress, *, site: str, now: datetime) -> None:
    """The letter with the link, or the one that says there is an account; no more than a few a day to one mailbox.

    The answers to all three questions are fetched before one is looked at, so that each way costs the same.
    """
    waiting = unconfirmed().filter(email__iexact=person.email)
    held = User.objects.filter(email__iexact=person.email).exclude(pk__in=waiting.values("pk")).count()
    added = EmailAddress.objects.filter(email__iexact=person.email, verified=True).count()
    asked = waiting.filter(date_joined__gt=now - timedelta(days=1)).count()
    if asked > LETTERS_A_DAY:
        return
    if held or added:
        (title, body), path = KNOWN, reverse("account_reset_password")
    else:
        (title, body), path = CONFIRM, reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    text = body.format(
        site=settings.SITE["name"],
        username=person.username,
        days=settings.SIGN_UP_DAYS,
        link=site.rstrip("/") + path,
    )
    notify_contact(Contact(mail=person.email), event=EVENT.format(person.pk), title=title, body=text)


@transaction.atomic
def _remove(user_id: int, now: datetime) -> int:
    """One account; none that was confirmed meanwhile, nor one that something else hangs on by now."""
    person = unconfirmed().select_for_update(of=("self",), skip_locked=True).filter(pk=user_id).first()
    if person is None:
        return 0
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        return 0
    Message.objects.filter(recipient=None, event=EVENT.format(user_id)).delete()
    Consent.objects.filter(subject_type=SUBJECT, subject_key=str(user_id)).update(data_ended_at=now)
    record("account.remove", "邮箱未在期限内确认，删除注册的账号", subject=(SUBJECT, user_id))
    return 1


def _counted(address: str) -> throttle.Attempt:
    return throttle.Attempt(f"sign-up:{address}", None)
