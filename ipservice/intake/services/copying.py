"""COPY into a table while the rows are still being made: a thread sends what the checks hand over."""

import io
import queue
from collections.abc import Iterable, Sequence
from threading import Thread
from types import TracebackType
from typing import Any, Self

import polars as pl
import psycopg2
from django.db import connection

BLOCK = 1 << 20


class _Torn(Exception):
    """The rows stop coming because the checks have failed."""


class _Stream:
    """The reading end that COPY asks for more; ``None`` in the queue is the end, ``_Torn`` an abort."""

    def __init__(self, blocks: queue.Queue[Any]) -> None:
        self.blocks = blocks
        self.block = memoryview(b"")

    def read(self, size: int) -> bytes:
        if not self.block:
            block = self.blocks.get()
            if block is None:
                self.blocks.put(None)
                return b""
            if block is _Torn:
                raise _Torn
            self.block = memoryview(block)
        part, self.block = self.block[:size], self.block[size:]
        return bytes(part)


class CopyWriter:
    """``with CopyWriter(table, columns) as writer: writer.put(frame)``; the connection is busy until the end."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        self.statement = f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)'
        self.columns = list(columns)
        self.blocks: queue.Queue[Any] = queue.Queue(maxsize=1)
        self.failure: Exception | None = None
        self.raw: Any = None  # the driver's connection, which unlike Django's may be used from another thread
        self.thread = Thread(target=self._send, daemon=True)

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self.raw = connection.connection
        self.thread.start()
        return self

    def put(self, frame: pl.DataFrame) -> None:
        """Hand over rows; waits while a block is still unsent."""
        out = io.BytesIO()
        frame.select(self.columns).write_csv(out, include_header=False)
        self._offer(out.getbuffer())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._offer(None if error is None else _Torn)
        self.thread.join()
        if error is None and self.failure is not None:
            raise self.failure

    def _offer(self, block: Any) -> None:
        while self.thread.is_alive():
            try:
                self.blocks.put(block, timeout=0.5)
            except queue.Full:
                continue
            return

    def _send(self) -> None:
        try:
            with self.raw.cursor() as cursor:
                cursor.copy_expert(self.statement, _Stream(self.blocks), BLOCK)
        except (_Torn, psycopg2.Error, OSError) as failure:
            self.failure = failure


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY plain tuples of text, numbers, Booleans and None; returns their number."""
    frame = pl.DataFrame([list(row) for row in rows], schema=list(columns), orient="row", infer_schema_length=None)
    if frame.height:
        with CopyWriter(table, columns) as writer:
            writer.put(frame)
    return frame.height
