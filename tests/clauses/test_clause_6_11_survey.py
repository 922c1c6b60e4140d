"""措施（六）第11项：开展知识产权服务业统计调查。

In a real browser with a real worker: the city opens a year, an agency answers half on the page and half in the
workbook, the district sends it back once with questions on single cells, the agency changes one and confirms the
other, the district passes it, the city accepts it, the year is closed and sealed, and its statistics are computed.
"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from ipservice.accounts.models import User
from ipservice.jobs.models import Job, JobState
from supervision.statistics.models import StatisticsRun, StatTable
from supervision.statistics.services import runs
from supervision.survey.models import Answer, CellQuestion, Submission, Survey, SurveyReturn
from supervision.survey.rules.layout import defined_name
from supervision.survey.rules.states import QuestionState, ReturnState, SurveyState, Via
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, ensure_rules, make_survey, post

pytestmark = pytest.mark.browser
YEAR = 2025
HOME = f"/portal/survey/{YEAR}/"
BOARD = f"/admin/survey/{YEAR}/"
ON_THE_PAGE = {
    "101": ("10101", "10102", "10103", "10104"),
    "102": (
        "10201",
        "10202/master/male",
        "10202/master/female",
        "10202/bachelor/male",
        "10202/bachelor/female",
        "10202/below/male",
        "10202/below/female",
        "10203",
    ),
}
IN_THE_WORKBOOK = {"10301": "35000000000", "10302": "3000000", "10303": "20"}
REVENUE = "3500000"
ASKED_REVENUE = "营业收入 350 亿元，请核对单位是元还是万元。"
ASKED_STAFF = "年末从业人员与社保人数不一致，请核对。"
STAFF_REASON = "含两名退休返聘人员，未缴纳社会保险。"


@pytest.fixture
def agency(portal):
    return make_agency(name="重庆甲子知识产权代理有限公司")


@pytest.fixture
def survey(agency) -> Survey:
    """A draft year with its form, open from today for forty days."""
    ensure_rules()
    today = timezone.localdate()
    return make_survey(YEAR, opens_on=today, due_on=today + timedelta(days=40))


@pytest.fixture
def member(agency) -> User:
    return make_member(agency, is_admin=True)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state("networkidle")


def until(page: Page, wanted) -> None:
    """Look again until the worker has done its part."""
    for _ in range(60):
        if wanted.count() and wanted.first.is_visible():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(wanted.first).to_be_visible()


def fill(page: Page, code: str) -> None:
    """Fill in one part on the page and save it."""
    page.goto(f"{HOME}{code}/")
    for cell in ON_THE_PAGE[code]:
        box = page.locator(f'[name="v:{cell}"]')
        value = str(GOOD_VALUES[cell])
        kind = box.first.evaluate("box => box.type")
        if kind == "radio":
            page.locator(f'[name="v:{cell}"][value="{value}"]').check(force=True)
        elif kind.startswith("select"):
            box.select_option(value)
        else:
            box.fill(value)
    press(page, "保存并返回")


def workbook_filled(page: Page) -> bytes:
    """The agency's own workbook with the values of the third part typed in."""
    page.goto(f"{HOME}workbook/")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载工作簿（xlsx）").click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    for cell, value in IN_THE_WORKBOOK.items():
        ((sheet, address),) = book.defined_names[defined_name(cell)].destinations
        book[sheet][address.replace("$", "")].value = value
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def test_an_agency_answers_in_two_ways_is_returned_once_and_accepted_and_the_year_is_sealed(
    survey, agency, member, page, new_page, login, screenshot
):
    keeper, chief = post(district=agency.district), post()
    district, city = new_page(), new_page()
    login(page, member)
    login(district, keeper)
    login(city, chief)

    city.goto(f"{BOARD}setup/")
    press(city, f"启动 {YEAR} 年度填报")
    assert Survey.objects.get().state == SurveyState.OPEN

    for code in ON_THE_PAGE:
        fill(page, code)
    screenshot(page, "survey-agency-overview")
    content = workbook_filled(page)
    page.set_input_files("input[type=file]", {"name": "填报.xlsx", "mimeType": "application/zip", "buffer": content})
    press(page, "上传并核对")
    until(page, page.get_by_role("button", name="写入", exact=True))
    screenshot(page, "survey-agency-workbook")
    press(page, "写入")
    assert dict(Answer.objects.values_list("cell", "via")) == {
        **{cell: Via.PAGE for cells in ON_THE_PAGE.values() for cell in cells},
        **dict.fromkeys(IN_THE_WORKBOOK, Via.WORKBOOK),
    }
    page.goto(f"{HOME}check/")
    press(page, "提交调查表")
    assert SurveyReturn.objects.get().state == ReturnState.SUBMITTED

    district.goto(BOARD)
    expect(district.get_by_role("heading", name="报送进度 1／1 家")).to_be_visible()
    screenshot(district, "survey-board")
    district.get_by_role("link", name="待我审核").click()
    screenshot(district, "survey-returns")
    district.get_by_role("link", name=agency.name).click()
    ask(district, "10301", ASKED_REVENUE)
    ask(district, "10201", ASKED_STAFF)
    district.fill("#id_reason", "请逐条核对后再次提交")
    screenshot(district, "survey-review")
    press(district, "退回更正（2 处询问）")
    assert SurveyReturn.objects.get().state == ReturnState.RETURNED

    page.goto(f"{HOME}questions/")
    expect(page.get_by_text(ASKED_REVENUE)).to_be_visible()
    screenshot(page, "survey-agency-questions")
    staff = CellQuestion.objects.get(cell="10201")
    page.fill(f"#reason-{staff.pk}", STAFF_REASON)
    page.locator(f"#q-{staff.pk}").get_by_role("button", name="确认无误").click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{HOME}101/")
    assert page.locator('[name="v:10103"]').count() == 0
    page.goto(f"{HOME}103/")
    page.fill('[name="v:10301"]', REVENUE)
    press(page, "保存并返回")
    page.goto(f"{HOME}check/")
    press(page, "提交调查表")
    assert list(CellQuestion.objects.order_by("cell").values_list("cell", "state")) == [
        ("10201", QuestionState.CONFIRMED),
        ("10301", QuestionState.CHANGED),
    ]

    district.goto(f"/admin/survey/returns/{SurveyReturn.objects.get().pk}/")
    expect(district.get_by_role("heading", name="退回后改动 1 处")).to_be_visible()
    expect(district.get_by_text(STAFF_REASON)).to_be_visible()
    screenshot(district, "survey-review-again")
    press(district, "区县审核通过")
    assert district.get_by_role("button", name="市级审核通过").count() == 0
    city.goto(f"{BOARD}returns/?state={ReturnState.DISTRICT_PASSED}")
    city.get_by_role("link", name=agency.name).click()
    press(city, "市级审核通过")
    assert SurveyReturn.objects.get().state == ReturnState.ACCEPTED
    assert list(Submission.objects.order_by("number").values_list("number", "is_accepted")) == [(1, False), (2, True)]

    city.goto(f"{BOARD}setup/")
    city.get_by_text("结束并封存", exact=True).first.click()
    press(city, f"结束并封存 {YEAR} 年度")
    assert Survey.objects.get().state == SurveyState.CLOSED
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(cell="10301").update(number=1)
    job = runs.ask_run(YEAR, by=chief)
    until_done(job, page)
    run = StatisticsRun.objects.get(year=YEAR)
    assert (run.result_digest != "", StatTable.objects.filter(run=run).exists()) == (True, True)

    page.goto(f"{HOME}103/")
    screenshot(page, "survey-agency-closed")
    assert page.locator('[name="v:10301"]').count() == 0


def until_done(job: Job, page: Page) -> None:
    """Until the worker has done the job; a failed one is told at once."""
    for _ in range(60):
        job.refresh_from_db()
        if job.is_finished:
            break
        page.wait_for_timeout(1000)
    assert job.state == JobState.DONE, job.error_message


def ask(page: Page, cell: str, question: str) -> None:
    """Open the question beside a cell and write it."""
    row = page.locator(f'[id="cell-{cell}"]')
    row.locator("summary").click()
    row.locator("textarea").fill(question)
