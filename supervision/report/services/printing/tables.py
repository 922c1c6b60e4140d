"""Tables of Word written as XML in one pass: python-docx looks up its grid for every cell."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ipservice.documents.word import TEXT_WIDTH_MM, printable

TWIPS_PER_MM = 56.7
STYLE = (
    '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr>'
)
SMALL = '<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
MANY_COLUMNS = 5


def add(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]], *, is_text: bool = False) -> None:
    """A table with a head that is repeated on every page; numbers stand right unless ``is_text``."""
    widths = _widths(head, rows, is_text=is_text)
    size = 18 if is_text or len(head) > MANY_COLUMNS else 21
    style = document.styles["表格文字"].style_id
    body = "".join(_row(row, widths, style, size, is_text=is_text) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    text = (
        f"<w:tbl {nsdecls('w')}>{STYLE}<w:tblGrid>{grid}</w:tblGrid>"
        f"{_row(head, widths, style, size, is_head=True)}{body}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(text), "w:sectPr")


def _row(
    texts: Sequence[str], widths: Sequence[int], style: str, size: int, *, is_head: bool = False, is_text: bool = False
) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{style}"/><w:jc w:val="{_side(place, is_head=is_head, is_text=is_text)}"/></w:pPr>'
        f'<w:r>{SMALL.format(size=size)}<w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r></w:p></w:tc>'
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{head}{cells}</w:tr>"


def _side(place: int, *, is_head: bool, is_text: bool) -> str:
    if is_head:
        return "center"
    return "left" if is_text or not place else "right"


def shares(head: Sequence[str], rows: Sequence[Sequence[str]], *, is_text: bool = False) -> list[int]:
    """The width of each column in parts: by its longest text where it is words, the first wider otherwise."""
    if not is_text:
        return [3, *(2 for _ in head[1:])]
    longest = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(head)]
    return [min(max(length, 8), 32) for length in longest]


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]], *, is_text: bool) -> list[int]:
    parts = shares(head, rows, is_text=is_text)
    return [int(TEXT_WIDTH_MM * TWIPS_PER_MM * part / sum(parts)) for part in parts]


def note_of(grid: Mapping[str, Any]) -> str:
    """来源、指标、说明: every table carries the keys of its figures."""
    parts = [f"来源：{grid['source']}"] if grid["source"] else []
    parts.append(f"指标：{'、'.join(grid['keys'])}")
    parts += [f"说明：{note}" for note in grid["notes"]]
    return "。".join(part.rstrip("。") for part in parts) + "。"
