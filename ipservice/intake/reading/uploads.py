"""The parent's side of reading: judge the file, let the child parse it, hand on sheets chunk by chunk."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

import polars as pl
from django.conf import settings

from ipservice.intake.reading.archive import judge_directory
from ipservice.intake.reading.kinds import FileKind, kind_of
from ipservice.intake.reading.limits import MEGABYTE, Limits
from ipservice.intake.reading.refusals import FileTooLarge, ReaderGaveUp, refusal_of

MODULE = "ipservice.intake.reading.child"
_CALM = {"POLARS_MAX_THREADS": "2", "MALLOC_ARENA_MAX": "2"}  # threads reserve address space, which is limited


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a sheet before its rows come. Rows and columns in ``merges`` count from 0, lines from 1."""

    name: str
    width: int
    is_hidden: bool = False
    merges: list[list[int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    formulas: dict[str, bool] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    is_old: bool = False

    @property
    def is_text(self) -> bool:
        return bool(self.encoding)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive lines of one sheet; the first row of ``frame`` is line ``first_line``."""

    sheet: Sheet
    first_line: int
    frame: pl.DataFrame


def limits_from_settings() -> Limits:
    return Limits(workbook_bytes=settings.INTAKE_WORKBOOK_MB * MEGABYTE, text_bytes=settings.INTAKE_TEXT_MB * MEGABYTE)


def judge(path: Path, limits: Limits) -> FileKind:
    """The kind of the file, after everything that can be refused without unpacking it has been."""
    _refuse_above(max(limits.workbook_bytes, limits.text_bytes), path)
    kind = kind_of(path)
    _refuse_above(limits.text_bytes if kind == FileKind.TEXT else limits.workbook_bytes, path)
    if kind == FileKind.XLSX:
        judge_directory(path, limits)
    return kind


def read(path: Path, limits: Limits | None = None) -> Iterator[Sheet | Chunk]:
    """Each sheet, followed by its chunks in order. Raises an ``UnreadableFile``; a crash of the reader is one too."""
    limits = limits or limits_from_settings()
    kind = judge(path, limits)
    with (
        tempfile.TemporaryDirectory(prefix="intake-") as folder,
        _started([kind.value, str(path), folder, json.dumps(limits.as_mapping())], limits) as child,
    ):
        yield from _parts(child)


def _refuse_above(limit: int, path: Path) -> None:
    size = path.stat().st_size
    if size > limit:
        raise FileTooLarge(size_mb=-(-size // MEGABYTE), limit_mb=limit // MEGABYTE)


@contextlib.contextmanager
def _started(arguments: list[str], limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-m", MODULE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1", **_CALM},
        start_new_session=True,
    )
    watch = Timer(limits.wall_seconds, child.kill)
    watch.daemon = True
    watch.start()
    try:
        yield child
    finally:
        watch.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _parts(child: subprocess.Popen[bytes]) -> Iterator[Sheet | Chunk]:
    sheet = Sheet("", 0)
    for line in child.stdout or ():
        told = json.loads(line)
        if "refusal" in told:
            raise refusal_of(told["refusal"], told["params"])
        if told.get("end"):
            return
        if "frame" in told:
            yield _chunk(sheet, told)
        else:
            sheet = _sheet(told)
            yield sheet
    raise ReaderGaveUp(found=_why(child.wait()))


def _sheet(told: dict[str, Any]) -> Sheet:
    return Sheet(
        name=told["sheet"],
        width=told["width"],
        is_hidden=told.get("hidden", False),
        merges=told.get("merges", []),
        hidden_rows=frozenset(told.get("hidden_rows", ())),
        formulas=told.get("formulas", {}),
        errors=told.get("errors", {}),
        comments=told.get("comments", {}),
        names=told.get("names", {}),
        encoding=told.get("encoding", ""),
        delimiter=told.get("delimiter", ""),
        is_old=told.get("is_old", False),
    )


def _chunk(sheet: Sheet, told: dict[str, Any]) -> Chunk:
    target = Path(told["frame"])
    frame = pl.read_ipc(target)
    target.unlink()
    return Chunk(sheet, told["first_line"], frame)


def _why(status: int) -> str:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "超过时间或内存限制"
    return "内存超过限制或内容异常"
