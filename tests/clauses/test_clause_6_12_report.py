"""措施（六）第十二条：年度发展报告。在真实浏览器和真实后台任务中：编制、改写文字、另一人审核、发布，公众点开数字。

PDF 逐页查看，Word 文件可以打开；图表有数据表，灰度可读。
"""

import datetime as dt
import re
import subprocess
from io import BytesIO, StringIO
from shutil import which

import pypdfium2
import pytest
from django.core.management import call_command
from docx import Document

from ipservice.accounts.models import Role
from ipservice.evidence.services import open_file
from ipservice.jobs.models import Job
from supervision.report.models import IndustryReport
from supervision.report.services import compiling, tracing
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency

pytestmark = pytest.mark.browser
YEAR = dt.date.today().year - 1


def wait_for_job(page) -> None:
    """The panel renews itself until the work is done; then it leads to the report."""
    page.get_by_role("link", name="查看结果").wait_for(timeout=90_000)
    page.get_by_role("link", name="查看结果").click()


def pages_of(stored) -> pypdfium2.PdfDocument:
    with open_file(stored) as source:
        return pypdfium2.PdfDocument(source.read())


def test_from_the_first_printing_to_a_number_that_the_public_opens(
    portal, page, new_page, phone, login, accessibility_findings, outside_requests
):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    for _ in range(3):
        make_agency(founded_on=dt.date(2020, 5, 1))
    strangers = outside_requests(page)
    login(page, make_user(role=Role.MUNICIPAL_OFFICIAL))
    page.goto("/admin/reports/")
    page.get_by_label("报告年度").fill(str(YEAR))
    page.get_by_role("button", name="编制报告").click()
    wait_for_job(page)
    report = IndustryReport.objects.get()
    assert "尚未写明原因" not in page.content()
    assert accessibility_findings(page) == []

    page.get_by_role("link", name=re.compile("修改文字.*：机构总量")).click()
    editor = page.locator(".slot-editor")
    chip = page.locator(".slot-chip").first
    assert chip.get_attribute("contenteditable") == "false"
    assert chip.inner_text() == "3家"
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("本章说明机构的总量。")
    assert accessibility_findings(page) == []
    page.get_by_role("button", name="保存文字").click()
    page.get_by_text("文字在排印之后修改过").wait_for()
    page.get_by_role("link", name=re.compile("对照版本.*：机构总量")).click()
    assert "本章说明机构的总量。" in page.locator(".row-changed").first.inner_text()

    page.goto(f"/admin/reports/{YEAR}/")
    page.get_by_role("button", name="排印", exact=True).click()
    wait_for_job(page)
    page.get_by_role("button", name="提交审核").click()
    page.get_by_text("已提交审核").wait_for()
    assert page.get_by_role("button", name="审核通过").count() == 1

    second = new_page()
    login(second, make_user(role=Role.REVIEWER))
    second.goto(f"/admin/reports/{YEAR}/")
    second.get_by_role("link", name="查看网页稿").click()
    assert "未发布的排印稿" in second.content()
    second.goto(f"/admin/reports/{YEAR}/")
    second.get_by_role("button", name="审核通过").click()
    second.get_by_role("button", name="发布", exact=True).click()
    second.get_by_text("已发布", exact=True).first.wait_for()

    phone.goto("/reports/")
    phone.get_by_role("link", name=f"{YEAR}年重庆市知识产权服务业发展报告", exact=True).click()
    assert "本章说明机构的总量。截至年底" in phone.content()
    assert accessibility_findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    number = phone.locator(".report-words a.report-figure").first
    assert number.inner_text() == "3家"
    number.click()
    phone.get_by_text("得到同一个数字：3家").wait_for()
    assert "agencies.by_district" in phone.content()
    assert accessibility_findings(phone) == []

    report.refresh_from_db()
    edition = report.edition
    assert tracing.differing(edition) == []
    document = pages_of(edition.pdf)
    texts = [re.sub(r"\s", "", one.get_textpage().get_text_range()) for one in document]
    assert f"重庆市知识产权服务业发展报告（{YEAR}年）" in texts[0]
    assert len(document) > 20
    blank = [at for at, one in enumerate(document) if one.render(scale=0.2).to_pil().convert("L").getextrema()[0] > 128]
    assert blank == []
    with open_file(edition.docx) as source:
        word = source.read()
    assert sum(paragraph.style.name == "Heading 1" for paragraph in Document(BytesIO(word)).paragraphs) == 17
    assert strangers == []
    assert Job.objects.filter(kind="report.compile", state="done").count() == 2


@pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_opens_the_word_file_without_complaint(transactional_db, tmp_path):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    report = IndustryReport.objects.create(year=YEAR, asked_by=official)
    word = tmp_path / "report.docx"
    tables = compiling.read_figures(YEAR, today=dt.date.today())
    edition = compiling.compile_report(report, tables, by=official, dated=dt.date.today())
    with open_file(edition.docx) as source:
        word.write_bytes(source.read())

    done = subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(word)],
        check=True,
        capture_output=True,
        timeout=180,
    )

    assert b"Error" not in done.stderr
    assert len(pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes())) > 20
