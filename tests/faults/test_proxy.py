"""The fault proxy does what its modes say; otherwise the tests that lean on it would prove nothing."""

import contextlib
import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.proxy import FaultProxy


class _Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while piece := self.request.recv(1000):
                self.request.sendall(piece)


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    """A server that sends back what it gets."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def proxy(echo) -> Iterator[FaultProxy]:
    with FaultProxy(echo) as standing:
        yield standing


def _open(proxy: FaultProxy, *, patience: float = 0.5) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", proxy.port), timeout=patience)
    line.settimeout(patience)
    return line


def _said(line: socket.socket) -> bytes:
    line.sendall(b"ping")
    return line.recv(4)


def test_ok_passes_on(proxy):
    with _open(proxy) as line:
        assert _said(line) == b"ping"


def test_delay_waits_on_the_way_there_and_back(proxy):
    proxy.switch("delay", milliseconds=100)
    began = time.monotonic()

    with _open(proxy) as line:
        assert _said(line) == b"ping"

    assert time.monotonic() - began >= 0.2


def test_blackhole_takes_connections_and_says_nothing_on_old_and_new(proxy):
    with _open(proxy) as old:
        assert _said(old) == b"ping"
        proxy.switch("blackhole")
        with _open(proxy) as new:
            for line in (old, new):
                with pytest.raises(TimeoutError):
                    _said(line)
        proxy.switch("ok")

        assert old.recv(4) == b"ping"


def test_reset_cuts_old_and_new(proxy):
    with _open(proxy) as old:
        assert _said(old) == b"ping"
        proxy.switch("reset")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            _said(old)
    with pytest.raises((ConnectionResetError, BrokenPipeError)), _open(proxy) as new:
        _said(new)


def test_refuse_refuses_until_it_is_ok_again(proxy):
    proxy.switch("refuse")
    with pytest.raises(ConnectionRefusedError):
        _open(proxy)

    proxy.switch("ok")
    with _open(proxy) as line:
        assert _said(line) == b"ping"
