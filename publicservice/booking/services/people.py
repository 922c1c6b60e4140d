"""Who books: the facts a person gives, and how one person is recognised without keeping the number twice."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import connection

from ipservice.accounts.models import User
from ipservice.evidence.models import StoredFile
from ipservice.privacy.services.consenting import fingerprint
from publicservice.booking.rules import codes
from publicservice.booking.services.refusals import TooManyOpen

LOCK = 7306
OPEN = """
SELECT count(*) FROM publicservice_booking
WHERE person_key = %s AND state IN ('held', 'booked') AND ends_at > %s
"""


@dataclass(frozen=True)
class Person:
    """``user`` is the account, where the person has one. ``acting_for`` says who asked staff to book."""

    name: str
    phone: str
    email: str = ""
    organisation: str = ""
    credit_code: str = ""
    subject: str = ""
    files: tuple[StoredFile, ...] = ()
    user: User | None = None
    acting_for: str = ""

    @cached_property
    def key(self) -> str:
        return fingerprint(self.phone)

    def facts(self) -> dict[str, object]:
        """As the tables keep them."""
        names = ("name", "phone", "email", "organisation", "credit_code", "subject", "user")
        return {"person_key": self.key, **{name: getattr(self, name) for name in names}}


def code_for(token: str) -> str:
    """The code of the booking or waiting entry that the form with ``token`` makes."""
    return codes.make(settings.SECRET_KEY.encode(), token)


def digest_of(code: str) -> str:
    return codes.digest(settings.SECRET_KEY.encode(), code)


def require_few_open(person: Person, allowed: int, *, now: datetime) -> None:
    """One after the other for one phone number. Raises ``TooManyOpen``; call it inside the transaction."""
    if not person.key:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, person.key])
        cursor.execute(OPEN, [person.key, now])
        (count,) = cursor.fetchone()
    if count >= allowed:
        raise TooManyOpen(count=count)
