"""措施（五）第六条：维权援助。在真实浏览器中：手机上匿名提出、凭码查询；经办人受理、办理、答复；请求人评价。"""

import pytest

from ipservice.accounts.models import Role
from publicservice.rights_aid.models import AidRequest
from tests.factories.accounts import make_user
from tests.factories.rights_aid import make_rules

pytestmark = pytest.mark.browser
PDF = {"name": "公证书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%test\n"}


@pytest.fixture
def rules(portal):
    return make_rules()


def _next(page) -> None:
    page.get_by_role("button", name="下一步").click()


def _ask(page, check=lambda: None, *, is_anonymous: bool) -> str:
    """Every question in turn; answers the code."""
    page.goto("/rights-aid/")
    page.get_by_role("link", name="提出请求").click()
    page.get_by_label("专利", exact=True).check()
    check()
    _next(page)
    page.get_by_label("被请求人").fill("演示商行")
    _next(page)
    page.get_by_label("事实和理由").fill("2026年5月起，对方在网店销售与我专利相同的产品，已经公证购买。")
    _next(page)
    _next(page)
    _next(page)
    page.get_by_label("匿名" if is_anonymous else "实名").check()
    _next(page)
    if not is_anonymous:
        page.get_by_label("姓名或单位名称").fill("李四")
        page.get_by_label("联系电话").fill("13812345678")
        _next(page)
    page.locator("#id_evidence").set_input_files([PDF])
    _next(page)
    page.get_by_role("button", name="提交维权援助请求").wait_for()
    check()
    if not is_anonymous:
        page.locator("#id_consent").check()
    page.get_by_role("button", name="提交维权援助请求").click()
    page.locator(".aid-code .code").wait_for()
    check()
    return page.locator(".aid-code .code").inner_text()


def test_from_an_anonymous_request_on_a_phone_to_answer_and_rating(
    rules, phone, page, login, accessibility_findings, screenshot
):
    def accessible() -> None:
        assert accessibility_findings(phone) == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    code = _ask(phone, accessible, is_anonymous=True)
    screenshot(phone, "rights-aid-receipt-phone")
    request = AidRequest.objects.get()
    assert (request.is_anonymous, request.evidence.count()) == (True, 1)

    login(page, make_user(role=Role.MUNICIPAL_OFFICIAL))
    page.goto("/admin/rights-aid/")
    page.get_by_role("link", name=request.number).click()
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_role("button", name="开始办理").click()
    page.get_by_label("答复").fill("经比对，对方产品落入专利权保护范围，建议请求行政裁决。")
    page.get_by_role("button", name="答复", exact=True).click()
    screenshot(page, "rights-aid-desk")

    phone.goto("/rights-aid/track/")
    phone.get_by_label("查询码").fill(code.lower())
    phone.get_by_role("button", name="查询进度").click()
    phone.get_by_role("link", name="评价这次办理").wait_for()
    accessible()
    assert "建议请求行政裁决" in phone.content()
    phone.get_by_role("link", name="评价这次办理").click()
    phone.get_by_label("非常满意").check()
    phone.get_by_role("button", name="提交评价").click()
    assert "您的评价：非常满意" in phone.content()


def test_a_named_request_without_javascript(rules, browser, portal):
    context = browser.new_context(base_url=portal.url(""), java_script_enabled=False)
    page = context.new_page()

    code = _ask(page, is_anonymous=False)

    request = AidRequest.objects.get()
    assert (request.applicant_name, request.phone) == ("李四", "13812345678")
    page.goto("/rights-aid/track/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询进度").click()
    assert request.number in page.content()
    context.close()
