"""The settings of signing in, read from the environment; ipservice/settings.py takes them in one line."""

from typing import Any

from environ import Env

VALIDATORS = (
    "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
    "django.contrib.auth.password_validation.CommonPasswordValidator",
    "django.contrib.auth.password_validation.NumericPasswordValidator",
    "ipservice.accounts.passwords.LengthByRole",
    "ipservice.accounts.passwords.NotOneOfTheLast",
)


def account_settings(env: Env, *, tls: bool) -> dict[str, Any]:
    """Second factors for officials are required unless the portal runs for demonstration or without TLS."""
    return {
        "AUTHENTICATION_BACKENDS": [
            "ipservice.accounts.permissions.RoleBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": [{"NAME": name} for name in VALIDATORS],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "/",
        "SESSION_COOKIE_AGE": env.int("SESSION_HOURS", default=10) * 3600,
        "OFFICIAL_IDLE_MINUTES": env.int("OFFICIAL_IDLE_MINUTES", default=15),
        "AGENCY_IDLE_MINUTES": env.int("AGENCY_IDLE_MINUTES", default=30),
        "LOGIN_FAILURES_ALLOWED": env.int("LOGIN_FAILURES_ALLOWED", default=10),
        "LOGIN_FAILURES_MINUTES": env.int("LOGIN_FAILURES_MINUTES", default=5),
        "OFFICIAL_PASSWORD_DAYS": env.int("OFFICIAL_PASSWORD_DAYS", default=90),
        "OFFICIAL_PASSWORDS_BARRED": env.int("OFFICIAL_PASSWORDS_BARRED", default=5),
        "PASSWORD_RESET_TIMEOUT": env.int("INVITATION_DAYS", default=3) * 24 * 3600,
        "PUBLIC_SIGN_UP": env.bool("PUBLIC_SIGN_UP", default=True),
        "SIGN_UP_DAYS": env.int("SIGN_UP_DAYS", default=7),
        "SIGN_UPS_AN_HOUR": env.int("SIGN_UPS_AN_HOUR", default=10),
        "REQUIRE_OFFICIAL_MFA": env.bool("REQUIRE_OFFICIAL_MFA", default=tls),
        **_allauth(env, tls=tls),
        **_government_sign_on(env),
    }


def _allauth(env: Env, *, tls: bool) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "ipservice.administration.adapters.SignUpAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_FORMS": {
            "reset_password": "ipservice.administration.forms.ResetByJobForm",
            "signup": "ipservice.administration.forms.SignUpForm",
        },
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS": env.int("SIGN_UP_DAYS", default=7),
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if tls else "http",
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "MFA_ADAPTER": "ipservice.accounts.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not tls,
        "MFA_FORMS": {
            "authenticate": "ipservice.accounts.forms.CountedAuthenticateForm",
            "reauthenticate": "ipservice.accounts.forms.CountedReauthenticateForm",
            "add_webauthn": "ipservice.accounts.forms.ChineseAddKeyForm",
            "edit_webauthn": "ipservice.accounts.forms.ChineseEditKeyForm",
        },
    }


def _government_sign_on(env: Env) -> dict[str, Any]:
    """One OpenID Connect provider, present when ``OIDC_SERVER_URL`` is set."""
    server = env("OIDC_SERVER_URL", default="")
    app = {
        "provider_id": "gov",
        "name": env("OIDC_NAME", default="统一身份认证"),
        "client_id": env("OIDC_CLIENT_ID", default=""),
        "secret": env("OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": server},
    }
    return {
        "SOCIALACCOUNT_ADAPTER": "ipservice.accounts.adapters.GovernmentAccountAdapter",
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app] if server else [], "OAUTH_PKCE_ENABLED": True}},
        "OIDC_USERNAME_CLAIM": env("OIDC_USERNAME_CLAIM", default="preferred_username"),
    }
