"""Sessions end when nobody is there; officials come in with a second factor and a password that is not too old."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.accounts.passwords import must_be_renewed

View = Callable[[HttpRequest], HttpResponse]
LAST_SEEN = "last_seen"
DRAFT_TOKEN = "_draft"
WRITE_EVERY_SECONDS = 60
OPEN_PATHS = ("/accounts/", "/static/", "/healthz")
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def idle_minutes(user: User) -> int:
    """How long a session of this person may lie still."""
    return settings.OFFICIAL_IDLE_MINUTES if user.is_staff else settings.AGENCY_IDLE_MINUTES


class IdleSessionMiddleware:
    """Signs a person out after the idle time of the role. Pages that ask by themselves do not keep a session alive."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now()
            seen = request.session.get(LAST_SEEN)
            if seen is not None and _seconds_since(seen, now) > idle_minutes(request.user) * 60:
                return self._sign_out(request)
            if not _asks_by_itself(request) and (seen is None or _seconds_since(seen, now) >= WRITE_EVERY_SECONDS):
                request.session[LAST_SEEN] = now.timestamp()
        return self.get_response(request)

    def _sign_out(self, request: HttpRequest) -> HttpResponse:
        minutes = idle_minutes(request.user)
        logout(request)
        if request.method == "POST" and DRAFT_TOKEN in request.POST:
            return self.get_response(request)  # the page keeps what was typed, then asks to sign in
        messages.info(request, f"您已{minutes}分钟没有操作，为保证安全已自动退出，请重新登录。")
        login = (
            f"{reverse('account_login')}?next={request.path}" if request.method == "GET" else reverse("account_login")
        )
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": login})
        return redirect(login)


class SecondFactorMiddleware:
    """With ``REQUIRE_OFFICIAL_MFA`` an official without a second factor can do nothing but set one up."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_enrol(request):
            messages.warning(request, "工作人员登录须启用第二重验证，请先绑定动态口令或通行密钥。")
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_enrol(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_OFFICIAL_MFA or request.path.startswith(OPEN_PATHS):
            return False
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return False
        return request.user.is_staff and not Authenticator.objects.filter(user=request.user, type__in=STRONG).exists()


class PasswordRenewalMiddleware:
    """An official whose password is older than ``OFFICIAL_PASSWORD_DAYS`` can do nothing but set another one."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_renew(request):
            days = settings.OFFICIAL_PASSWORD_DAYS
            messages.warning(request, f"您的密码使用已超过{days}天，按规定须更换后才能继续办理。")
            return redirect("account_change_password")
        return self.get_response(request)

    def _must_renew(self, request: HttpRequest) -> bool:
        if not settings.OFFICIAL_PASSWORD_DAYS or request.path.startswith(OPEN_PATHS):
            return False
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return False
        return must_be_renewed(request.user, now=timezone.now())


def _seconds_since(moment: float, now: datetime) -> float:
    return now.timestamp() - moment


def _asks_by_itself(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and request.path.startswith("/jobs/")
