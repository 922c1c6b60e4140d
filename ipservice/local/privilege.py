"""PostgreSQL refuses to run as root: the unprivileged system user it runs as then, and the way to its files."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

SYSTEM_USER = "embedded_postgres"


def server_user() -> str | None:
    """The system user to run the database as, made where it is missing; ``None`` when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/bin/sh", SYSTEM_USER], check=True, capture_output=True)
    return SYSTEM_USER


def give(path: Path, user: str | None) -> None:
    """Hands ``path`` to ``user`` (nothing to do without one)."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def open_the_way(path: Path) -> None:
    """Lets other users pass through the folders above ``path``: passing only, not reading."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def make_readable(folder: Path) -> None:
    """Lets other users read and run what the package installed, where a strict umask forbade it."""
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
