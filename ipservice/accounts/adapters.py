"""How django-allauth meets our rules: failures counted in the database, government sign-on for known people only.

Sign-up, which needs the log and the outbox, is added by ipservice.administration.adapters.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from ipservice.accounts import throttle
from ipservice.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "尝试次数过多，请5分钟后再试；急需使用请联系系统管理员解除限制。",
        "username_password_mismatch": "用户名或密码不正确。",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if throttle.is_shut(self._attempt(request, credentials), now=timezone.now()):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttle.count_failure(self._attempt(request, credentials), now=timezone.now())

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was consumed: a right password leaves no trace among the failures."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def _attempt(self, request: HttpRequest, credentials: dict[str, Any]) -> throttle.Attempt:
        return throttle.Attempt(str(credentials.get("username") or ""), self.get_client_ip(request))


def home_of(user: User) -> str:
    """Where a person starts after signing in."""
    if user.is_staff:
        return "/admin/"
    return "/portal/" if user.acts_for_agency else "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return settings.SITE["name"]


class GovernmentAccountAdapter(DefaultSocialAccountAdapter):
    """A person whom the government platform vouches for is the user of that name here, or nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        data = sociallogin.account.extra_data
        claims = {**data, **data.get("id_token", {}), **data.get("userinfo", {})}
        name = str(claims.get(settings.OIDC_USERNAME_CLAIM) or "")
        user = User.objects.active().filter(username=name).first() if name else None
        if user is None:
            messages.error(request, "统一身份认证成功，但本系统中没有对应的账号，请联系系统管理员开通。")
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
