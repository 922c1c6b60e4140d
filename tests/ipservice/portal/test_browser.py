"""The pages as people meet them: small screens, keyboard only, no scripts, screen readers, nothing from elsewhere."""

import datetime as dt
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from ipservice.accounts.models import Role
from ipservice.documents import services, subjects
from ipservice.documents.subjects import LiveRecord, Subject
from ipservice.portal.navigation import exists
from tests.factories.accounts import make_user
from tests.ipservice.portal.conftest import DESKTOP, NARROW, PHONE

pytestmark = [pytest.mark.django_db(transaction=True)]
PUBLIC_PAGES = (
    "/",
    "/accessibility/",
    "/privacy/",
    "/check/",
    "/check/?code=ABC",
    "/accounts/login/",
    "/accounts/signup/",
    "/no-such-page/",
)


@dataclass(frozen=True)
class Paper:
    """Stands for any frozen content."""

    title: str = "关于奖励的通知"
    number: str = "渝知函〔2026〕1号"
    dated: dt.date = dt.date(2026, 6, 1)
    is_demo: bool = False


def _serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_public_pages_have_no_serious_accessibility_fault_and_load_nothing_from_elsewhere(visit, viewport):
    window = visit(viewport=viewport)
    faults = {}
    for path in PUBLIC_PAGES:
        window.open(path)
        faults[path] = _serious(window.page)

    assert {path: found for path, found in faults.items() if found} == {}
    assert window.elsewhere == []
    assert [text for text in window.complaints if "404" not in text] == []


@pytest.mark.parametrize("mode", ["", "elder", "contrast"])
def test_no_page_scrolls_sideways_at_320_pixels(visit, mode):
    window = visit(viewport=NARROW)
    if mode:
        window.open(f"/display/?{mode}=1")
    wider = {}
    for path in PUBLIC_PAGES:
        window.open(path)
        wider[path] = window.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert {path: pixels for path, pixels in wider.items() if pixels > 0} == {}


def test_the_first_key_leads_past_the_navigation_into_the_matter(visit):
    window = visit()
    window.open("/accessibility/")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.textContent") == "跳到正文"

    window.page.keyboard.press("Enter")

    assert window.page.evaluate("document.activeElement.id") == "content"


def test_everything_that_can_be_pressed_is_reached_by_tab_and_shows_where_one_is(visit):
    window = visit()
    window.open("/")
    wanted = window.page.locator("a[href]:visible, button:visible, input:visible").count()
    reached = set()
    for _ in range(wanted):
        window.page.keyboard.press("Tab")
        reached.add(window.page.evaluate("document.activeElement.outerHTML"))
        outline = window.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"

    assert len(reached) == wanted


def test_a_paper_is_checked_with_scripts_switched_off(visit, monkeypatch):
    monkeypatch.setattr(subjects, "_subjects", {})
    subjects.register(Subject("award_line", "奖励", lambda key, today: LiveRecord("2024年度奖励", "有效", True)))
    paper = services.issue("award_letter", ("award_line", "1"), Paper())
    window = visit(scripts=False)
    window.open("/")
    window.page.get_by_role("link", name="核验文书").first.click()
    window.page.get_by_label("核验码").fill(paper.check_code.lower())
    window.page.get_by_role("button", name="核验").click()

    assert window.page.get_by_role("heading", level=1).text_content() == "核验结果"
    assert window.page.url.endswith(reverse("check-paper", args=[paper.check_code]))


def test_the_larger_edition_is_switched_on_without_scripts_and_kept(visit):
    window = visit(scripts=False)
    window.open("/check/")
    window.page.get_by_role("link", name="长者版").click()
    window.open("/")

    size = window.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert (size, window.page.get_by_role("link", name="标准版").count()) == (20, 1)


def test_an_error_in_a_form_is_reached_from_the_summary(visit):
    window = visit()
    window.open("/check/?code=ABC")
    window.page.get_by_role("link", name="核验码：核验码应为 16 位").click()

    assert window.page.evaluate("document.activeElement.id") == "id_code"
    field = window.page.get_by_label("核验码")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    assert all(window.page.locator(f"#{name}").count() == 1 for name in described)


def test_officials_desk_keeps_the_content_policy_and_has_no_serious_fault(visit, client_for):
    client = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL))
    window = visit(client=client)
    window.open("/admin/")

    assert window.complaints == []
    assert window.elsewhere == []
    assert _serious(window.page) == []


def test_officials_move_through_a_list_by_keys(visit, client_for):
    user = make_user(role=Role.SYSTEM_ADMIN)
    address = "/admin/accounts/user/"
    assert exists(address)
    window = visit(client=client_for(user))
    for number in range(3):
        make_user(role=Role.PUBLIC, display_name=f"甲{number}")
    window.open(address)
    page = window.page

    page.keyboard.press("j")
    page.keyboard.press("j")
    rows = "[...document.querySelectorAll('#result_list tbody tr')]"
    second = page.evaluate(f"{rows}.findIndex(row => row.matches('.is-current'))")
    page.keyboard.press("/")
    in_search = page.evaluate("document.activeElement.id")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")

    assert (second, in_search) == (1, "searchbar")
