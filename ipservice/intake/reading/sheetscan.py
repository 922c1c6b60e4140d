"""What the fast reader does not tell of a sheet: true extent, formula and error cells, hidden rows, comments, names.

One pass of regular expressions over the stream of each part, in the reading child. A part is cut at row
boundaries, so memory is bounded by the block. Declared dimensions are not believed.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from ipservice.intake.reading.archive import stream
from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import (
    SheetTooWide,
    TooManyFormulas,
    UnreadableFile,
    UnsafeWorkbook,
    WorkbookTooDense,
)

LONGEST_ROW = 32 * 1024 * 1024
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r="(\d+)"')
_ROW_REST = re.compile(rb'\s(?:[^>]*?\s)?r="(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\shidden="(?:1|true)")[^>]*?\br="(\d+)"')
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="((?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d+)"')
_FAR_HINT = re.compile(rb'r="(?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d')
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|.*?</(?:\w+:)?f>)\s*'
    rb"(<(?:\w+:)?v>[^<])?",
    re.S,
)
_CELL_OPENING = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\bt="e"[^>]*>(?:\s*<(?:\w+:)?f\b.*?</(?:\w+:)?f>)?\s*<(?:\w+:)?v>([^<]*)'
)
_ADDRESS = re.compile(rb'\sr="([A-Z]+\d+)"')
_COMMENT = re.compile(rb'<(?:\w+:)?comment\s[^>]*?\bref="([A-Z]+\d+)"[^>]*>(.*?)</(?:\w+:)?comment>', re.S)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_NAME = re.compile(rb"<(?:\w+:)?definedName\s([^>]*)>([^<]{1,300})<")
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?\d{1,7})?")
_MOST_NAMES = 20_000
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(slots=True)
class SheetFacts:
    """Addresses are A1 style. ``formulas`` maps an address to whether the file holds a computed value for it.

    ``names`` maps each name that the workbook defines for a cell of this sheet to its address.
    """

    rows: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    formulas: dict[str, bool] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def scan(path: str, limits: Limits) -> dict[str, SheetFacts]:
    """Facts by sheet name, in workbook order; raises the refusal of the first thing out of bounds."""
    budget = [limits.unpacked_bytes]
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        _forbid_entities(archive, names, budget)
        facts = {}
        for sheet, part in _sheets(archive, names):
            facts[sheet] = _scan_sheet(archive, sheet, part, (limits, budget))
            for comments in _related(archive, part, names, b"/comments"):
                facts[sheet].comments.update(_comments(archive, comments))
        for name, sheet, address in _names(_small(archive, "xl/workbook.xml", names)):
            if sheet in facts:
                facts[sheet].names[name] = address
        return facts


def _forbid_entities(archive: zipfile.ZipFile, names: set[str], budget: list[int]) -> None:
    """No part may declare a document type, in whatever encoding; sheets are looked at again while they stream."""
    for name in names:
        if not name.lower().endswith((".xml", ".rels", ".vml")) or name.startswith("xl/worksheets/sheet"):
            continue
        for block in stream(archive, name, budget):
            _forbid(block)


def _forbid(block: bytes) -> None:
    if block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in block[:64]:
        raise UnsafeWorkbook(found="不是 UTF-8 编码的部件")
    if any(mark in block for mark in _FORBIDDEN):
        raise UnsafeWorkbook(found="文档类型声明（DTD／实体）")


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    targets = {}
    for relation in _RELATION.findall(_small(archive, "xl/_rels/workbook.xml.rels", names)):
        attributes = dict(_ATTRIBUTE.findall(relation))
        targets[attributes.get(b"Id", b"")] = _resolve("xl/workbook.xml", attributes.get(b"Target", b"").decode())
    for sheet in _SHEET.findall(_small(archive, "xl/workbook.xml", names)):
        attributes = dict(_ATTRIBUTE.findall(sheet))
        part = targets.get(attributes.get(b"r:id", b""), "")
        if part in names:
            yield unescape(attributes.get(b"name", b"").decode()), part


def _names(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Each defined name that means one cell (of a merged range its first): name, sheet, address."""
    for found in islice(_NAME.finditer(content), _MOST_NAMES):
        name = dict(_ATTRIBUTE.findall(found[1])).get(b"name", b"").decode("utf-8", "replace")
        place = _PLACE.fullmatch(unescape(found[2].decode("utf-8", "replace")))
        if place:
            yield unescape(name), (place[1] or place[2]).replace("''", "'"), f"{place[3]}{place[4]}"


