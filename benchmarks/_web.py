"""Web servers under load: gunicorn as in operation, and clients that count answers."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from ipservice.local import processes

CLIENTS = 50
SECONDS = 4

ROTATE = """
local paths = {{{paths}}}
local at = 0
request = function()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1], {{{headers}}})
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("counted %d %d %d\\n", summary.requests, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(95.0)))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second, the slowest of the fastest 95 %, and how many requests failed."""

    rate: float
    p95_ms: float
    errors: int


@contextmanager
def gunicorn(application: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Two sync workers on a free port; gives the address, ready to answer. Complaints are said at the end."""
    address = f"127.0.0.1:{processes.free_port()}"
    command = [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--bind", address, "--backlog", "256"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            _wait(f"http://{address}/")
            yield address
        finally:
            server.terminate()
            server.wait(20)
            log.seek(0)
            complaints = [line for line in log.read().decode().splitlines() if "error" in line.lower()]
            print(*complaints[:20], sep="\n", end="\n" if complaints else "")


def _wait(url: str, patience: float = 30.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            urlopen(url, timeout=5).close()
        except OSError as error:
            if getattr(error, "code", None):
                return
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


def fetch(address: str, path: str, headers: Mapping[str, str] | None = None) -> tuple[Mapping[str, str], bytes]:
    with urlopen(Request(f"http://{address}{path}", headers=dict(headers or {})), timeout=10) as answer:
        return answer.headers, answer.read()


def load(address: str, paths: Sequence[str], headers: Mapping[str, str] | None = None) -> Load:
    """50 clients ask for ``paths`` in turn for four seconds: wrk where there is one, else a client of our own."""
    if wrk := shutil.which("wrk"):
        return _wrk(wrk, address, paths, headers or {})
    return asyncio.run(_own(address, paths, headers or {}))


def _wrk(wrk: str, address: str, paths: Sequence[str], headers: Mapping[str, str]) -> Load:
    script = ROTATE.format(
        paths=", ".join(f'"{path}"' for path in paths),
        headers=", ".join(f"""["{name}"] = '{value}'""" for name, value in headers.items()),
    )
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "rotate.lua"
        file.write_text(script)
        command = [
            wrk,
            "-t2",
            f"-c{CLIENTS}",
            f"-d{SECONDS}s",
            "--timeout",
            "10s",
            "-s",
            str(file),
            f"http://{address}",
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests, errors, p95 = re.search(r"counted (\d+) (\d+) (\d+)", said).groups()
    return Load(int(requests) / SECONDS, int(p95) / 1000, int(errors))


async def _own(address: str, paths: Sequence[str], headers: Mapping[str, str]) -> Load:
    """One connection a request, as gunicorn's sync workers have it."""
    host, port = address.split(":")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    until = time.perf_counter() + SECONDS
    took: list[float] = []
    errors = 0

    async def client(start: int) -> None:
        nonlocal errors
        at = start
        while time.perf_counter() < until:
            begun = time.perf_counter()
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(f"GET {paths[at % len(paths)]} HTTP/1.1\r\nHost: {address}\r\n{lines}\r\n".encode())
            answer = await reader.read(-1)
            writer.close()
            errors += not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304"))
            took.append(time.perf_counter() - begun)
            at += 1

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    took.sort()
    return Load(len(took) / SECONDS, took[int(len(took) * 0.95)] * 1000, errors)
