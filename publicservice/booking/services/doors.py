"""The public doors count who knocks: how often one address books or tries codes, by fingerprints kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import connection, transaction

from ipservice.privacy.services.consenting import fingerprint
from publicservice.booking.models import Attempt, Booking, WaitingEntry
from publicservice.booking.rules import codes
from publicservice.booking.services.people import digest_of
from publicservice.booking.services.refusals import NotYourBooking, TooManyRequests, TooManyTries
from publicservice.booking.services.terms import Terms

BOOK, CODE = "book", "code"
LOCK = 7307
HOUR = timedelta(hours=1)
UNKNOWN = "0000"


def count_request(address: str, rules: Terms, *, now: datetime) -> None:
    """One more booking, waiting entry or held place from this address. Raises ``TooManyRequests``."""
    if _knocks(BOOK, address, HOUR, now) >= rules.requests_per_hour:
        raise TooManyRequests
    Attempt.objects.create(door=BOOK, address_key=fingerprint(address), at=now)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody who has no account shows, and where the request comes from."""

    code: str
    phone_tail: str
    address: str


def find(claim: Claim, rules: Terms, *, now: datetime) -> Booking | WaitingEntry:
    """What the code and the last four digits of the phone belong to. Raises ``NotYourBooking`` or ``TooManyTries``.

    A wrong code, an unknown one and a wrong number are answered alike; five of them shut the door for the address.
    """
    if _knocks(CODE, claim.address, rules.lock, now) >= rules.wrong_codes:
        raise TooManyTries(minutes=rules.lock_minutes)
    plain = codes.read(claim.code)
    digest = digest_of(plain or "")
    found = Booking.objects.filter(code_digest=digest).select_related("outlet", "schedule").first()
    found = found or WaitingEntry.objects.filter(code_digest=digest).select_related("schedule__outlet").first()
    tail = found.phone[-4:] if found and found.phone else UNKNOWN
    if compare_digest(tail.encode(), claim.phone_tail.encode()) and found:
        return found
    Attempt.objects.create(door=CODE, address_key=fingerprint(claim.address), at=now)
    raise NotYourBooking


@transaction.atomic
def _knocks(door: str, address: str, window: timedelta, now: datetime) -> int:
    """Counted one after the other, so that many at once do not all see the same small number."""
    key = fingerprint(address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, door + key])
    return Attempt.objects.filter(door=door, address_key=key, at__gt=now - window).count()


def forget_old(*, now: datetime) -> int:
    """Knocks matter for an hour and are gone after a day."""
    return Attempt.objects.filter(at__lt=now - timedelta(days=1)).delete()[0]
