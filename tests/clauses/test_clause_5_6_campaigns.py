"""措施（五）第六条：惠企服务行动。在真实浏览器中：经办人新建并启动，机构登记服务，经办人确认，公开页面计数。"""

import datetime as dt

import pytest

from ipservice.accounts.models import Role
from publicservice.campaigns.models import Campaign
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_member
from tests.factories.campaigns import ENTERPRISE

pytestmark = pytest.mark.browser


def test_from_a_new_campaign_to_the_public_count(portal, page, new_page, phone, login, accessibility_findings):
    agency = make_agency()
    member = make_member(agency)
    login(page, make_user(role=Role.MUNICIPAL_OFFICIAL))
    today = dt.date.today()
    page.goto("/admin/campaigns/new/")
    page.get_by_label("主题").fill("进园区行动")
    page.get_by_label("组织单位").fill("演示单位")
    page.get_by_label("内容").fill("为园区企业咨询、检索")
    page.get_by_label("目标服务企业").fill("10")
    page.get_by_label("目标服务（次）").fill("20")
    page.get_by_label("开始日期").fill(f"{today - dt.timedelta(days=1)}")
    page.get_by_label("结束日期").fill(f"{today + dt.timedelta(days=30)}")
    page.get_by_label("参加机构").fill(agency.public_code)
    page.get_by_role("button", name="保存行动").click()
    page.get_by_role("button", name="启动行动").click()
    campaign = Campaign.objects.get()

    provider = new_page()
    login(provider, member)
    provider.goto("/portal/campaigns/")
    provider.get_by_role("link", name="进园区行动").click()
    provider.get_by_label("服务日期").fill(f"{today}")
    provider.get_by_label("企业统一社会信用代码").fill(ENTERPRISE)
    provider.get_by_label("企业名称").fill("演示企业")
    provider.get_by_role("button", name="登记服务").click()
    assert "经办人确认后计入" in provider.content()

    page.goto(f"/admin/campaigns/{campaign.pk}/")
    page.locator("button[value=confirm]").click()
    page.get_by_text("已处理这条服务").wait_for()

    phone.goto("/campaigns/")
    assert accessibility_findings(phone) == []
    phone.get_by_role("link", name="进园区行动").click()
    phone.locator(".figure-value").first.wait_for()
    assert phone.locator(".figure-value").first.inner_text() == "1家"
    assert accessibility_findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
