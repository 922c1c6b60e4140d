"""Word files made by code: styles with Chinese names, measures of GB/T 9704-2012. Fonts are named, never embedded."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_HEADER_FOOTER
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ipservice.documents.letter import Letter, Table
from ipservice.documents.qr import png

LINE_PITCH = Pt(28.95)
RED = RGBColor(0xC8, 0x10, 0x2E)
TEXT_WIDTH_MM = 156
STYLES = {
    "公文正文": {"font": "仿宋_GB2312", "size": 16, "indent": 2},
    "公文标题": {"font": "方正小标宋简体", "size": 22, "align": WD_ALIGN_PARAGRAPH.CENTER},
    "发文机关标志": {"font": "方正小标宋简体", "size": 26, "align": WD_ALIGN_PARAGRAPH.CENTER, "color": RED},
    "发文字号": {"font": "仿宋_GB2312", "size": 16, "align": WD_ALIGN_PARAGRAPH.RIGHT},
    "主送机关": {"font": "仿宋_GB2312", "size": 16},
    "公文署名": {"font": "仿宋_GB2312", "size": 16, "align": WD_ALIGN_PARAGRAPH.RIGHT},
    "表题": {"font": "黑体", "size": 14, "align": WD_ALIGN_PARAGRAPH.CENTER},
    "表格文字": {"font": "仿宋_GB2312", "size": 12, "align": WD_ALIGN_PARAGRAPH.CENTER},
    "核验说明": {"font": "仿宋_GB2312", "size": 10},
    "页码": {"font": "宋体", "size": 14},
}
_FIXED_ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def letter(content: Letter) -> bytes:
    """The letter as docx. The same content gives the same bytes."""
    document = blank(title=content.title, author=content.signed_by)
    if content.is_demo:
        _add(document, "核验说明", "演示数据，不作任何依据").runs[0].font.color.rgb = RED
    _rule(_add(document, "发文机关标志", content.issuer))
    _add(document, "发文字号", content.number)
    _add(document, "公文标题", content.title)
    _add(document, "主送机关", f"{content.addressee}：")
    for index, paragraph in enumerate(content.paragraphs):
        _add(document, "公文正文", paragraph)
        if content.table and content.table_after == index:
            _table(document, content.table)
    for paragraph in content.closing:
        _add(document, "公文正文", paragraph)
    _attachments(document, content.attachments)
    _signature(document, content)
    return fixed(document, content.dated)


def blank(*, title: str, author: str) -> Any:
    """An empty paper with its measures, styles and page numbers; the first page bears none."""
    document = Document()
    _styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(28)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    for kind, align in (
        (WD_HEADER_FOOTER.PRIMARY, WD_ALIGN_PARAGRAPH.RIGHT),
        (WD_HEADER_FOOTER.EVEN_PAGE, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer = section.footer if kind == WD_HEADER_FOOTER.PRIMARY else section.even_page_footer
        _page_number(footer.paragraphs[0], align)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.language = "zh-CN"
    return document


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    set_font(normal, "仿宋_GB2312", 16)
    for name, spec in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        set_font(style, spec["font"], spec["size"], spec.get("color"))
        layout = style.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if spec["size"] == 16 else WD_LINE_SPACING.AT_LEAST
        layout.line_spacing = LINE_PITCH if spec["size"] >= 16 else Pt(spec["size"] * 1.4)
        layout.alignment = spec.get("align", WD_ALIGN_PARAGRAPH.JUSTIFY)
        if spec.get("indent"):
            layout.first_line_indent = Pt(spec["size"] * spec["indent"])


def set_font(style: Any, name: str, size: int, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.font.color.rgb = color or RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)


def _add(document: Any, style: str, text: str) -> Paragraph:
    return document.add_paragraph(printable(text), style=style)


def printable(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _rule(paragraph: Paragraph) -> None:
    """The red double line below the head of a letter, thick above thin."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "thickThinSmallGap"), ("sz", "18"), ("space", "4"), ("color", "C8102E")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _page_number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.style, paragraph.alignment = "页码", align
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _table(document: Any, content: Table) -> None:
    if content.caption:
        _add(document, "表题", content.caption)
    table = document.add_table(rows=len(content.rows) + 1, cols=len(content.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = [content.width_of(index) for index in range(len(content.head))]
    cells = table._cells  # in one pass: table.cell(i, j) rebuilds the whole grid each time
    for index, text in enumerate([*content.head, *(text for row in content.rows for text in row)]):
        row, column = divmod(index, len(content.head))
        cell = cells[index]
        cell.width = Mm(TEXT_WIDTH_MM * widths[column] / sum(widths))
        paragraph = cell.paragraphs[0]
        paragraph.style = "表格文字"
        if row and column in content.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(printable(text)).bold = row == 0 or None
    _repeat_head(table.rows[0])


def _repeat_head(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _attachments(document: Any, names: tuple[str, ...]) -> None:
    for index, name in enumerate(names):
        number = f"{index + 1}．" if len(names) > 1 else ""
        _add(document, "公文正文", f"{'附件：' if index == 0 else '　　　'}{number}{name}")


def _signature(document: Any, content: Letter) -> None:
    _add(document, "公文正文", "")
    for text, right in ((content.signed_by, 2), (content.dated_text, 4)):
        line = _add(document, "公文署名", text)
        line.paragraph_format.right_indent = Pt(16 * right)
        line.paragraph_format.keep_with_next = text == content.signed_by
    if content.contact:
        _add(document, "公文正文", f"（联系方式：{content.contact}）")
    if content.check_code:
        picture = _add(document, "核验说明", "")
        picture.paragraph_format.space_before = Pt(12)
        picture.add_run().add_picture(BytesIO(png(content.check_url)), width=Mm(22))
        _add(document, "核验说明", f"核验码：{content.spoken_code}")
        _add(document, "核验说明", f"扫码或打开 {content.check_url} 可查看本文书所载事项的现状。")


def fixed(document: Any, dated: date) -> bytes:
    """Bytes that depend on the content alone: the dates inside the file and of its parts are ``dated``."""
    made_at = datetime(dated.year, dated.month, dated.day)
    document.core_properties.created = document.core_properties.modified = made_at
    raw, still = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return still.getvalue()
