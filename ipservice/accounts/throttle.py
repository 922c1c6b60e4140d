"""Wrong passwords and codes: ten within five minutes, for one name or from one address, and the door stays shut until
fewer than ten lie in the last five minutes. Attempts at a shut door are not counted, so it opens again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from ipservice.accounts.models import LoginFailure


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries, and from where."""

    username: str
    address: str | None


def is_shut(attempt: Attempt, *, now: datetime, allowed: int | None = None) -> bool:
    """True when the name or the address has used up its failures."""
    limit = allowed or settings.LOGIN_FAILURES_ALLOWED
    recent = LoginFailure.objects.counting_since(now - timedelta(minutes=settings.LOGIN_FAILURES_MINUTES))
    if recent.filter(username=_key(attempt)).count() >= limit:
        return True
    return bool(attempt.address) and recent.filter(address=attempt.address).count() >= settings.LOGIN_FAILURES_ALLOWED


def count_failure(attempt: Attempt, *, now: datetime) -> None:
    LoginFailure.objects.create(username=_key(attempt), address=attempt.address, at=now)


def forgive(username: str) -> int:
    """Open the door for a name, wherever it was tried from; returns how many failures stop counting."""
    names = [username.lower()[:150], f"mfa:{username.lower()}"[:150]]
    return LoginFailure.objects.filter(username__in=names, is_forgiven=False).update(is_forgiven=True)


def _key(attempt: Attempt) -> str:
    return attempt.username.lower()[:150]
