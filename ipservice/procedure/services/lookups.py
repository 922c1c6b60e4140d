"""Reading the answer to an objection without an account: number and phone, and few wrong tries."""

from datetime import datetime, timedelta

from ipservice.procedure.models import LookUpTry, Objection

MAX_TRIES = 5
TAIL_LENGTH = 4
WINDOW = timedelta(minutes=15)


def find_own(number: str, phone_tail: str, *, now: datetime) -> Objection | None:
    """The objection when number and last four digits agree; None otherwise, and for a number tried too often.

    Unknown numbers are counted like known ones and found missing by the same statement, so neither the answer nor the
    time it takes tells which numbers exist.
    """
    tries = LookUpTry.objects.filter(number=number, tried_at__gt=now - WINDOW).count()
    own = Objection.objects.filter(number=number, objector_phone__endswith=phone_tail)
    objection = own.select_related("notice__decision").first()
    if tries < MAX_TRIES and objection is not None and len(phone_tail) == TAIL_LENGTH:
        return objection
    LookUpTry.objects.create(number=number, tried_at=now)
    return None


def forget_old_tries(*, now: datetime) -> int:
    """Tries matter for a quarter of an hour; they are gone after a day. Returns how many."""
    return LookUpTry.objects.filter(tried_at__lt=now - timedelta(days=1)).delete()[0]
