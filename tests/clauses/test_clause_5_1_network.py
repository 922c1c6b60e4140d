"""措施（五）第1、2项：建设市、区县、园区三级公共服务网络；在区县政务服务大厅设综合性知识产权服务窗口。

In a real browser: a district official enters an outlet with its window and its people; the staff publishes hours and
closes a day; everybody finds the outlet in the list and on the map, on a phone and with the keyboard too.
"""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ipservice.accounts.models import Role
from publicservice.network.models import Outlet
from publicservice.network.services import hours, outlets
from tests.browser.plugin import sign_in
from tests.factories.accounts import make_district, make_user
from tests.factories.publicservice import make_item, make_staff

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 700}
DAILY = [[["09:00", "12:00"], ["14:00", "17:00"]]] * 7


@pytest.fixture
def yuzhong(portal):
    return make_district(name="渝中区", code="500103")


@pytest.fixture
def hall(yuzhong) -> Outlet:
    """渝中窗口, open every day, with one member of staff."""
    facts = {"name": "渝中窗口", "level": "district", "district": yuzhong, "longitude": 106.565, "latitude": 29.5555}
    outlet = outlets.register_outlet(facts, by=None)
    week = hours.NewWeek(dt.date(2026, 1, 1), DAILY, "公布", follows_working_calendar=False)
    hours.add_version(outlet.pk, week, today=dt.date(2026, 1, 1), by=None)
    return outlet


def test_an_official_enters_a_hall_with_its_window_and_everybody_finds_it(page, yuzhong, accessibility_findings):
    make_item(name="商标注册咨询")
    sign_in(page, make_user(role=Role.DISTRICT_OFFICIAL, district=yuzhong))

    page.goto("/admin/outlets/gaps/")
    expect(page.get_by_role("row", name="渝中区")).to_contain_text("没有")
    page.goto("/admin/outlets/")
    page.get_by_role("link", name="登记网点").click()
    page.get_by_label("名称", exact=True).fill("渝中区政务服务大厅")
    page.get_by_label("层级").select_option("district")
    page.get_by_label("区县").select_option(label="渝中区")
    page.get_by_label("主办单位类型").select_option("government")
    page.get_by_role("button", name="登记网点").click()
    page.get_by_role("link", name="设置窗口").click()
    page.get_by_label("窗口名称").fill("知识产权综合窗口")
    page.get_by_label("综合性知识产权服务窗口").check()
    page.get_by_label("商标注册咨询").check()
    assert accessibility_findings(page) == []
    page.get_by_role("button", name="设置窗口").click()
    page.goto("/admin/outlets/gaps/")
    expect(page.get_by_role("row", name="渝中区")).not_to_contain_text("没有")

    page.context.clear_cookies()
    page.goto("/outlets/?q=yzq")
    page.get_by_role("link", name="渝中区政务服务大厅").click()
    expect(page.get_by_text("知识产权综合窗口")).to_be_visible()
    expect(page.get_by_text("商标注册咨询").first).to_be_visible()


def test_staff_closes_a_day_and_the_public_page_says_so(page, hall, accessibility_findings):
    clerk = make_user(role=Role.OUTLET_STAFF)
    make_staff(hall, user=clerk)
    sign_in(page, clerk)
    day = timezone.localdate() + dt.timedelta(days=9)

    page.goto("/portal/outlets/")
    page.get_by_role("link", name="开放时间与特殊日期").click()
    assert accessibility_findings(page) == []
    page.get_by_role("link", name="登记特殊日期").click()
    page.get_by_label("日期").fill(str(day))
    page.get_by_label("原因").fill("全员业务培训")
    page.get_by_role("button", name="登记特殊日期").click()
    expect(page.get_by_text("全员业务培训").first).to_be_visible()

    page.goto(f"/outlets/{hall.pk}/")
    expect(page.get_by_text(f"{day.year}年{day.month}月{day.day}日：不开放")).to_be_visible()


def _no_sideways_scrolling(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "address", ["/outlets/", "/outlets/?view=map", "/outlets/?view=map&district=500103", "/outlets/{}/"]
)
def test_the_public_pages_hold_on_a_narrow_phone_and_ask_no_other_host(
    page, hall, address, accessibility_findings, outside_requests
):
    asked = outside_requests(page)
    page.set_viewport_size(NARROW)

    page.goto(address.format(hall.pk))

    assert accessibility_findings(page) == []
    assert _no_sideways_scrolling(page)
    assert asked == []


def test_the_keyboard_reaches_an_outlet_on_the_map(page, hall):
    page.goto("/outlets/?view=map&level=district")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "渝中窗口":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="渝中窗口")).to_be_visible()
