"""What must stand before Django is set up: imported first by tests/conftest.py.

``DATABASE_URL`` is used where it is given. Otherwise one throw-away server is started for the whole run; the workers
of pytest-xdist inherit its address and make a database each.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

import django

from ipservice.local import postgres

# Nobody listens there: a test that needs the broker or the cache asks for the fixture ``valkey``.
NO_REDIS = "redis://127.0.0.1:1/0"
EMPTY_STATIC_ROOT = Path(__file__).resolve().parent.parent / ".local" / "test-static"


def _start_database() -> None:
    directory = Path(tempfile.mkdtemp(prefix="ipservice-tests-"))
    directory.chmod(0o711)
    server = postgres.EmbeddedPostgres(directory / "postgres", settings=postgres.THROW_AWAY)
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    atexit.register(server.stop)
    server.start()
    os.environ["DATABASE_URL"] = server.url("portal")


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipservice.settings")
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
os.environ.setdefault("REDIS_URL", NO_REDIS)
# Pages are asked for by http here; cookies and headers are those of a portal behind TLS.
os.environ.setdefault("SSL_REDIRECT", "0")
# Officials sign in without a second factor, except where a test asks for it.
os.environ.setdefault("REQUIRE_OFFICIAL_MFA", "0")
# Nor is anybody's password too old, however far a test puts the clock forward.
os.environ.setdefault("OFFICIAL_PASSWORD_DAYS", "0")
os.environ.setdefault("STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")
os.environ.setdefault("STATIC_ROOT", tempfile.mkdtemp(prefix="ipservice-static-"))
if "DATABASE_URL" not in os.environ:
    _start_database()
django.setup()
