"""措施（五）第6项：推行知识产权公共服务预约制，企业可选服务、选网点、选时间，并对服务作出评价。

In a real browser, on a desktop and on a phone, without JavaScript and with the keyboard alone: an enterprise books,
moves its appointment, is served and rates; who waits for a full slot gets it when it is given up.
"""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from publicservice.booking.models import Booking, BookingState, Rectification, WaitingEntry
from publicservice.booking.services import bookings, ratings
from publicservice.network.models import HoursVersion
from tests.browser.plugin import PHONE
from tests.factories.booking import make_schedule
from tests.factories.publicservice import make_item, make_outlet

pytestmark = pytest.mark.browser
EVERY_DAY = [[["09:00", "12:00"], ["14:00", "17:00"]]] * 7
NARROW = {"width": 320, "height": 700}


@pytest.fixture
def schedule(portal):
    """One outlet, one window with one place for each half hour, and the rules of booking in force."""
    call_command("load_rulesets", verbosity=0, stdout=StringIO())
    outlet = make_outlet(name="渝中区知识产权服务站", address="渝中区解放碑1号", phone="023-63700000")
    HoursVersion.objects.create(
        outlet=outlet,
        in_force_from=dt.date(2020, 1, 1),
        week=EVERY_DAY,
        follows_working_calendar=False,
        reason="设立",
        created_at=timezone.now(),
    )
    items = {make_item(name="专利申请咨询"): 30, make_item(name="商标注册咨询"): 30}
    return make_schedule(outlet, items=items, capacity=1, name="综合咨询窗口")


def choose_slot(page: Page) -> None:
    """From the first page to the held place."""
    page.goto("/booking/")
    page.get_by_label("专利申请咨询").check()
    page.get_by_role("button", name="选择地点").click()
    page.get_by_role("link", name="渝中区知识产权服务站").click()
    page.locator(".next-free button").click()
    expect(page.get_by_text("名额为您保留到")).to_be_visible()


def tell_who(page: Page, phone: str = "13812345678") -> None:
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("手机号").fill(phone)
    page.get_by_label("想咨询的内容").fill("发明专利申请前要做哪些准备")
    page.get_by_role("button", name="核对填写内容").click()
    page.get_by_label("我同意").check()


def book(page: Page) -> str:
    choose_slot(page)
    tell_who(page)
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()
    return page.locator(".receipt-number .code").inner_text()


def find(page: Page, code: str, tail: str = "5678") -> None:
    page.goto("/booking/find/")
    page.get_by_label("预约码或候补码").fill(code)
    page.get_by_label("手机号后四位").fill(tail)
    page.get_by_role("button", name="查询预约").click()


def serve(booking: Booking) -> str:
    """What the desk does; the address that the enterprise gets by SMS and mail."""
    with transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(state=BookingState.SERVED, served_at=timezone.now())
        ratings.ask(booking)
    return f"/booking/rate/{ratings.token_of(booking)}/"


def test_an_enterprise_books_moves_and_rates(page, new_page, schedule, screenshot, outside_requests):
    others = outside_requests(page)
    code = book(page)
    screenshot(page, "booking-done")
    booked = Booking.objects.get()

    elsewhere = new_page()
    find(elsewhere, code.lower())
    elsewhere.get_by_role("link", name="改约").click()
    elsewhere.locator(".week .slot:not(.slot-full)").last.click()
    expect(elsewhere.get_by_text("预约已改到所选时间")).to_be_visible()
    moved = Booking.objects.get()
    assert (moved.pk, moved.uid, moved.sequence, moved.starts_at > booked.starts_at) == (booked.pk, booked.uid, 1, True)

    elsewhere.goto(serve(moved))
    for group in elsewhere.get_by_role("group").all():
        group.get_by_label("不满意", exact=True).check()
    elsewhere.get_by_role("button", name="提交评价").click()
    expect(elsewhere.get_by_role("heading", name="感谢您的评价")).to_be_visible()
    assert Rectification.objects.get().rating.overall == 2
    assert others == []


def test_on_a_phone_and_at_320_pixels_nothing_is_cut_off(phone, schedule, screenshot, accessibility_findings):
    phone.set_viewport_size(PHONE)
    phone.goto("/booking/")
    found = {"matters": accessibility_findings(phone)}
    screenshot(phone, "booking-matters-phone")
    phone.get_by_label("专利申请咨询").check()
    phone.get_by_role("button", name="选择地点").click()
    screenshot(phone, "booking-places-phone")
    phone.get_by_role("link", name="渝中区知识产权服务站").click()
    found["times"] = accessibility_findings(phone)
    screenshot(phone, "booking-times-phone")
    phone.set_viewport_size(NARROW)
    widths = [phone.evaluate("document.documentElement.scrollWidth")]
    phone.locator(".next-free button").click()
    found["who"] = accessibility_findings(phone)
    widths.append(phone.evaluate("document.documentElement.scrollWidth"))
    tell_who(phone)
    found["check"] = accessibility_findings(phone)
    widths.append(phone.evaluate("document.documentElement.scrollWidth"))
    screenshot(phone, "booking-check-phone")
    phone.get_by_role("button", name="提交预约").click()
    found["done"] = accessibility_findings(phone)

    assert {name: lines for name, lines in found.items() if lines} == {}
    assert max(widths) <= NARROW["width"]


def test_without_javascript_an_enterprise_books(browser, portal, schedule):
    context = browser.new_context(base_url=portal.url(""), java_script_enabled=False, locale="zh-CN")
    try:
        code = book(context.new_page())
    finally:
        context.close()

    assert len(code.replace("-", "")) == 12
    assert Booking.objects.get().state == BookingState.BOOKED


def test_the_keyboard_alone_books_a_slot(page, schedule):
    def to(name: str, role: str) -> None:
        target = page.get_by_role(role, name=name).first
        for _ in range(60):
            page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{name} is not reached by Tab")

    page.goto("/booking/")
    to("专利申请咨询", "checkbox")
    page.keyboard.press("Space")
    to("选择地点", "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booking/place/**")
    to("渝中区知识产权服务站", "link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booking/time/**")
    to("09:00", "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booking/who/")
    for name, text in (("姓名", "李四"), ("手机号", "13812345678"), ("想咨询的内容", "商标续展")):
        to(name, "textbox")
        page.keyboard.type(text)
    to("核对填写内容", "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booking/check/")
    to("我同意", "checkbox")
    page.keyboard.press("Space")
    to("提交预约", "button")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()


def test_who_waits_gets_the_place_that_is_given_up(page, new_page, schedule):
    book(page)
    booked = Booking.objects.get()
    second = new_page()
    second.goto(
        f"/booking/time/?item={schedule.items.first().item_id}&variant=on_site&schedule={schedule.pk}"
        f"&from={timezone.localdate(booked.starts_at)}"
    )
    second.get_by_role("button", name="满，候补").first.click()
    tell_who(second, "13900009999")
    second.get_by_role("button", name="登记候补").click()
    expect(second.get_by_role("heading", name="候补已登记")).to_be_visible()
    code = second.locator(".receipt-number .code").inner_text()

    bookings.cancel(booked.pk, now=timezone.now())
    find(second, code, "9999")
    second.get_by_role("button", name="确认预约").click()

    expect(second.get_by_text("候补成功")).to_be_visible()
    assert WaitingEntry.objects.get().state == "served"


def test_the_large_type_switch_is_kept_through_the_booking(page, schedule):
    page.goto("/booking/")
    page.get_by_role("link", name="长者版").click()

    choose_slot(page)

    assert "elder" in page.locator("html").get_attribute("class")
