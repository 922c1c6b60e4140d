"""PDF by typst: a template, data as JSON, our own fonts. The same data gives the same bytes."""

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
import typst

from ipservice.documents.letter import Letter
from ipservice.documents.qr import svg

TEMPLATES = Path(__file__).parent / "typst"
FONT_FOLDER = Path(noto_cjk_sans_otc.__file__).parent
ARCHIVAL = "a-2u"


@cache
def _fonts() -> typst.Fonts:
    """Only what is shipped: never the machine's own fonts, so that a paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])


def render(template_name: str, data: dict[str, Any], *, dated: date) -> bytes:
    """A PDF/A file from ``typst/<template_name>.typ``; ``data`` must be JSON. ``dated`` is its creation date.

    Text travels as data and is never markup, whatever it contains.
    """
    made_at = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    compiler = typst.Compiler(str(TEMPLATES / f"{template_name}.typ"), root=str(TEMPLATES), font_paths=_fonts())
    content = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return compiler.compile(format="pdf", sys_inputs={"data": content}, timestamp=made_at, pdf_standards=ARCHIVAL)


def pictures(template_name: str, data: dict[str, Any]) -> list[bytes]:
    """Every page of a template as PNG, 150 dots an inch."""
    compiler = typst.Compiler(str(TEMPLATES / f"{template_name}.typ"), root=str(TEMPLATES), font_paths=_fonts())
    content = json.dumps(data, ensure_ascii=False, sort_keys=True)
    pages = compiler.compile(format="png", ppi=150, sys_inputs={"data": content})
    return pages if isinstance(pages, list) else [pages]


def letter(content: Letter) -> bytes:
    """The letter as PDF."""
    return render("letter", letter_data(content), dated=content.dated)


def letter_data(content: Letter) -> dict[str, Any]:
    table = content.table
    return {
        "issuer": content.issuer,
        "title": content.title,
        "number": content.number,
        "addressee": content.addressee,
        "paragraphs": list(content.paragraphs),
        "closing": list(content.closing),
        "attachments": list(content.attachments),
        "signed_by": content.signed_by,
        "dated": content.dated_text,
        "contact": content.contact,
        "table": table
        and {
            "head": list(table.head),
            "rows": [list(row) for row in table.rows],
            "caption": table.caption,
            "numeric": sorted(table.numeric),
            "widths": [table.width_of(index) for index in range(len(table.head))],
            "after": content.table_after,
        },
        "check": content.check_code
        and {"code": content.spoken_code, "url": content.check_url, "qr": svg(content.check_url)},
        "is_demo": content.is_demo,
    }
