"""Settings, read from the environment; safe by default. See docs/operations.md for every variable."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ipservice.accounts.configuration import account_settings
from ipservice.admin_theme import UNFOLD  # noqa: F401
from ipservice.logs import logging_settings
from ipservice.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured("必须设置环境变量 SECRET_KEY（至少 50 个随机字符），示例见 .env.example。")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# True: visitors come by https through the reverse proxy. False only where everybody sits at the machine itself.
TLS = env.bool("TLS", default=True)
# web, worker or command: how long a statement may take, and how long a transaction may stand idle.
PROCESS_ROLE = env("PROCESS_ROLE", default="command")

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_celery_beat",
    "ipservice.accounts",
    "ipservice.reference",
    "ipservice.administration",
    "ipservice.pagecache",
    "ipservice.audit",
    "ipservice.jobs",
    "ipservice.evidence",
    "ipservice.notices",
    "ipservice.documents",
    "ipservice.figures",
    "ipservice.opendata",
    "ipservice.intake",
    "ipservice.procedure",
    "ipservice.bulk",
    "ipservice.privacy",
    "ipservice.payments",
    "ipservice.drafts",
    "ipservice.portal",
    "agencies",
    "publicservice",
    "supervision",
    "incentives",
]

MIDDLEWARE = [
    "ipservice.pagecache.middleware.PageCacheMiddleware",
    "ipservice.headers.RequestSizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ipservice.headers.AdminContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ipservice.headers.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ipservice.accounts.middleware.IdleSessionMiddleware",
    "ipservice.accounts.middleware.SecondFactorMiddleware",
    "ipservice.accounts.middleware.PasswordRenewalMiddleware",
    "ipservice.portal.acting.ActingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "ipservice.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "ipservice.urls"
FORM_RENDERER = "ipservice.portal.forms.HouseRenderer"
CSRF_FAILURE_VIEW = "ipservice.portal.errors.csrf_failure"
WSGI_APPLICATION = "ipservice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ipservice.portal.context.portal",
            ],
        },
    },
]

_LIMITS = {
    "web": {"statement_timeout": "10s", "idle_in_transaction_session_timeout": "30s", "lock_timeout": "3s"},
    "worker": {"statement_timeout": "10min", "idle_in_transaction_session_timeout": "10min", "lock_timeout": "3s"},
    "command": {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0", "lock_timeout": "30s"},
}[PROCESS_ROLE]
_database = env.db("DATABASE_URL", default="postgres:///ipservice")
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "ipservice.database",
        # Without pgtrigger.ignore below, the trigger of every row with a history raises and catches an error, each at
        # the price of all checks that the transaction has still to make: a hundred thousand rows never ended.
        # A little longer than a statement may take: who has not answered by then never will.
        "SILENCE_SECONDS": env.int("SILENCE_SECONDS", default={"web": 11, "worker": 605}.get(PROCESS_ROLE, 0)),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 10000,
            "options": " ".join(f"-c {name}={env(name.upper(), default=value)}" for name, value in _LIMITS.items())
            + " -c pgtrigger.ignore={}",
            **_database.get("OPTIONS", {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache may be another instance: the broker must never throw anything away, a cache must.
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "ipservice.cache.ForgivingRedisCache",
        "LOCATION": env("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": "portal",
        "TIMEOUT": 3600,
    }
}
LONGEST_JOB_SECONDS = env.int("LONGEST_JOB_SECONDS", default=3600)
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3 * LONGEST_JOB_SECONDS,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = LONGEST_JOB_SECONDS + 60
CELERY_TASK_SOFT_TIME_LIMIT = LONGEST_JOB_SECONDS
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sessionid" if TLS else "sessionid"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken" if TLS else "csrftoken"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = TLS

SECURE_SSL_REDIRECT = TLS and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# With a key the map of outlets shows tiles of 天地图; without one no page asks another host.
TIANDITU_KEY = env("TIANDITU_KEY", default="")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *(["https://t0.tianditu.gov.cn"] if TIANDITU_KEY else [])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
MAX_REQUEST_BYTES = env.int("MAX_REQUEST_BYTES", default=300 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = CELERY_TIMEZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))
INTAKE_WORKBOOK_MB = env.int("INTAKE_WORKBOOK_MB", default=20)
INTAKE_TEXT_MB = env.int("INTAKE_TEXT_MB", default=400)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env("STATICFILES_BACKEND", default="whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
# Tests in a browser serve the files as they stand in the source, without collecting them first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = env.bool("SERVE_STATIC_FROM_SOURCE", default=False)
LOGGING = logging_settings(env("LOG_LEVEL", default="INFO"))
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
EMAIL_HOST, EMAIL_PORT = env("EMAIL_HOST", default="localhost"), env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("EMAIL_HOST_USER", default=""), env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
# A function (number, text, *, key) that hands one SMS to the provider; see ipservice/notices/sms.py.
SMS_BACKEND = env("SMS_BACKEND", default="ipservice.notices.sms.console")
SMS_FILE = env("SMS_FILE", default=str(BASE_DIR / ".local" / "sms.jsonl"))
ROUTING_BACKEND, ROUTING_URL = env("ROUTING_BACKEND", default=""), env("ROUTING_URL", default="")
ROUTING_TIMEOUT = env.float("ROUTING_TIMEOUT", default=3.0)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

# Whose portal it is: shown in the foot of every page.
SITE = {
    "name": env("SITE_NAME", default="重庆市知识产权服务业门户"),
    "host_unit": env("SITE_HOST_UNIT", default="重庆市知识产权局"),
    "contact": env("SITE_CONTACT", default=""),
    "identification_number": env("SITE_IDENTIFICATION_NUMBER", default=""),
    "icp_number": env("SITE_ICP_NUMBER", default=""),
    "police_number": env("SITE_POLICE_NUMBER", default=""),
    "credit_code": env("SITE_CREDIT_CODE", default=""),
    "address": env("SITE_ADDRESS", default=""),
}
# Hosts whose pages the catalogue leads to and that the nightly check may ask; * for every public host.
CATALOGUE_CHECKED_HOSTS = env.list("CATALOGUE_CHECKED_HOSTS", default=[])
# Letters before the numbers of its papers: PREFIX〔YEAR〕N号.
NUMBER_PREFIXES = {
    "notice": env("NOTICE_NUMBER_PREFIX", default="渝知发"),
    "objection": env("OBJECTION_NUMBER_PREFIX", default="渝知异"),
    "payment": env("PAYMENT_NUMBER_PREFIX", default="渝知付"),
    "rights_aid": env("RIGHTS_AID_NUMBER_PREFIX", default="渝知援"),
}

# Signing in: backends, password rules, idle times, second factors, government sign-on.
globals().update(account_settings(env, tls=TLS))

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "ipservice.problems.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE["name"],
    "DESCRIPTION": "公开数据接口。只含公开信息；按游标翻页；请求过于频繁时返回 429。",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
