"""The link that lets a person in for the first time, and the end of all their sessions."""

from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from ipservice.accounts.models import User


def sign_out_everywhere(person: User) -> int:
    """End every session of the person; returns how many there were."""
    ended = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def invitation_path(person: User) -> str:
    """The address at which the person sets a password: once, within ``INVITATION_DAYS``."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return f"/accounts/invitation/{key}/{default_token_generator.make_token(person)}/"
