"""措施（五）第4项：打造半小时公共服务圈。

In a real browser with a real worker: an official reads the coverage of the city with its gaps, has two new outlets
planned and proven, saves them as a plan, closes one outlet in another and reads who would lose their only cover; an
enterprise finds its nearest outlet on a phone.
"""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from ipservice.reference.models import District
from publicservice.coverage.models import Scenario, SitingRun
from publicservice.coverage.services import demand
from publicservice.network.models import Outlet
from tests.factories.publicservice import make_outlet, make_window

pytestmark = pytest.mark.browser
STAFFED = {"万州站": ("500101", "108.40407", "30.80993"), "渝中站": ("500103", "106.56507", "29.55550"),
           "涪陵站": ("500102", "107.38960", "29.70310")}  # fmt: skip


@pytest.fixture
def city(portal):
    """The real people of the city, and three outlets that count."""
    call_command("load_reference", verbosity=0, stdout=StringIO())
    call_command("load_rulesets", verbosity=0, stdout=StringIO())
    demand.load(on=datetime.now(UTC).date())
    for name, (code, longitude, latitude) in STAFFED.items():
        district = District.objects.filter(code=code, valid_until__isnull=True).get()
        outlet = make_outlet(name=f"演示{name}", district=district, longitude=longitude, latitude=latitude)
        make_window(outlet, staffed_half_days=10)


def until(page: Page, wanted) -> None:
    for _ in range(60):
        if wanted.count() and wanted.first.is_visible():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(wanted.first).to_be_visible()


def test_an_official_reads_the_coverage_plans_two_outlets_and_saves_the_plan(city, official, page, login, screenshot):
    login(page, official)
    page.goto("/admin/coverage/?mode=car")
    expect(page.get_by_role("heading", name="半小时服务圈", exact=True)).to_be_visible()
    expect(page.get_by_text("全市 32,054,159 人")).to_be_visible()
    expect(page.get_by_role("table", name="半小时内到不了任何计入网点的地点")).to_be_visible()
    screenshot(page, "coverage-desk")

    page.get_by_role("link", name="选址计算", exact=True).last.click()
    page.fill("[name=amount]", "2")
    page.get_by_role("button", name="开始计算").click()
    until(page, page.get_by_role("heading", name="结果：已证明最优"))
    screenshot(page, "coverage-siting")
    found = SitingRun.objects.get().result
    assert (len(found["sites"]), found["gap"]) == (2, 0)
    assert found["covered"] > found["already"]
    page.get_by_role("button", name="保存为布点方案").click()

    expect(page.get_by_role("heading", name="前后对比")).to_be_visible()
    screenshot(page, "coverage-plan")
    plan = Scenario.objects.get()
    assert sum(row["after"] for row in plan.result["districts"]) == found["covered"]

    page.goto("/admin/coverage/scenarios/")
    page.fill("[name=title]", "关闭万州站")
    page.get_by_role("button", name="建立方案").click()
    page.select_option("[name=kind]", "close")
    page.select_option("[name=outlet]", str(Outlet.objects.get(name="演示万州站").pk))
    page.get_by_role("button", name="加入方案").click()
    page.get_by_role("button", name="计算并保存").click()
    expect(page.get_by_role("heading", name="不再覆盖：")).to_be_visible()
    closed = Scenario.objects.get(title="关闭万州站").result
    lost = sum(row["before"] - row["after"] for row in closed["districts"])
    assert sum(one["people"] for one in closed["lost"]) == lost > 0


def test_an_enterprise_finds_its_nearest_outlet_on_a_phone(
    city, phone, screenshot, accessibility_findings, outside_requests
):
    seen = outside_requests(phone)

    phone.goto("/coverage/")
    expect(phone.get_by_text("就在“半小时服务圈”内")).to_be_visible()
    assert accessibility_findings(phone) == []
    screenshot(phone, "coverage-phone")
    phone.fill("[name=place]", "taibai")
    phone.get_by_role("button", name="查找最近网点").click()

    expect(phone.get_by_role("link", name="演示万州站")).to_be_visible()
    expect(phone.get_by_text("半小时内").first).to_be_visible()
    assert accessibility_findings(phone) == []
    screenshot(phone, "coverage-nearest-phone")
    assert seen == []


def test_the_circle_is_usable_at_320_pixels_and_without_script(
    city, browser, portal, accessibility_findings, screenshot
):
    context = browser.new_context(
        base_url=portal.url(""), locale="zh-CN", viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/coverage/?mode=transit&view=map")
    wide = page.locator("main").bounding_box()["width"]
    page.fill("[name=place]", "渝中区")
    page.get_by_role("button", name="查找最近网点").click()

    expect(page.get_by_role("link", name="演示渝中站")).to_be_visible()
    screenshot(page, "coverage-320")
    assert wide <= 320
    context.close()
