"""The agency portal and open data, looked at: nothing is cut off at 320 pixels, and axe finds nothing serious."""

import datetime as dt
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from agencies.registry.models import AgencyMembership, Standing, StandingKind
from ipservice.notices.services import notify
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_attorney, make_claim, make_member
from tests.factories.filings import make_total
from tests.factories.opendata import publish_release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WIDTHS = (1280, 390, 320)
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def agency():
    agency = make_agency(name="重庆博凯知识产权代理有限公司")
    make_total(agency, 2025, filed=120, concluded=100, granted=60)
    make_attorney(agency=agency, name="王小明")
    Standing.objects.create(
        agency=agency, kind=StandingKind.CREDIT_GRADE, value="A+", valid_from=TODAY, source="信用公告第1号"
    )
    return agency


@pytest.fixture
def member(agency):
    person = make_member(agency, is_admin=True)
    other = make_agency(name="重庆江津长名称知识产权代理事务所（普通合伙）第二分所")
    AgencyMembership.objects.create(agency=other, user=person, is_admin=True)
    for event, days in (("a:1", -3), ("b:1", 5), ("c:1", None)):
        due = None if days is None else dt.date.today() + dt.timedelta(days=days)
        notify([person], event=event, title="核对2025年度发明专利申请量", body="名单计算前须逐家核对，逾期视为无异议。",
               due_on=due, is_task=True, link="/portal/awards/")  # fmt: skip
    return person


def look(window, path: str) -> list[str]:
    """What is wrong with the page at any width. With ``PICTURES`` set, pictures are kept there."""
    wrong = []
    for width in WIDTHS:
        window.page.set_viewport_size({"width": width, "height": 900})
        window.page.goto(path, wait_until="load")
        over = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{path} at {width}: {over} pixels are cut off"] if over > 0 else []
        if os.environ.get("PICTURES"):
            name = f"{path.strip('/').replace('/', '_') or 'home'}-{width}.png"
            window.page.screenshot(path=Path(os.environ["PICTURES"]) / name, full_page=True)
    found = Axe().run(window.page).response["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return wrong + [f"{path}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in serious]


def test_an_agencys_pages_fit_and_are_accessible(visit, client_for, agency, member):
    claim = make_claim(agency, make_user(display_name="李四"))
    window = visit(client=client_for(member))
    paths = ["/portal/", "/portal/todo/", f"/portal/agency/{agency.public_code}/record/", "/portal/claims/new/",
             f"/portal/claims/{claim.pk}/"]  # fmt: skip

    assert [problem for path in paths for problem in look(window, path)] == []


def test_public_pages_of_open_data_and_search_fit_and_are_accessible(visit, agency):
    publish_release(note="首次发布")
    publish_release()
    window = visit(client=None)
    paths = ["/data/v2027.1/", "/data/v2027.2/since/v2027.1/", "/search/?q=博凯"]

    assert [problem for path in paths for problem in look(window, path)] == []


def test_officials_pages_fit_and_are_accessible(visit, client_for, agency, member, official):
    claim = make_claim(agency, make_user())
    release = publish_release()
    window = visit(client=client_for(official))
    paths = ["/admin/todo/", "/admin/todo/people/", f"/admin/agencies/claims/{claim.pk}/", "/admin/open-data/",
             f"/admin/open-data/{release.pk}/"]  # fmt: skip

    assert [problem for path in paths for problem in look(window, path)] == []


def test_one_switches_the_agency_by_keyboard_alone(visit, client_for, member):
    window = visit(client=client_for(member))
    window.page.goto("/portal/")
    before = window.page.locator(".acting strong").inner_text()

    window.page.locator(".acting summary").press("Enter")
    window.page.locator(".acting button").first.press("Enter")
    window.page.wait_for_load_state("load")

    assert window.page.locator(".acting strong").inner_text() != before
    assert "现在代表" in window.page.locator("main").inner_text()


def test_a_task_is_read_on_a_small_screen_beside_or_above_its_term(visit, client_for, member):
    window = visit(client=client_for(member), viewport={"width": 320, "height": 640})
    window.page.goto("/portal/todo/")

    widths = [box.bounding_box()["width"] for box in window.page.locator(".task-list .task-title").all()]

    assert len(widths) == 3
    assert min(widths) > 150
