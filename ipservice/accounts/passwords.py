"""Passwords: twelve characters for officials, eight for others; composition is nobody's rule.

Officials set a new one from time to time and not one of their last (ADR 5); both by setting, nobody else is made to.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from ipservice.accounts.models import STAFF_ROLES, EarlierPassword, User

OFFICIAL_LENGTH = 12
OTHER_LENGTH = 8


class LengthByRole:
    """Unknown people (no user given) are held to the official length."""

    def validate(self, password: str, user=None) -> None:
        wanted = OFFICIAL_LENGTH if user is None or user.role in STAFF_ROLES else OTHER_LENGTH
        if len(password) < wanted:
            raise ValidationError(f"密码太短：至少{wanted}位，填了{len(password)}位。", code="password_too_short")

    def get_help_text(self) -> str:
        return (
            f"工作人员密码至少{OFFICIAL_LENGTH}位，机构用户至少{OTHER_LENGTH}位；不要使用常见密码或与用户名相近的密码。"
        )


class NotOneOfTheLast:
    """For officials; keeps the hash of every password they set, as many as are barred."""

    def validate(self, password: str, user: User | None = None) -> None:
        barred = settings.OFFICIAL_PASSWORDS_BARRED
        if user is None or user.pk is None or not user.is_staff:
            return
        if any(check_password(password, earlier.hashed) for earlier in user.earlier_passwords.all()[:barred]):
            raise ValidationError(f"不能再用最近{barred}次用过的密码，请另设一个。", code="password_used_before")

    def password_changed(self, password: str, user: User) -> None:
        """Django calls this after the new password was saved."""
        now = timezone.now()
        user.password_set_at = now
        User.objects.filter(pk=user.pk).update(password_set_at=now)
        if user.is_staff:
            EarlierPassword.objects.create(user=user, hashed=user.password, set_at=now)
            kept = user.earlier_passwords.values_list("pk", flat=True)[: settings.OFFICIAL_PASSWORDS_BARRED]
            user.earlier_passwords.exclude(pk__in=list(kept)).delete()

    def get_help_text(self) -> str:
        return f"工作人员不能再用最近{settings.OFFICIAL_PASSWORDS_BARRED}次用过的密码。"


def must_be_renewed(user: User, *, now: datetime) -> bool:
    """Whether an official's password is too old; who has none here signs in elsewhere."""
    days = settings.OFFICIAL_PASSWORD_DAYS
    if not days or not user.is_staff or not user.has_usable_password():
        return False
    return now - (user.password_set_at or user.date_joined) > timedelta(days=days)
