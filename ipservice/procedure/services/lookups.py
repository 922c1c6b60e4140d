"""Reading the answer to an objection without an account: number and phone, and few wrong tries."""

from datetime import datetime, timedelta
from hmac import compare_digest

from ipservice.procedure.models import LookUpTry, Objection

MAX_TRIES = 5
WINDOW = timedelta(minutes=15)


def find_own(number: str, phone_tail: str, *, now: datetime) -> Objection | None:
    """The objection when number and last four digits agree; None otherwise, and for a number tried too often.

    Unknown numbers are counted like known ones, so the answer tells nothing about which numbers exist.
    """
    tries = LookUpTry.objects.filter(number=number, tried_at__gt=now - WINDOW).count()
    objection = Objection.objects.filter(number=number).select_related("notice__decision").first()
    tail = objection.objector_phone[-4:] if objection else "----"
    if tries < MAX_TRIES and compare_digest(tail.encode(), phone_tail.encode()):
        return objection
    LookUpTry.objects.create(number=number, tried_at=now)
    return None


def forget_old_tries(*, now: datetime) -> int:
    """Tries matter for a quarter of an hour; they are gone after a day. Returns how many."""
    return LookUpTry.objects.filter(tried_at__lt=now - timedelta(days=1)).delete()[0]
