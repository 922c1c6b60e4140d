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


def few_open_statement(person: Person, allowed: int, *, now: datetime) -> tuple[str, list[object]]:
    """One after the other for one phone number; the database refuses one too many (``TooManyOpen``)."""
    return "SELECT booking_require_few_open(%s, %s, %s)", [person.key, allowed, now]


def require_few_open(person: Person, allowed: int, *, now: datetime) -> None:
    """The same at once. Call it inside the transaction and inside ``told_by_database``."""
    if person.key:
        with connection.cursor() as cursor:
            cursor.execute(*few_open_statement(person, allowed, now=now))
