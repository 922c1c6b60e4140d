"""The environment of the portal's programs on this machine, and the files it keeps under .local/."""

import fcntl
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ipservice.local import processes
from ipservice.local.refusals import AlreadyRunning, NoSuchPort, PortIsBusy, SecretKeyMissing

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATABASE = "portal"
EVERYWHERE = ("0.0.0.0", "::")  # nosec B104 - compared with, never listened on


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the portal listens, where it keeps things, and which servers it has to bring along."""

    directory: Path
    host: str
    port: int
    environment: Mapping[str, str]

    @property
    def needs_postgres(self) -> bool:
        return "DATABASE_URL" not in self.environment

    @property
    def needs_redis(self) -> bool:
        return "REDIS_URL" not in self.environment

    @property
    def wants_demo(self) -> bool:
        """Only a database of our own is filled with the demonstration city, never somebody else's."""
        return self.needs_postgres and self.environment.get("DEMO", "1") != "0"

    @property
    def web_workers(self) -> int:
        return int(self.environment.get("WEB_WORKERS") or max(2, os.cpu_count() or 2))

    def log(self, name: str) -> Path:
        return self.directory / "log" / f"{name}.log"


def look_round(environment: Mapping[str, str]) -> Surroundings:
    """Reads the environment and makes .local/. Raises ``SecretKeyMissing`` or ``NoSuchPort``."""
    directory = Path(environment.get("LOCAL_DIRECTORY") or BASE_DIR / ".local").resolve()
    (directory / "log").mkdir(parents=True, exist_ok=True)
    host = environment.get("HOST") or "127.0.0.1"
    port = _port(environment.get("PORT") or "8000")
    return Surroundings(directory, host, port, {**environment, "SECRET_KEY": _secret_key(environment, directory)})


def require_free_port(surroundings: Surroundings) -> None:
    """Raises ``PortIsBusy``."""
    if not processes.port_is_free(surroundings.port, host=surroundings.host):
        raise PortIsBusy(port=surroundings.port, free=processes.free_port())


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise NoSuchPort(text=text)
    return int(text)


def _secret_key(environment: Mapping[str, str], directory: Path) -> str:
    """The key that was given; with a database of our own, one that is made once and kept for its owner's eyes only."""
    if given := environment.get("SECRET_KEY"):
        return given
    if "DATABASE_URL" in environment:
        raise SecretKeyMissing
    path = directory / "secret_key"
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as sink:
            sink.write(secrets.token_urlsafe(64))
    return path.read_text()


def program_environment(surroundings: Surroundings, *, database_url: str, redis_url: str) -> dict[str, str]:
    """What every program of the portal is given. Whatever the caller set himself stays as it is.

    Served without TLS to this machine alone, cookies must not ask for TLS, or nobody could sign in.
    """
    runtime = surroundings.directory / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    host = "127.0.0.1" if surroundings.host in EVERYWHERE else surroundings.host
    defaults = {
        "DJANGO_SETTINGS_MODULE": "ipservice.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "TLS": "0",
        "SITE_ADDRESS": f"http://{host}:{surroundings.port}",
        "STATIC_ROOT": str(surroundings.directory / "static"),
        # Not compressed: that took a minute of each start and spares a browser on this machine nothing.
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        "MEDIA_ROOT": str(surroundings.directory / "media"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": str(BASE_DIR),
    }
    return {**defaults, **surroundings.environment}


def claim(directory: Path) -> IO[str]:
    """One portal a directory: holds a lock that the kernel lets go of however this process ends."""
    path = directory / "portal.pid"
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        pid = lock.read().strip() or "?"
        lock.close()
        raise AlreadyRunning(pid=pid) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