def _scan_sheet(archive: zipfile.ZipFile, sheet: str, part: str, bounds: tuple[Limits, list[int]]) -> SheetFacts:
    limits, budget = bounds
    facts = SheetFacts()
    for block in _whole_rows(stream(archive, part, budget)):
        _forbid(block)
        if b" r='" in block:
            raise UnreadableFile  # legal, written by no spreadsheet program, and unseen by the patterns above
        if _FAR_HINT.search(block) and (far := _FAR_CELL.search(block)):
            _too_wide(sheet, far[1].decode(), limits)
        facts.rows = max(facts.rows, _last_row(block))
        if facts.rows > limits.rows:
            _too_wide(sheet, f"第 {facts.rows} 行", limits)
        _collect(facts, block)
        if len(facts.formulas) > limits.formulas:
            raise TooManyFormulas(sheet=sheet, count=limits.formulas, cell=next(iter(facts.formulas)))
    return facts


def _last_row(block: bytes) -> int:
    """The highest row number; rows need not be in order. Cutting at the tag is faster than searching for it."""
    if b":row" in block:
        return max(map(int, _ROW_NUMBER.findall(block)), default=0)
    found = map(_ROW_REST.match, block.split(b"<row")[1:])
    return max((int(row[1]) for row in found if row), default=0)


def _collect(facts: SheetFacts, block: bytes) -> None:
    if b"hidden=" in block:
        facts.hidden_rows.extend(int(number) for number in _HIDDEN_ROW.findall(block))
    if b"<f" in block or b":f" in block:
        for address, value in _FORMULA.findall(block):
            facts.formulas[address.decode()] = bool(value)
    if b't="e"' in block:
        for cell in _CELL_OPENING.finditer(block):
            if address := _ADDRESS.search(cell[0]):
                facts.errors[address[1].decode()] = cell[1].decode()


def _too_wide(sheet: str, cell: str, limits: Limits) -> None:
    raise SheetTooWide(sheet=sheet, cell=cell, rows=limits.rows, columns=limits.columns)


def _whole_rows(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes cut before a row begins, so that no cell is torn apart."""
    rest = b""
    for block in blocks:
        rest += block
        cut = max(rest.rfind(b"<row"), rest.rfind(b":row "))
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > LONGEST_ROW:
            raise WorkbookTooDense(found="一行数据过长")
    if rest:
        yield rest


def _related(archive: zipfile.ZipFile, part: str, names: set[str], kind: bytes) -> list[str]:
    folder, name = posixpath.split(part)
    relations = _small(archive, f"{folder}/_rels/{name}.rels", names)
    found = []
    for relation in _RELATION.findall(relations):
        attributes = dict(_ATTRIBUTE.findall(relation))
        if attributes.get(b"Type", b"").endswith(kind):
            target = _resolve(part, attributes.get(b"Target", b"").decode())
            found.extend([target] if target in names else [])
    return found


def _comments(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    content = archive.read(part)
    return {
        address.decode(): unescape(b"".join(_TEXT.findall(body)).decode("utf-8", "replace"))[:300]
        for address, body in _COMMENT.findall(content)
    }


def _resolve(source: str, target: str) -> str:
    """A part name from a relation's target, which may be absolute or relative to its source."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _small(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    return archive.read(name) if name in names else b""
