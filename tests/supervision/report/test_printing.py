"""Row 6.80: the same figure reads the same in Word, PDF and page; the same content gives the same bytes."""

import re
import zipfile
from collections import Counter
from io import BytesIO

import pypdfium2
import pytest
from django.utils.html import strip_tags
from docx import Document

from ipservice.accounts.models import Role
from ipservice.evidence.services import open_file
from supervision.report.services import printing
from tests.factories.accounts import make_user
from tests.factories.report import compiled, make_report

pytestmark = pytest.mark.django_db
SENTENCES = (
    "截至年底，在册机构21家，比上年增长16.67%，居前的为渝中区（12家）、北碚区（9家）（图1-1）。",
    "授权率55.00%，比上年提高2.00个百分点。",
    "本年度名单还没有公布，没有数据。",
)


@pytest.fixture
def edition(facts):
    return compiled(make_report())


def content_of(stored) -> bytes:
    with open_file(stored) as source:
        return source.read()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def docx_text(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return strip_tags(archive.read("word/document.xml").decode())


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_same_figure_reads_the_same_in_word_pdf_and_page(edition, client_for):
    page = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL)).get("/reports/2025/").content.decode()
    texts = [docx_text(content_of(edition.docx)), pdf_text(content_of(edition.pdf)), strip_tags(page)]

    for text in texts:
        for sentence in SENTENCES:
            assert sentence in bare(text)
    cells = [cell["t"] for grid in grids(edition) for row in grid["rows"] for cell in row]
    for text in texts:
        words = Counter(re.split(r"\s+", text)) if "\n" in text else None
        for cell in cells:
            assert cell in text or (words and words[cell])


def grids(edition) -> list[dict]:
    return [grid for part in edition.content["chapters"] for section in part["sections"] for grid in section["grids"]]


def test_every_printed_number_of_the_page_leads_to_its_figure(edition, client_for):
    page = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL)).get("/reports/2025/").content.decode()

    linked = dict(re.findall(r'href="/reports/2025/figures/(\w+)/">([^<]+)</a>', page))
    printed = dict(edition.figures.values_list("code", "text"))
    assert linked == printed
    inside = re.findall(r"<svg.*?</svg>", page, flags=re.S)[0]
    assert set(re.findall(r'<a href="/reports/2025/figures/(\w+)/" aria-label="\w+，[^"]+">', inside)) <= set(printed)
    assert 'aria-label="渝中区，2025年：12"' in inside


def test_two_printings_of_one_content_are_the_same_bytes(edition):
    pairs = [(printing.pdf(edition.content), printing.docx(edition.content)) for _ in range(2)]

    assert pairs[0] == pairs[1]
    assert pairs[0] == (content_of(edition.pdf), content_of(edition.docx))


def test_the_word_file_has_headings_a_contents_field_numbered_captions_and_described_pictures(edition):
    content = content_of(edition.docx)
    document = Document(BytesIO(content))
    xml = document.element.xml

    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert ("Heading 1", "一、规模") in styles
    assert ("Heading 2", "（一）机构") in styles
    assert ("Caption", "图1-1　在册机构") in styles
    assert 'TOC \\o "1-2"' in xml
    assert "SEQ 表1 \\* ARABIC" in xml
    assert 'descr="在册机构，共2项：最大为渝中区12，最小为北碚区9。"' in xml
    assert document.styles["公文正文"].font.size.pt == 16
    assert "w:tblHeader" in xml


def test_the_pdf_has_a_cover_contents_and_a_check_code_that_the_public_can_look_up(edition, client):
    text = bare(pdf_text(content_of(edition.pdf)))

    assert "重庆市知识产权服务业发展报告（2025年）" in text
    assert "目录" in text
    code = re.search(r"核验码：([0-9A-Z-]{19})", text)[1]
    assert code.replace("-", "") == edition.check_code
    assert client.get(f"/check/{edition.check_code}/").status_code == 404


def test_the_chart_needs_no_colour_and_has_its_table_and_its_words(edition):
    (grid,) = grids(edition)

    assert 'fill="url(#stripes)"' in grid["svg"]
    assert grid["summary"] == "在册机构，共2项：最大为渝中区12，最小为北碚区9。"
    assert [[cell["t"] for cell in row] for row in grid["rows"]] == [
        ["渝中区", "12", "10", "+20.00%"],
        ["北碚区", "9", "8", "+12.50%"],
        ["合计", "21", "18", "+16.67%"],
    ]


def test_every_table_carries_the_keys_of_its_figures(edition):
    assert "指标：test.bodies。" in pdf_text(content_of(edition.pdf)).replace("\r\n", "")
    assert "来源：测试登记（截至2025-12-31、2024-12-31）。指标：test.bodies。" in docx_text(content_of(edition.docx))
