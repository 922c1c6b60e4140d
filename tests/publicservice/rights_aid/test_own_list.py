"""Who asked for rights aid from an account finds their requests there, and adds what is missing without the code."""

import pytest

from ipservice.accounts.models import Role
from ipservice.notices.models import Message
from publicservice.rights_aid.rules import State
from publicservice.rights_aid.services import handling
from tests.factories.accounts import make_user
from tests.factories.rights_aid import MONDAY, make_request

pytestmark = pytest.mark.django_db
MINE = "/portal/rights-aid/own/"


def test_the_list_holds_ones_own_named_requests_alone(client_for, citizen):
    mine = make_request(by=citizen)
    others = [make_request(by=make_user()), make_request(), make_request(by=citizen, is_anonymous=True)]

    page = client_for(citizen).get(MINE)

    assert list(page.context["requests"]) == [mine]
    assert [each.number for each in others if each.number in page.content.decode()] == []


def test_what_is_missing_is_added_without_the_code(client_for, citizen, official):
    asked = make_request(by=citizen)
    handling.ask_to_complete(asked.pk, words="请补充权利证明", by=official, today=MONDAY)
    browser = client_for(citizen)
    assert "请补充权利证明" in browser.get(f"{MINE}{asked.pk}/").content.decode()

    browser.post(f"{MINE}{asked.pk}/", {"words": "专利证书编号为 CN1"})

    asked.refresh_from_db()
    assert asked.state == State.FILED
    assert "专利证书编号为 CN1" in asked.facts


def test_empty_words_are_said_beside_the_field(client_for, citizen, official):
    asked = make_request(by=citizen)
    handling.ask_to_complete(asked.pk, words="请补充权利证明", by=official, today=MONDAY)

    answer = client_for(citizen).post(f"{MINE}{asked.pk}/", {"words": ""})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"words"}


def test_a_request_that_lacks_nothing_takes_nothing(client_for, citizen):
    asked = make_request(by=citizen)

    answer = client_for(citizen).post(f"{MINE}{asked.pk}/", {"words": "再补充"})

    assert answer.status_code == 422
    asked.refresh_from_db()
    assert "再补充" not in asked.facts


def test_a_message_about_a_step_leads_to_the_request_itself(client_for, citizen, official):
    asked = make_request(by=citizen)
    handling.ask_to_complete(asked.pk, words="请补充权利证明", by=official, today=MONDAY)

    assert Message.objects.filter(recipient=citizen).latest("id").link == f"{MINE}{asked.pk}/"


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.AGENCY_ADMIN, Role.OUTLET_STAFF, Role.MUNICIPAL_OFFICIAL])
def test_nobody_else_opens_it(client_for, citizen, role):
    asked = make_request(by=citizen)

    assert client_for(make_user(role=role)).get(f"{MINE}{asked.pk}/").status_code == 404
