"""What the register puts on the first pages: an agency at a glance, what waits for officials."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies.registry import cards
from agencies.registry.models import ChangeRequest, Standing, StandingKind
from ipservice.accounts.models import Role
from ipservice.portal.cards import Urgency
from tests.factories.accounts import make_district, make_user
from tests.factories.agencies import make_agency, make_member

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 6, 1)


def ask(agency, due_on: dt.date) -> ChangeRequest:
    return ChangeRequest.objects.create(agency=agency, changes={}, submitted_by=make_member(agency), due_on=due_on)


def by_urgency(shown) -> dict[str, int]:
    return {number.label: number.value for number in shown.numbers if number.urgency != Urgency.STANDING}


def test_an_agency_sees_itself_with_standing_and_open_requests_and_nobody_else(client_for):
    mine, other = make_agency(name="甲所"), make_agency(name="乙所")
    for agency, grade in ((mine, "A+"), (other, "D")):
        Standing.objects.create(
            agency=agency, kind=StandingKind.CREDIT_GRADE, value=grade, valid_from=dt.date(2025, 1, 1), source="文件"
        )
    asked = ask(mine, timezone.localdate())
    page = client_for(make_member(mine)).get("/portal/").content.decode()

    assert "甲所" in page
    assert "国家信用等级：A+" in page
    assert f"变更申请第 {asked.pk} 号" in page
    assert "乙所" not in page
    assert "国家信用等级：D" not in page


def test_a_person_without_an_agency_gets_no_card():
    assert cards.glance(make_user(role=Role.AGENCY_STAFF), MONDAY) is None


@pytest.mark.parametrize(
    ("due_on", "late", "week"),
    [
        (MONDAY - dt.timedelta(days=1), 1, 0),
        (MONDAY, 0, 1),
        (MONDAY + dt.timedelta(days=6), 0, 1),
        (MONDAY + dt.timedelta(days=7), 0, 0),
    ],
    ids=["yesterday", "today", "sunday", "next monday"],
)
def test_requests_are_told_by_their_term(official, due_on, late, week):
    ask(make_agency(), due_on)
    told = by_urgency(cards.requests(official, MONDAY))

    assert (told["逾期变更申请"], told["本周须审核变更申请"]) == (late, week)


def test_a_district_counts_its_own_requests_only(district_official):
    ask(make_agency(district=district_official.district), MONDAY)
    ask(make_agency(district=make_district()), MONDAY)

    assert by_urgency(cards.requests(district_official, MONDAY))["本周须审核变更申请"] == 1


def test_those_who_may_not_see_requests_get_no_card(system_admin, citizen):
    assert cards.requests(citizen, MONDAY) is None
    assert cards.requests(system_admin, MONDAY) is None


def test_every_number_opens_a_page(official, client_for):
    ask(make_agency(), MONDAY)
    browser = client_for(official)

    for number in cards.requests(official, MONDAY).numbers:
        assert browser.get(number.href).status_code == 200
    for number in cards.counted(official, MONDAY).numbers:
        assert browser.get(number.href).status_code == 200
