"""措施（五）第五条：公共服务目录。在真实浏览器中：企业查得到、用得上；经办人拟定，另一人复核发布。"""

import pytest

from ipservice.accounts.models import Role
from publicservice.catalogue import shipped
from publicservice.catalogue.models import EntryVersion
from publicservice.catalogue.services import entries
from tests.factories.accounts import make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(portal):
    """The shipped catalogue, looked through by a reviewer."""
    shipped.load()
    reviewer = make_user(role=Role.REVIEWER)
    for version in EntryVersion.objects.filter(state="in_review"):
        entries.publish(version.pk, by=reviewer)
    return reviewer


def test_an_enterprise_finds_what_it_wants_on_a_phone(shelf, phone, accessibility_findings, outside_requests):
    outside = outside_requests(phone)
    phone.goto("/catalogue/")
    assert accessibility_findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    phone.get_by_label("想办什么事").fill("牌子注册")
    phone.get_by_role("button", name="查找服务").click()
    phone.get_by_role("link", name="中国商标网").click()

    assert phone.get_by_role("heading", level=1).inner_text() == "中国商标网"
    assert phone.get_by_role("link", name="网上办理").get_attribute("href") == "https://sbj.cnipa.gov.cn/"
    assert accessibility_findings(phone) == []
    assert outside == []


def test_without_javascript_the_chips_narrow_and_every_entry_leads_somewhere(shelf, browser, portal):
    context = browser.new_context(base_url=portal.url(""), java_script_enabled=False)
    page = context.new_page()
    page.goto("/catalogue/")
    page.get_by_role("link", name="有人侵权，我要维权").click()
    page.locator(".chip", has_text="办事指南").click()

    titles = page.locator(".shelf-rows h2").all_inner_texts()
    assert "专利侵权纠纷行政裁决" in titles
    page.get_by_role("link", name="专利侵权纠纷行政裁决").click()
    assert page.get_by_role("link", name="预约办理").get_attribute("href") == "/booking/?item=gg-adjudication"
    context.close()


def test_an_official_writes_an_entry_and_another_puts_it_on_the_shelf(shelf, page, new_page, login):
    author = make_user(role=Role.MUNICIPAL_OFFICIAL)
    login(page, author)
    page.goto("/admin/catalogue/new/")
    page.get_by_label("编码").fill("patent-map")
    page.get_by_label("名称", exact=True).fill("专利导航报告查询")
    page.get_by_label("创造").check()
    page.get_by_label("企业").check()
    page.get_by_label("一句话说明").fill("查已经公开的专利导航报告")
    page.get_by_label("电话", exact=True).first.check()
    page.get_by_role("button", name="保存草稿").click()
    assert "电话办理的条目要填写电话" in page.content()
    page.locator("#id_phone").fill("023-12345678")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="提交复核").click()
    page.get_by_role("button", name="复核发布").click()
    assert "须由另一人复核发布" in page.content()

    second = new_page()
    login(second, shelf)
    second.goto("/admin/catalogue/entries/patent-map/")
    second.get_by_role("button", name="复核发布").click()
    second.goto("/catalogue/patent-map/")
    assert second.get_by_role("link", name="拨打 023-12345678").get_attribute("href") == "tel:023-12345678"
