"""Signing up in a browser of 320 pixels whose scripts are switched off."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.notices import sending
from tests.factories.accounts import PASSWORD
from tests.ipservice.portal.conftest import NARROW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def _is_within(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_citizen_signs_up_confirms_and_signs_in(visit):
    window = visit(viewport=NARROW, scripts=False)
    page = window.page
    window.open("/check/")
    page.get_by_role("link", name="注册", exact=True).click()
    page.get_by_label("姓名", exact=True).fill("王晓")
    page.get_by_label("用户名", exact=True).fill("wangxiao")
    page.get_by_label("电子邮箱", exact=True).fill("wang@example.com")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入密码", exact=True).fill("another-one")
    page.get_by_role("button", name="注册").click()

    wrong = page.locator(".field-password2 .errorlist, .field-password2 [class*=error]").first
    assert "两次输入的密码不一致" in wrong.text_content()
    assert page.get_by_label("姓名", exact=True).input_value() == "王晓"
    assert _is_within(page)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入密码", exact=True).fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="注册").click()
    assert page.get_by_role("heading", level=1).text_content() == "请查看邮箱"
    assert _is_within(page)
    sending.send_waiting(now=timezone.now())
    (letter,) = mail.outbox

    window.open(re.search(r"http://[^/]+(/accounts/confirm-email/\S+)", letter.body)[1])
    assert _is_within(page)
    page.get_by_role("button", name="确认邮箱").click()
    page.get_by_label("用户名", exact=True).fill("wangxiao")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    window.open("/portal/")
    page.get_by_role("link", name="我的预约").first.click()

    assert page.get_by_role("heading", level=1).text_content() == "我的预约"
    assert User.objects.get().role == Role.PUBLIC
