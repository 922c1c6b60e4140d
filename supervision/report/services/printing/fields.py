"""Fields of Word: the table of contents and the running numbers of captions."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TOC = 'TOC \\o "1-2" \\h \\z \\u'


def contents(document: Any, heads: Sequence[str]) -> None:
    """A TOC field that Word brings up to date on opening; until then it shows the heads."""
    paragraph = document.add_paragraph(style="公文正文")
    _mark(paragraph, "begin", is_dirty=True)
    _instruction(paragraph, TOC)
    _mark(paragraph, "separate")
    for place, head in enumerate(heads):
        if place:
            paragraph = document.add_paragraph(style="公文正文")
        paragraph.add_run(head)
    _mark(paragraph, "end")


def caption(document: Any, number: str, title: str) -> None:
    """表1-2　…: the last number is a SEQ field, one sequence a kind and chapter."""
    before, _, last = number.rpartition("-")
    paragraph = document.add_paragraph(f"{before}-", style="Caption")
    _mark(paragraph, "begin")
    _instruction(paragraph, f"SEQ {before} \\* ARABIC")
    _mark(paragraph, "separate")
    paragraph.add_run(last)
    _mark(paragraph, "end")
    paragraph.add_run(f"　{title}")


def _mark(paragraph: Any, kind: str, *, is_dirty: bool = False) -> None:
    sign = OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    if is_dirty:
        sign.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(sign)


def _instruction(paragraph: Any, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {text} "
    paragraph.add_run()._r.append(instruction)
