"""A small proxy that stands between the portal and a server, and does on demand what networks do.

Modes: ``ok``; ``delay`` (each piece waits ``milliseconds``); ``blackhole`` (takes connections, passes nothing on and
never answers, also on connections already open); ``reset`` (every connection is cut by RST, old and new);
``refuse`` (nobody listens, connections already open are cut).
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from ipservice.local import processes

CHUNK = 65_536
MODES = ("ok", "delay", "blackhole", "reset", "refuse")
CUT_AT_ONCE = struct.pack("ii", 1, 0)


class FaultProxy:
    """Listens on 127.0.0.1:``port`` and passes on to ``target``: a port of this machine, or the path of a socket."""

    def __init__(self, target: int | Path) -> None:
        self.target = target
        self.port = processes.free_port()
        self.mode = "ok"
        self.milliseconds = 0
        self.past: set[str] = set()
        self._passing = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        self._do(self._switch("ok", 0))
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._switch("refuse", 0))
        self._do(self._end_tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def switch(self, mode: str, *, milliseconds: int = 0) -> None:
        """From the moment of return, ``mode`` holds."""
        assert mode in MODES, mode
        self._do(self._switch(mode, milliseconds))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _switch(self, mode: str, milliseconds: int) -> None:
        self.mode, self.milliseconds = mode, milliseconds
        self.past.add(mode)
        if mode in ("reset", "refuse"):
            self._cut_all()
        if mode == "refuse" and self._server is not None:
            self._server.close()
            self._server = None
        if mode != "refuse" and self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        (self._passing.clear if mode == "blackhole" else self._passing.set)()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if self.mode == "reset":
                return _cut(writer)
            await self._passing.wait()
            further = await self._open_target()
            self._writers.add(further[1])
            await asyncio.gather(self._pass_on(reader, further[1]), self._pass_on(further[0], writer))
        except OSError:
            _cut(writer)

    async def _open_target(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.target, int):
            return await asyncio.open_connection("127.0.0.1", self.target)
        return await asyncio.open_unix_connection(str(self.target))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(CHUNK):
                if self.mode == "delay":
                    await asyncio.sleep(self.milliseconds / 1000)
                await self._passing.wait()
                writer.write(piece)
                await writer.drain()
        writer.close()
        self._writers.discard(writer)

    def _cut_all(self) -> None:
        for writer in self._writers:
            _cut(writer)
        self._writers.clear()

    async def _end_tasks(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _cut(writer: asyncio.StreamWriter) -> None:
    """By RST over TCP: whoever is at the other end learns of it at once, and not politely."""
    line = writer.get_extra_info("socket")
    if line is not None and line.family == socket.AF_INET:
        with contextlib.suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT_AT_ONCE)
    writer.transport.abort()
