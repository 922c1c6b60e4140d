"""Who knocks how often at the public doors: keyed fingerprints that live a day and meet no request.

The fingerprint changes with the day, and neither it nor its time stands with a request, which keeps its day alone.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from ipservice.privacy.services.consenting import fingerprint
from publicservice.booking.models import Attempt
from publicservice.rights_aid.rules import TooManyKnocks
from publicservice.rights_aid.services.terms import in_force

FILE, LOOK_UP = "aid_file", "aid_code"
WINDOWS = {FILE: timedelta(hours=1), LOOK_UP: timedelta(minutes=15)}
ALLOWED = {FILE: "filings_per_hour", LOOK_UP: "look_ups_per_quarter_hour"}
LOCK = 7401


def require_calm(door: str, address: str, *, now: datetime) -> None:
    """Raises ``TooManyKnocks`` when this address has used up what the rule set allows."""
    allowed = in_force(timezone.localdate(now)).parameters[ALLOWED[door]]
    window = WINDOWS[door]
    key = _key(address, now)
    if Attempt.objects.filter(door=door, address_key=key, at__gt=now - window).count() >= allowed:
        raise TooManyKnocks(minutes=int(window.total_seconds() // 60))


@transaction.atomic
def count(door: str, address: str, *, now: datetime) -> None:
    """One more. Counted one after the other, so that many at once do not all see the same small number."""
    key = _key(address, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, door + key])
    require_calm(door, address, now=now)
    Attempt.objects.create(door=door, address_key=key, at=now)


def forget_old(*, now: datetime) -> int:
    """Knocks matter for an hour and are gone after a day."""
    return Attempt.objects.filter(door__in=(FILE, LOOK_UP), at__lt=now - timedelta(days=1)).delete()[0]


def _key(address: str, now: datetime) -> str:
    return fingerprint(f"{address} {timezone.localdate(now):%Y%m%d}") if address else ""
