"""When a message may leave: mail at once or in the morning's digest, SMS not in quiet hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

DIGEST_AT = time(9, 0)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one person wants to be told."""

    by_mail: bool
    by_sms: bool
    daily_digest: bool
    quiet_from: time
    quiet_until: time


def earliest_mail(wishes: Wishes, now: datetime) -> datetime | None:
    """None means at once. ``now`` is local time of the office, with its zone."""
    return _next(now, DIGEST_AT) if wishes.daily_digest else None


def earliest_sms(wishes: Wishes, now: datetime) -> datetime | None:
    """None means at once; within quiet hours the moment they end. Equal bounds mean no quiet hours."""
    if not is_quiet(wishes, now.time()):
        return None
    return _next(now, wishes.quiet_until)


def is_quiet(wishes: Wishes, at: time) -> bool:
    """Quiet hours include their beginning and not their end, and may run over midnight."""
    if wishes.quiet_from <= wishes.quiet_until:
        return wishes.quiet_from <= at < wishes.quiet_until
    return at >= wishes.quiet_from or at < wishes.quiet_until


def _next(now: datetime, at: time) -> datetime:
    """The first moment after ``now`` at which the clock shows ``at``."""
    today = now.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return today if today > now else today + timedelta(days=1)
