"""Masked by default; in clear for a reason, by who may, and on record."""

import datetime as dt

import pytest
from django.template import Context, Template

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.privacy.services import revealing
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_member

REASON = "核实登记联系人"
PAGE = "/admin/privacy/reveal/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency(contact_name="赵小明", contact_phone="13987654321", email="zhao@example.cn")


def test_a_list_shows_enough_to_recognise(agency):
    page = Template(
        "{% load privacy %}{{ a|masked:'contact_name' }} {{ a|masked:'contact_phone' }} {{ a|masked:'email' }} "
        "{{ a|masked:'website' }}"
    )
    agency.website = "https://example.cn"

    assert page.render(Context({"a": agency})) == "赵** 139****4321 z***@example.cn ***"


def test_looking_at_it_in_clear_is_on_record_without_the_values(agency, official):
    values = revealing.reveal("agencies.Agency", str(agency.pk), by=official, reason=REASON)

    entry = AuditEntry.objects.get(verb="privacy.reveal")
    assert values["联系电话"] == "13987654321"
    assert (entry.actor, entry.reason, entry.subject_key) == (official, REASON, str(agency.pk))
    assert "13987654321" not in str(entry.after)


@pytest.mark.parametrize("reason", ["", "   ", "看看 "])
def test_without_a_reason_nothing_is_shown(agency, official, reason):
    with pytest.raises(revealing.ReasonMissing):
        revealing.reveal("agencies.Agency", str(agency.pk), by=official, reason=reason)
    assert not AuditEntry.objects.filter(verb="privacy.reveal").exists()


def test_a_district_sees_its_own_agencies_only(agency):
    own = make_user(role=Role.DISTRICT_OFFICIAL, district=agency.district)
    other = make_user(role=Role.DISTRICT_OFFICIAL)

    assert revealing.reveal("agencies.Agency", str(agency.pk), by=own, reason=REASON)
    with pytest.raises(revealing.NotYours):
        revealing.reveal("agencies.Agency", str(agency.pk), by=other, reason=REASON)


@pytest.mark.parametrize("key", ["999999", "abc", "-1", "9" * 30])
def test_what_is_not_there_is_told_as_what_is_not_yours(official, key):
    with pytest.raises(revealing.NotYours):
        revealing.reveal("agencies.Agency", key, by=official, reason=REASON)


@pytest.mark.parametrize("label", ["accounts.User", "auth.Group", "nonsense"])
def test_what_is_not_declared_for_it_cannot_be_asked_for(official, label):
    with pytest.raises(revealing.NotYours):
        revealing.reveal(label, str(official.pk), by=official, reason=REASON)


def test_system_administrators_and_agencies_do_not_look(agency, system_admin):
    for person in (system_admin, make_member(agency, is_admin=True)):
        with pytest.raises(revealing.NotYours):
            revealing.reveal("agencies.Agency", str(agency.pk), by=person, reason=REASON)


def test_the_page_asks_for_the_reason_first(client_for, official, agency):
    browser = client_for(official)
    asked = browser.get(PAGE, {"label": "agencies.Agency", "key": agency.pk})
    refused = browser.post(PAGE, {"label": "agencies.Agency", "key": agency.pk, "reason": "看"})
    shown = browser.post(PAGE, {"label": "agencies.Agency", "key": agency.pk, "reason": REASON})

    assert ["13987654321" in page.content.decode() for page in (asked, refused, shown)] == [False, False, True]
    assert "no-store" in shown["Cache-Control"]


def test_the_inventory_is_open_to_the_city_and_the_system_administrator(
    client_for, official, reviewer, system_admin, district_official
):
    answers = [client_for(person).get("/admin/privacy/").status_code for person in (official, reviewer, system_admin)]

    assert answers == [200, 200, 200]
    assert client_for(district_official).get("/admin/privacy/").status_code == 403


def test_the_inventory_says_what_is_not_confirmed_and_how_much_is_due(client_for, official):
    make_agency(state="dissolved", state_since=dt.date(2001, 1, 1), contact_phone="13987654321")

    page = client_for(official).get("/admin/privacy/").content.decode()

    assert "待确认" in page
    assert "1 条" in page


def test_a_confirmed_term_is_on_record(client_for, official):
    client_for(official).post(
        "/admin/privacy/retentionterm/add/",
        {"label": "agencies.Agency", "days": "365", "basis": "局发文", "status": "confirmed"},
    )

    assert (
        AuditEntry.objects.get(verb="privacy.term").sentence
        == "确定“agencies.Agency”个人信息保存期限为 365 天（已确认）"
    )
