"""The bytes of a release: CSV, dictionary and manifest; and what differs between two.

Equal figures give equal bytes: UTF-8 with a byte order mark, lines ended by CRLF, text that a spreadsheet would run
neutralised, numbers without separators; the manifest is canonical JSON and carries the SHA-256 of every file and, in
``manifest_sha256``, that of itself without this entry.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipservice.foundation.canonical import canonical_json

FORMAT = "ipservice-open-data/1"
DICTIONARY = "dictionary.csv"
BYTE_ORDER_MARK = "\ufeff"
DICTIONARY_HEAD = ("指标代码", "名称", "计量单位", "定义", "计算", "维度", "依据措施", "来源", "版次", "截至", "文件")


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of a release; ``rows`` counts its lines below the head."""

    name: str
    title: str
    rows: int
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Heading:
    """What a manifest says of its release as a whole."""

    version: str
    publisher: str
    as_of: date
    note: str = ""
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that two releases do not share. ``before`` is empty for a new line, ``after`` for one that is gone."""

    file: str
    key: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def table_file(name: str, title: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> DataFile:
    """A CSV file; the caller has neutralised the cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    written = 0
    for line in lines:
        writer.writerow(line)
        written += 1
    return DataFile(name, title, written, (BYTE_ORDER_MARK + out.getvalue()).encode())


def manifest_of(heading: Heading, files: Iterable[DataFile]) -> bytes:
    """The manifest, files in the order of their names."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": heading.version,
        "publisher": heading.publisher,
        "as_of": heading.as_of,
        "note": heading.note,
        "corrects": heading.corrects,
        "files": [
            {
                "name": each.name,
                "title": each.title,
                "rows": each.rows,
                "bytes": len(each.content),
                "sha256": each.sha256,
            }
            for each in sorted(files, key=lambda file: file.name)
        ],
    }
    own = hashlib.sha256(canonical_json(content)).hexdigest()
    return canonical_json({**content, "manifest_sha256": own})


def lines_of(content: bytes) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and lines of a CSV file of a release."""
    rows = [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    return (rows[0], rows[1:]) if rows else ((), [])


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes], keys: Mapping[str, int]) -> list[Difference]:
    """Lines that changed, came or went, by file and key. ``keys[name]`` tells how many first columns name a line."""
    found = []
    for name in sorted({*before, *after}):
        old, new = (_keyed(files.get(name), keys.get(name, 1)) for files in (before, after))
        for key in sorted({*old, *new}):
            if old.get(key) != new.get(key):
                found.append(Difference(name, key, old.get(key, ()), new.get(key, ())))
    return found


def _keyed(content: bytes | None, width: int) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {} if content is None else {line[:width]: line[width:] for line in lines_of(content)[1]}
