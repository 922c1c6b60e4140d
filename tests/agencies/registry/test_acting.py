"""One account for several agencies: every page says for which one it acts, and acts for that one."""

import datetime as dt

import pytest

from agencies.registry.models import Agency, AgencyMembership, ChangeRequest
from tests.factories.agencies import make_agency, make_member

pytestmark = pytest.mark.django_db
PAGES = ("/portal/", "/portal/filings/", "/portal/awards/", "/portal/team/", "/portal/messages/", "/portal/claims/")


@pytest.fixture
def first():
    return make_agency(name="甲专利所", name_pinyin="jia")


@pytest.fixture
def second():
    return make_agency(name="乙专利所", name_pinyin="yi")


@pytest.fixture
def person(first, second):
    user = make_member(first, is_admin=True)
    AgencyMembership.objects.create(agency=second, user=user, is_admin=True)
    return user


@pytest.fixture
def browser(client_for, person):
    return client_for(person)


def said(page) -> str:
    return page.content.decode().split("您正代表 <strong>")[1].split("</strong>")[0]


def act_for(browser, agency):
    return browser.post("/portal/acting/", {"key": agency.pk})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_for_whom_and_follows_the_switch(browser, first, second, path):
    assert said(browser.get(path)) == "甲专利所"

    act_for(browser, second)

    assert said(browser.get(path)) == "乙专利所"


def test_the_choice_is_remembered_in_the_session_and_its_own(client_for, person, browser, second):
    act_for(browser, second)

    assert [said(each.get("/portal/")) for each in (browser, client_for(person))] == ["乙专利所", "甲专利所"]


def test_pages_show_and_change_the_one_acted_for_alone(browser, first, second):
    colleague = make_member(second)
    assert colleague.username not in browser.get("/portal/team/").content.decode()
    act_for(browser, second)

    assert colleague.username in browser.get("/portal/team/").content.decode()
    assert browser.get("/portal/agency/").url == f"/portal/agency/{second.public_code}/"


def test_an_address_that_names_an_agency_acts_for_that_one_from_then_on(browser, second):
    page = browser.get(f"/portal/agency/{second.public_code}/")

    assert said(page) == "乙专利所"
    assert said(browser.get("/portal/")) == "乙专利所"


def test_a_request_of_the_other_agency_is_opened_as_that_agency(browser, person, second):
    asked = ChangeRequest.objects.create(agency=second, changes={}, submitted_by=person, due_on=dt.date(2099, 1, 1))

    assert said(browser.get(f"/portal/agency/requests/{asked.pk}/")) == "乙专利所"


def test_a_page_that_is_missing_tells_how_to_switch(browser):
    page = browser.get("/portal/agency/requests/999999/")

    assert page.status_code == 404
    assert "您正代表 甲专利所 办理" in page.content.decode()


@pytest.mark.parametrize("key", ["", "0", "abc", "9" * 30, "-1"])
def test_nobody_acts_for_what_is_not_theirs(browser, key):
    foreign = make_agency()

    assert browser.post("/portal/acting/", {"key": key}).status_code == 404
    assert act_for(browser, foreign).status_code == 404
    assert said(browser.get("/portal/")) == "甲专利所"


def test_a_membership_that_ended_is_no_longer_acted_for(browser, person, second):
    act_for(browser, second)
    assert said(browser.get("/portal/")) == "乙专利所"
    AgencyMembership.objects.filter(user=person, agency=second).update(ended_at=dt.datetime.now(dt.UTC))

    page = browser.get("/portal/").content.decode()

    assert "乙专利所" not in page
    assert "切换机构" not in page


def test_who_acts_for_one_agency_is_asked_nothing(client_for, first):
    assert "切换机构" not in client_for(make_member(first)).get("/portal/").content.decode()


def test_the_queryset_narrows_to_the_chosen_one_and_never_beyond_the_memberships(person, first, second):
    foreign = make_agency()
    person.acting_for = second.pk
    assert list(Agency.objects.run_by(person)) == [second]
    assert set(Agency.objects.open_to(person)) == {first, second}

    person.acting_for = foreign.pk
    assert not Agency.objects.run_by(person).exists()
