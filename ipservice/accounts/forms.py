"""Second-factor forms that count wrong codes in the database: five within five minutes, with or without the cache."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ipservice.accounts import throttle

CODES_ALLOWED = 5


def _counted(form: Any, check: Any) -> str:
    attempt = throttle.Attempt(f"mfa:{form.user.username}", None)
    if throttle.is_shut(attempt, now=timezone.now(), allowed=CODES_ALLOWED):
        raise ValidationError("验证码错误次数过多，请5分钟后再试。")
    try:
        return check()
    except ValidationError:
        throttle.count_failure(attempt, now=timezone.now())
        raise get_adapter().validation_error("incorrect_code") from None


class CountedAuthenticateForm(AuthenticateForm):
    def clean_code(self) -> str:
        return _counted(self, super().clean_code)


class CountedReauthenticateForm(ReauthenticateForm):
    def clean_code(self) -> str:
        return _counted(self, super().clean_code)


class ChineseAddKeyForm(AddWebAuthnForm):
    """Naming a new key; allauth has no Chinese for the label."""

    name = forms.CharField(label="名称", required=False, help_text="便于日后辨认，例如“办公室电脑”。")


class ChineseEditKeyForm(EditWebAuthnForm):
    name = forms.CharField(label="名称")
