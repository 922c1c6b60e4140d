"""CSV and its relatives as frames of text, block by block, in the reading child.

Encoding and delimiter are told by the content. A plain file (no quotation mark, no NUL) is parsed by polars; one
with quoted fields by the csv module, which keeps a line break inside a field. Both give the same frames: ``c0`` …,
empty cells null, one row a record, blank lines kept so that line numbers stay true.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import polars as pl

from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import SheetTooWide, UnknownEncoding, UnreadableFile

BLOCK = 8 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ("\t", ",", ";", "|")
Part = tuple[dict[str, Any], pl.DataFrame | None]


def parts(path: str, limits: Limits) -> Iterator[Part]:
    """One sheet without a name, then its chunks."""
    encoding, is_plain = _survey(path)
    delimiter, width = _shape(path, encoding)
    if width > limits.columns:
        raise SheetTooWide(sheet="文本文件", cell=f"第 {width} 列", rows="不限", columns=limits.columns)
    yield {"sheet": "", "encoding": encoding, "delimiter": delimiter, "width": width}, None
    if is_plain and encoding in ("utf-8", "utf-8-sig"):
        chunks = _plain(path, delimiter, width)
    else:
        chunks = _quoted(path, encoding, delimiter, (width, limits.chunk_rows))
    line = 1
    for chunk in chunks:
        yield {"first_line": line}, chunk
        line += chunk.height


def _survey(path: str) -> tuple[str, bool]:
    """The encoding, and whether the plain parser may be used. Raises ``UnknownEncoding``."""
    with open(path, "rb") as file:
        head = file.read(4)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")
    candidates = (marked,) if marked == "utf-16" else ("utf-8", "gb18030")
    worst = 0
    for encoding in candidates:
        place, is_plain = _decodes(path, encoding)
        if place < 0:
            return marked or encoding, is_plain
        worst = max(worst, place)
    raise UnknownEncoding(place=worst + 1)


def _decodes(path: str, encoding: str) -> tuple[int, bool]:
    """The first byte that is not of this encoding (-1: none), and whether no field is quoted."""
    decoder = codecs.getincrementaldecoder(encoding)()
    seen, is_plain = 0, True
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            is_plain = is_plain and b'"' not in block and b"\x00" not in block
            if encoding != "utf-8" or not block.isascii():
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as error:
                    return seen + error.start, is_plain
            seen += len(block)
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return seen, is_plain
    return -1, is_plain


def _shape(path: str, encoding: str) -> tuple[str, int]:
    """Delimiter and width: the delimiter that gives the first records the most fields; the widest of them counts."""
    with open(path, encoding=encoding, newline="") as file:
        start = file.read(256 * 1024)
    best = (",", 1)
    for delimiter in _DELIMITERS:
        records = islice(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), 200)
        width = max((len(record) for record in records), default=1)
        if width > best[1]:
            best = (delimiter, width)
    return best


def _plain(path: str, delimiter: str, width: int) -> Iterator[pl.DataFrame]:
    schema = {f"c{place}": pl.String for place in range(width)}
    with open(path, "rb") as file:
        rest = b""
        is_first = True
        while block := file.read(BLOCK):
            rest += block
            cut = rest.rfind(b"\n") + 1
            whole, rest = rest[:cut], rest[cut:]
            if is_first:
                whole, is_first = whole.removeprefix(codecs.BOM_UTF8), False
            if whole:
                yield _parse(whole, delimiter, schema)
        if rest.strip(b"\r\n"):
            yield _parse(rest.removeprefix(codecs.BOM_UTF8), delimiter, schema)


def _parse(block: bytes, delimiter: str, schema: dict[str, Any]) -> pl.DataFrame:
    try:
        return pl.read_csv(
            block, has_header=False, schema=schema, separator=delimiter, quote_char=None, encoding="utf8"
        )
    except pl.exceptions.PolarsError:
        return _frame(csv.reader(io.StringIO(block.decode(), newline=""), delimiter=delimiter), len(schema))


def _quoted(path: str, encoding: str, delimiter: str, shape: tuple[int, int]) -> Iterator[pl.DataFrame]:
    width, chunk_rows = shape
    with open(path, encoding=encoding, newline="") as file:
        records = csv.reader(file, delimiter=delimiter)
        try:
            while batch := list(islice(records, chunk_rows)):
                yield _frame(batch, width)
        except csv.Error as error:
            raise UnreadableFile from error


def _frame(records: Any, width: int) -> pl.DataFrame:
    """A record with more fields than the widest of the first ones keeps the rest in its last cell, in plain sight."""
    rows = [
        [*record, *[""] * (width - len(record))]
        if len(record) <= width
        else [*record[: width - 1], "，".join(record[width - 1 :])]
        for record in records
    ]
    columns = {f"c{place}": pl.Series([row[place] for row in rows], dtype=pl.String) for place in range(width)}
    return pl.DataFrame(columns).with_columns(pl.all().replace("", None))
