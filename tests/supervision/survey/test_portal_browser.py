"""The questionnaire in a real browser: saved while typing, sums, paste, two people at once, a phone, no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agencies.registry.models import Agency
from supervision.survey.models import CellQuestion, SurveyReturn
from supervision.survey.rules.states import ReturnState, Via
from supervision.survey.services import answers
from tests.browser.plugin import sign_in
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey, post
from tests.supervision.survey.test_portal import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PART = "/portal/survey/2025/102/"
PASTE = """
([id, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const field = document.getElementById(id);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def agency(portal) -> Agency:
    return make_agency(name="重庆甲知识产权代理有限公司", attorney_count=4)


@pytest.fixture
def mine(agency) -> SurveyReturn:
    before = open_survey(2024, agencies=[agency])
    a_return(before, agency=agency, state=ReturnState.ACCEPTED, values={"10201": 8, "10301": 3000000}, submitted_at=NOW)
    return a_return(open_survey(agencies=[agency]), agency=agency)


@pytest.fixture
def admin(agency):
    return make_member(agency, is_admin=True)


@pytest.fixture
def at_work(page, mine, admin) -> Page:
    sign_in(page, admin)
    return page


def values(mine) -> dict[str, object]:
    return {cell: stored.value for cell, stored in answers.read(mine.pk).items()}


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_contain_text("已自动保存")


def test_what_is_typed_is_saved_by_itself_and_there_when_one_comes_back(at_work, mine):
    at_work.goto(PART)
    at_work.get_by_role("textbox", name="年末从业人员").fill("10")

    expect(at_work.locator('[data-change="c-10201"]')).to_have_text("增 25.0%")
    saved(at_work)
    assert values(mine) == {"10201": 10}
    at_work.goto(PART)
    expect(at_work.get_by_role("textbox", name="年末从业人员")).to_have_value("10")


def test_an_answer_makes_the_item_appear_that_depends_on_it(at_work, mine):
    at_work.goto("/portal/survey/2025/101/")
    income = at_work.get_by_label("涉外业务收入")
    expect(income).to_be_hidden()

    at_work.get_by_role("group", name="是否有涉外业务").get_by_label("是").check()

    expect(income).to_be_visible()
    assert values(mine) == {"10104": "yes"}


def test_a_block_from_a_spreadsheet_fills_the_table_and_its_sums(at_work, mine):
    at_work.goto(PART)
    at_work.evaluate(PASTE, ["c-10202-master-male", "2\t1\n3\t2\n1\t1\n"])

    expect(at_work.locator("[data-sum]")).to_have_text("10")
    expect(at_work.locator("[data-row-sum]")).to_have_text(["3", "5", "2"])
    expect(at_work.locator("[data-column-sum]")).to_have_text(["6", "4"])
    saved(at_work)
    assert values(mine) == {cell: value for cell, value in GOOD_VALUES.items() if cell.startswith("10202/")}


def test_only_what_was_touched_is_sent_and_a_change_by_a_colleague_is_told_beside_the_box(at_work, mine, agency):
    at_work.goto(PART)
    colleague = make_member(agency)
    theirs = {"10201": "12", "10202/master/male": "7"}
    answers.save(mine.pk, theirs, by=colleague, via=Via.PAGE, seen_version=0, now=NOW)

    at_work.get_by_label("执业专利代理师").fill("4")
    saved(at_work)
    at_work.get_by_role("button", name="保存并返回").click()
    at_work.goto(PART)

    assert values(mine) == {"10201": 12, "10202/master/male": 7, "10203": 4}


def test_a_colleague_who_was_faster_is_told_beside_the_box_and_nothing_is_overwritten(at_work, mine, agency):
    at_work.goto(PART)
    colleague = make_member(agency)
    answers.save(mine.pk, {"10201": "12"}, by=colleague, via=Via.PAGE, seen_version=0, now=NOW)

    at_work.get_by_role("textbox", name="年末从业人员").fill("11")

    expect(at_work.locator("#c-10201-held")).to_contain_text(f"{colleague}已于")
    at_work.get_by_label("执业专利代理师").fill("4")
    saved(at_work)
    assert values(mine) == {"10201": 12, "10203": 4}
    expect(at_work.get_by_role("textbox", name="年末从业人员")).to_have_value("11")


def test_by_the_keyboard_alone_a_part_is_filled_and_the_enter_key_saves_it(at_work, mine):
    at_work.goto("/portal/survey/2025/103/")
    at_work.get_by_label("营业收入", exact=False).first.focus()
    at_work.keyboard.type("350万元")
    at_work.keyboard.press("Tab")
    at_work.keyboard.type("3000000")
    at_work.keyboard.press("Enter")

    expect(at_work.locator(".flash-success")).to_contain_text("已保存")
    assert values(mine) == {"10301": 3500000, "10302": 3000000}


def test_without_a_script_everything_is_there_by_its_buttons(browser, portal, mine, admin):
    context = browser.new_context(base_url=portal.url(""), java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, admin)
    page.goto(PART)
    page.get_by_role("textbox", name="年末从业人员").fill("许多")
    page.get_by_label("执业专利代理师").fill("4")
    page.get_by_role("button", name="保存并继续").click()

    expect(page.locator("#error-summary")).to_contain_text("“许多”不是数字")
    expect(page.get_by_role("textbox", name="年末从业人员")).to_have_value("许多")
    page.get_by_role("textbox", name="年末从业人员").fill("10")
    page.get_by_role("button", name="保存并返回").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(mine.survey.title)
    assert values(mine) == {"10201": 10, "10203": 4}
    context.close()


PAGES = ("", "101/", "102/?checked=1", "103/", "check/", "questions/", "done/", "history/")


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_serious_fault_or_runs_over_the_edge(at_work, mine, width):
    returned = a_return(
        mine.survey, agency=mine.agency, state=ReturnState.RETURNED, values=GOOD_VALUES, submitted_at=NOW
    )
    returned.submissions.create(
        number=1, answers={"10303": {"value": "9", "explanation": ""}}, digest="0" * 64, submitted_at=NOW
    )
    asker = post()
    for cell in ("10303", "10202/master/male"):
        CellQuestion.objects.create(
            survey_return=mine, cell=cell, question="请核对", value_then="2", asked_by=asker, asked_at=NOW
        )
    at_work.set_viewport_size({"width": width, "height": 800})
    faults = {}
    for path in PAGES:
        at_work.goto(f"/portal/survey/2025/{path}", wait_until="load")
        found = Axe().run(at_work).response["violations"]
        told = [
            f"{rule['id']}: {rule['nodes'][0]['html'][:120]}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        if at_work.evaluate("document.documentElement.scrollWidth") > width:
            told.append("runs over the edge")
        faults[path] = told

    assert {path: told for path, told in faults.items() if told} == {}
