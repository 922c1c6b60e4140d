"""The report as Word: heading styles, a contents field, captions numbered by SEQ fields, sizes of GB/T 9704."""

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ipservice.documents import word
from ipservice.documents.qr import png
from supervision.report.services.printing import fields, tables
from supervision.report.services.printing.pdf import numbered, pictures

CHART_WIDTH_MM = 156
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def docx(content: Mapping[str, Any]) -> bytes:
    printed = numbered(content)
    document = word.blank(title=f"{printed['title']}（{printed['year']}年）", author=printed["issuer"])
    _styles(document)
    _cover(document, printed)
    _contents(document, printed)
    drawn = iter(pictures([grid["svg"] for grid in _grids(printed) if grid["svg"]]))
    for part in printed["chapters"]:
        _chapter(document, part, drawn)
    for annex in printed["annexes"]:
        _annex(document, annex)
    _check(document, printed)
    return word.fixed(document, date.fromisoformat(printed["dated"]))


def _grids(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in content["chapters"]:
        for section in part["sections"]:
            yield from section["grids"]


def _styles(document: Any) -> None:
    """The built-in headings and caption, so that contents and references work, in the sizes of official papers."""
    for name, font, size in (("Heading 1", "黑体", 16), ("Heading 2", "楷体_GB2312", 16), ("Caption", "黑体", 12)):
        style = document.styles[name]
        word.set_font(style, font, size)
        style.font.bold = style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        style.paragraph_format.keep_with_next = True
        fonts = style.element.rPr.rFonts
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
    document.styles["Caption"].paragraph_format.alignment = CENTRE
    note = document.styles.add_style("图表注", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    word.set_font(note, "仿宋_GB2312", 10)
    note.paragraph_format.space_after = Pt(8)


def _cover(document: Any, content: Mapping[str, Any]) -> None:
    first = document.add_paragraph("", style="公文标题")
    first.paragraph_format.space_before = Pt(150)
    if content["is_demo"]:
        document.add_paragraph("演示数据，不作任何依据", style="公文标题")
    document.add_paragraph(content["title"], style="公文标题").runs[0].font.size = Pt(26)
    document.add_paragraph(f"（{content['year']}年）", style="公文标题")
    unit = document.add_paragraph(content["issuer"], style="公文标题")
    unit.paragraph_format.space_before = Pt(260)
    unit.runs[0].font.size = Pt(16)
    document.add_paragraph(content["dated_text"], style="公文标题").runs[0].font.size = Pt(16)
    _break(document)


def _contents(document: Any, content: Mapping[str, Any]) -> None:
    document.add_paragraph("目　录", style="公文标题")
    heads = [title for part in (*content["chapters"], *content["annexes"]) for title in [part["title"]]]
    fields.contents(document, heads)
    _break(document)


def _break(document: Any) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _chapter(document: Any, part: Mapping[str, Any], drawn: Iterator[bytes]) -> None:
    document.add_paragraph(part["title"], style="Heading 1")
    for section in part["sections"]:
        document.add_paragraph(section["title"], style="Heading 2")
        for paragraph in section["paragraphs"]:
            document.add_paragraph(word.printable("".join(run["t"] for run in paragraph)), style="公文正文")
        for grid in section["grids"]:
            _grid(document, grid, drawn)


def _grid(document: Any, grid: Mapping[str, Any], drawn: Iterator[bytes]) -> None:
    if grid["svg"]:
        picture = (
            document.add_paragraph(style="表格文字").add_run().add_picture(BytesIO(next(drawn)), Mm(CHART_WIDTH_MM))
        )
        picture._inline.docPr.set("descr", grid["summary"])
        picture._inline.docPr.set("title", grid["title"])
        fields.caption(document, grid["chart"], grid["title"])
    units = f"（单位：{grid['units']}）" if grid["units"] else ""
    fields.caption(document, grid["table"], grid["title"] + units)
    tables.add(document, grid["head"], [[cell["t"] for cell in row] for row in grid["rows"]])
    document.add_paragraph(word.printable(grid["note"]), style="图表注")


def _annex(document: Any, annex: Mapping[str, Any]) -> None:
    _break(document)
    document.add_paragraph(annex["title"], style="Heading 1")
    for text in annex["paragraphs"]:
        document.add_paragraph(word.printable(text), style="公文正文")
    if annex["rows"]:
        tables.add(document, annex["head"], annex["rows"], is_text=True)


def _check(document: Any, content: Mapping[str, Any]) -> None:
    document.add_paragraph("（此件公开发布）", style="公文正文")
    check = content["check"]
    picture = (
        document.add_paragraph("", style="核验说明").add_run().add_picture(BytesIO(png(check["url"])), width=Mm(22))
    )
    picture._inline.docPr.set("descr", "核验网页的二维码")
    document.add_paragraph(f"核验码：{check['code']}", style="核验说明")
    document.add_paragraph(f"扫码或打开 {check['url']} 可查看本报告现在是否有效。", style="核验说明")
