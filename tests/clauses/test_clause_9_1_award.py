"""措施（九）第1项：发明专利授权率达到当年全国平均水平、代理量达到当年全市机构平均数量的，按授权率排名予以奖励。

The whole way in a real browser with a real worker: the register and a year of filings come in, agencies see their
figures, the list is computed, approved by a second person, shown, objected to, answered, published, paid and verified.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from agencies.filings.models import Filing
from agencies.registry.models import Agency
from incentives.awards.models import AwardLine, FigureCheck
from incentives.awards.services import figures
from ipservice.procedure.models import Decision, PublicNotice, Stage
from tests.clauses.award_files import AGENCIES, FIRST, SECOND, THIRD, YEAR, filings_file, register_file
from tests.factories.agencies import make_member

pytestmark = pytest.mark.browser
SCRIPT = Path(settings.BASE_DIR) / "static" / "awards" / "verify_award.py"
DAYS_LATER = 30
GROUNDS = {
    "national_rate": "55.00",
    "national_rate_document": "国家知识产权局2023年年度报告",
    "national_rate_published_on": "2024-06-28",
    "basis_document": "重庆市专利代理机构奖励办法",
    "basis_number": "渝知发〔2024〕9号",
    "review_record": "公平竞争审查表第3号",
    "review_on": "2024-07-01",
    "budget_line": "知识产权专项资金",
    "budget_yuan": "600000",
}


def bring_in(page: Page, kind: str, name: str, content: bytes, **answers: str) -> None:
    """Drop a file, read what it would do, confirm it."""
    page.goto(f"/admin/intake/upload/{kind}/")
    page.set_input_files("input[name=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    for field, value in answers.items():
        page.fill(f"[name={field}]", value)
    page.get_by_role("button", name="上传并核对").click()
    _until(page, page.get_by_role("button", name="写入数据"))
    page.get_by_role("button", name="写入数据").click()
    _until(page, page.get_by_role("button", name="撤销这一批").or_(page.get_by_text("撤销整批导入")).first)


def _until(page: Page, wanted) -> None:
    """Look again until the worker has done its part, as a person would."""
    for _ in range(60):
        if wanted.count() and wanted.is_visible():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(wanted).to_be_visible()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state("networkidle")


def stage() -> str:
    return Decision.objects.get(kind="award", period=str(YEAR)).stage


@pytest.fixture
def known_ground(portal):
    """What every installation has: places, calendar, rule sets."""
    call_command("load_reference", verbosity=0, stdout=StringIO())
    call_command("load_rulesets", verbosity=0, stdout=StringIO())


@pytest.fixture
def office(known_ground, official, reviewer, new_page, login):
    """Two officials at their desks."""
    handling, reviewing = new_page(), new_page()
    login(handling, official)
    login(reviewing, reviewer)
    return handling, reviewing


def test_a_year_goes_the_whole_way_to_a_published_list(
    office, official, reviewer, portal, page, phone, login, screenshot, tmp_path
):
    handling, reviewing = office

    bring_in(handling, "agencies", "机构名册.csv", register_file(), source="2026年机构名册", as_of="2026-01-05")
    bring_in(handling, "filings", "专利申请.csv", filings_file())
    assert Filing.objects.count() == sum(filed + concluded for _, filed, concluded, _ in AGENCIES.values())
    people = {name: make_member(Agency.objects.get(name=name), is_admin=True) for name in AGENCIES}
    handling.goto(f"/admin/year-sources/{YEAR}/")
    handling.check("[name=source][value=filings]")
    handling.fill("[name=reason]", "逐件数据已核对")
    press(handling, "选定来源")

    handling.goto("/admin/awards/")
    handling.fill("[name=year]", str(YEAR))
    handling.select_option("[name=ruleset]", label="奖励规则（演示口径） 第1版")
    press(handling, "建立奖励年度")
    handling.goto(f"/admin/awards/{YEAR}/grounds/")
    for field, value in GROUNDS.items():
        handling.fill(f"[name={field}]", value)
    press(handling, "保存依据与预算")
    handling.goto(f"/admin/awards/{YEAR}/")
    press(handling, "请机构核对数据")

    login(phone, people[FIRST])
    phone.goto(f"/portal/awards/{YEAR}/")
    screenshot(phone, "award-agency-figures-phone")
    press(phone, "数据无误，确认")
    now = datetime.now(UTC)
    for name in (SECOND, THIRD):
        check = FigureCheck.objects.get(agency__name=name)
        figures.confirm(check.pk, by=people[name], today=now.date(), now=now)

    handling.goto(f"/admin/awards/{YEAR}/")
    press(handling, "计算名单")
    _until(handling, handling.get_by_role("button", name="重新计算名单"))
    screenshot(handling, "award-workbench")
    lines = AwardLine.objects.order_by("position").values_list("name", "rank", "filed", "concluded", "granted")
    assert list(lines) == [(name, rank, *AGENCIES[name][1:]) for name, rank in ((FIRST, 1), (SECOND, 2), (THIRD, None))]
    press(handling, "提交复核")
    screenshot(handling, "award-submitted")
    assert stage() == Stage.IN_REVIEW
    assert handling.get_by_role("button", name="复核通过").count() == 0

    reviewing.goto(f"/admin/awards/{YEAR}/")
    screenshot(reviewing, "award-review")
    press(reviewing, "复核通过")
    handling.goto(f"/admin/awards/{YEAR}/")
    press(handling, "开始公示")
    assert stage() == Stage.ON_NOTICE

    notice = PublicNotice.objects.get()
    login(page, people[THIRD])
    page.goto(f"/notices/{notice.pk}/")
    screenshot(page, "award-notice")
    page.get_by_role("link", name="提出异议").first.click()
    page.select_option("[name=subject_code]", Agency.objects.get(name=SECOND).credit_code)
    page.fill("[name=objector_name]", "重庆丙寅知识产权代理有限公司")
    page.fill("[name=objector_phone]", "13812345678")
    page.fill("[name=statement]", "我单位认为乙丑公司的授权量计算有误，请予核实。")
    page.check("[name=is_true]")
    page.check("[name=consent]")
    press(page, "提交异议")
    assert "渝知异〔" in page.content()

    handling.goto("/admin/procedure/objections/")
    handling.get_by_role("link", name="渝知异").first.click()
    handling.get_by_label("异议不成立").check()
    handling.fill("[name=text]", "经逐件核对，授权量无误。")
    press(handling, "提交答复")

    portal.put_forward(DAYS_LATER)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=DAYS_LATER), tick=True):
        for desk, person in ((handling, official), (reviewing, reviewer), (phone, people[FIRST])):
            login(desk, person)
    handling.goto(f"/admin/awards/{YEAR}/")
    press(handling, "确定名单")
    press(handling, "公布")
    assert stage() == Stage.PUBLISHED

    phone.goto(f"/portal/awards/{YEAR}/")
    screenshot(phone, "award-agency-result-phone")
    with phone.expect_download() as letter:
        phone.get_by_role("link", name="下载通知书（PDF）").click()
    assert Path(letter.value.path()).read_bytes()[:5] == b"%PDF-"
    phone.goto("/portal/account/")
    phone.fill("[name=bank]", "中国工商银行重庆渝中支行")
    phone.fill("[name=account]", "5001 2345 6789 01")
    press(phone, "保存收款账户")

    page.goto(f"/awards/{YEAR}/")
    screenshot(page, "award-list")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载复算数据包").click()
    bundle = tmp_path / "award.json"
    download.value.save_as(bundle)
    told = subprocess.run([sys.executable, "-I", SCRIPT, bundle], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    said = StringIO()
    call_command("verify_round", str(bundle), stdout=said)
    assert said.getvalue().startswith("一致")
    assert [line["rank"] for line in json.loads(bundle.read_bytes())["result"]] == [1, 2, None]

    group = f"award:{YEAR}:{Decision.objects.get(kind='award').pk}"
    handling.goto(f"/admin/payments/list/{group}/")
    press(handling, "列入支付批次")
    reviewing.goto(f"/admin/payments/list/{group}/")
    press(reviewing, "审批批次")
    screenshot(reviewing, "award-payments")
    with reviewing.expect_download() as sheet:
        reviewing.get_by_role("link", name="下载支付清单（xlsx）").click()
    assert Path(sheet.value.path()).read_bytes()[:2] == b"PK"
