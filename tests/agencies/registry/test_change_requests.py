"""Requests of agencies to change registered facts: asked in the portal, decided by officials, seen in the history."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.registry.models import Agency, ChangeRequest, RequestState
from agencies.registry.rules import requests as rules
from agencies.registry.services import change_requests, history
from agencies.registry.services.change_requests import Asked
from ipservice.accounts.models import Role
from ipservice.evidence import services as evidence
from ipservice.notices.models import Message
from ipservice.procedure.services.rulesets import load_rulesets
from tests.factories.accounts import make_district, make_user
from tests.factories.agencies import make_agency, make_member

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def _rules(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    load_rulesets(settings.BASE_DIR / "docs" / "rulesets")


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="重庆博凯专利所", address="人民路1号", contact_phone="13812345678", website="")


@pytest.fixture
def member(agency):
    return make_member(agency, is_admin=True)


def paper(by):
    return evidence.keep_bytes(PDF, "执照.pdf", purpose=change_requests.EVIDENCE, by=by)


def ask(agency, member, *, proven=True, **wanted) -> ChangeRequest:
    papers = [paper(member)] if proven else []
    return change_requests.submit(agency.pk, Asked(wanted, "搬迁", papers), today=TODAY, by=member)


def facts_of(agency) -> dict:
    return Agency.objects.values().get(pk=agency.pk)


def test_an_approved_request_changes_exactly_the_listed_facts(agency, member, official):
    new = make_district()
    asked = ask(agency, member, address="新华路2号", district=new, website="")
    before = facts_of(agency)

    change_requests.approve(asked.pk, reason="材料齐全", today=TODAY, by=official)

    changed = {name: value for name, value in facts_of(agency).items() if value != before[name]}
    assert set(changed) == {"address", "district_id", "updated_at"}
    assert (changed["address"], changed["district_id"]) == ("新华路2号", new.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.decided_by) == (RequestState.APPROVED, "材料齐全", official)


def test_the_history_row_leads_to_the_request(agency, member, official):
    asked = ask(agency, member, address="新华路2号")
    change_requests.approve(asked.pk, reason="", today=TODAY, by=official)

    latest = history.events_of(agency)[0]

    assert latest.request == asked
    assert latest.differences == (("地址", "人民路1号", "新华路2号"),)


def test_a_change_by_plain_sql_is_shown_as_sql(agency):
    Agency.objects.filter(pk=agency.pk).update(address="别处")

    latest = history.events_of(agency)[0]

    assert (latest.who, latest.differences, latest.request) == ("sql", (("地址", "人民路1号", "别处"),), None)


def test_an_approved_name_begins_today_and_the_former_name_is_kept(agency, member, official):
    asked = ask(agency, member, name="重庆新博凯专利所")

    change_requests.approve(asked.pk, reason="", today=TODAY, by=official)

    assert list(agency.names.values_list("name", "since", "until"))[:2] == [
        ("重庆新博凯专利所", TODAY, None),
        ("重庆博凯专利所", dt.date(2015, 3, 2), TODAY),
    ]
    assert [found.pk for found in Agency.objects.found_by("xinbokai")] == [agency.pk]


def test_the_request_is_due_after_the_working_days_of_the_rules(agency, member):
    assert ask(agency, member, address="新华路2号").due_on == dt.date(2026, 6, 8)


def test_officials_get_a_task_and_the_agency_the_answer(agency, member, official):
    asked = ask(agency, member, address="新华路2号")
    change_requests.reject(asked.pk, reason="执照看不清，请重新上传", by=official)

    told = Message.objects.order_by("id").values_list("recipient", "title", "is_task")
    assert list(told) == [(official.pk, "变更申请：重庆博凯专利所", True), (member.pk, "变更申请未通过", False)]
    assert "执照看不清" in Message.objects.get(recipient=member).body
    assert facts_of(agency)["address"] == "人民路1号"


@pytest.mark.parametrize(
    ("wanted", "proven", "refusal"),
    [
        ({"address": " 人民路1号 "}, True, rules.NothingChanged),
        ({"address": "新华路2号"}, False, rules.EvidenceMissing),
        ({"credit_code": "91500000MA0000001A"}, True, rules.FieldNotChangeable),
        ({"state": "revoked"}, True, rules.FieldNotChangeable),
    ],
    ids=["only blanks", "no paper", "code", "state"],
)
def test_a_request_that_cannot_be_is_refused(agency, member, wanted, proven, refusal):
    with pytest.raises(refusal):
        ask(agency, member, proven=proven, **wanted)

    assert not ChangeRequest.objects.exists()


def test_contact_facts_need_no_paper(agency, member):
    assert ask(agency, member, proven=False, contact_phone="13900000000").changes == {
        "contact_phone": {"before": "13812345678", "after": "13900000000"}
    }


def test_one_field_is_asked_for_once_at_a_time(agency, member):
    first = ask(agency, member, address="新华路2号")

    with pytest.raises(rules.AlreadyRequested, match=f"第 {first.pk} 号"):
        ask(agency, member, address="新华路3号")


def test_only_the_agencys_own_people_ask(agency, official):
    with pytest.raises(rules.NotYourRequest):
        ask(agency, make_member(make_agency()), address="新华路2号")


def test_a_fact_that_changed_meanwhile_is_told_and_nothing_is_overwritten(agency, member, official):
    asked = ask(agency, member, address="新华路2号", contact_phone="13900000000")
    Agency.objects.filter(pk=agency.pk).update(address="别处")

    with pytest.raises(rules.FactChangedMeanwhile, match="“地址”在提交申请后已变为“别处”"):
        change_requests.approve(asked.pk, reason="", today=TODAY, by=official)

    assert facts_of(agency)["contact_phone"] == "13812345678"
    assert ChangeRequest.objects.get().state == RequestState.SUBMITTED


def test_a_request_is_decided_once(agency, member, official):
    asked = ask(agency, member, address="新华路2号")
    change_requests.reject(asked.pk, reason="材料不全", by=official)

    with pytest.raises(rules.RequestClosed):
        change_requests.approve(asked.pk, reason="", today=TODAY, by=official)
    with pytest.raises(rules.RequestClosed):
        change_requests.cancel(asked.pk, by=member)


def test_a_rejection_says_why(agency, member, official):
    with pytest.raises(rules.ReasonMissing):
        change_requests.reject(ask(agency, member, address="新华路2号").pk, reason=" ", by=official)


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICIAL, Role.REVIEWER, Role.AGENCY_ADMIN, Role.SYSTEM_ADMIN])
def test_who_may_not_decide_changes_nothing(agency, member, role):
    asked = ask(agency, member, address="新华路2号")

    with pytest.raises(rules.NotYourRequest):
        change_requests.approve(asked.pk, reason="", today=TODAY, by=make_user(role=role))


@pytest.fixture
def form(agency) -> dict:
    """What the browser sends back when nothing is typed."""
    return {
        "name": agency.name,
        "legal_form": "",
        "district": agency.district_id,
        "address": agency.address,
        "contact_name": "",
        "contact_phone": agency.contact_phone,
        "email": "",
        "website": "",
        "statement": "",
        "form_token": "t1",
    }


def test_the_agency_asks_in_the_portal_and_pressing_twice_is_one_request(client_for, agency, member, form):
    client = client_for(member)
    address = f"/portal/agency/{agency.credit_code}/change/"
    answers = [
        client.post(
            address, {**form, "address": "新华路2号", "papers": SimpleUploadedFile("执照.pdf", PDF, "application/pdf")}
        )
        for _ in range(2)
    ]

    asked = ChangeRequest.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/portal/agency/requests/{asked.pk}/"] * 2
    page = client.get(answers[0]["Location"]).content.decode()
    assert "人民路1号" in page
    assert "新华路2号" in page
    assert "执照.pdf" in page


def test_only_the_declared_fields_can_be_asked_for(client_for, agency, member, form):
    extra = {"state": "revoked", "credit_code": "x", "is_demo": "on", "merged_into": agency.pk, "source": "x"}

    client_for(member).post(f"/portal/agency/{agency.credit_code}/change/", {**form, **extra, "contact_name": "王五"})

    assert ChangeRequest.objects.get().changes == {"contact_name": {"before": "", "after": "王五"}}


def test_an_error_keeps_what_was_typed(client_for, agency, member, form):
    typed = {**form, "contact_name": "王五", "email": "不是邮箱"}

    answer = client_for(member).post(f"/portal/agency/{agency.credit_code}/change/", typed)

    assert answer.status_code == 422
    assert "王五" in answer.content.decode()


def test_the_neighbours_agency_and_requests_do_not_exist(client_for, agency, member):
    asked = ask(agency, member, address="新华路2号")
    neighbour = client_for(make_member(make_agency()))

    for path in (
        f"/portal/agency/{agency.credit_code}/",
        f"/portal/agency/{agency.credit_code}/change/",
        f"/portal/agency/requests/{asked.pk}/",
    ):
        assert neighbour.get(path).status_code == 404
    assert neighbour.post(f"/portal/agency/requests/{asked.pk}/cancel/").status_code == 404
    assert neighbour.get(f"/files/{asked.evidence.get().pk}/").status_code == 404


def test_the_agency_takes_its_request_back(client_for, agency, member):
    asked = ask(agency, member, address="新华路2号")

    client_for(member).post(f"/portal/agency/requests/{asked.pk}/cancel/")

    assert ChangeRequest.objects.get().state == RequestState.CANCELLED


def test_my_agency_is_shown_at_once_and_without_one_the_page_says_what_to_do(client_for, agency, member, agency_staff):
    assert client_for(member).get("/portal/agency/")["Location"] == f"/portal/agency/{agency.credit_code}/"
    assert "重庆博凯专利所" in client_for(member).get(f"/portal/agency/{agency.credit_code}/").content.decode()
    assert "您还没有关联的机构" in client_for(agency_staff).get("/portal/agency/").content.decode()


def test_an_official_sees_both_sides_and_decides(client_for, agency, member, official):
    asked = ask(agency, member, address="新华路2号")
    client = client_for(official)
    page = client.get(f"/admin/agencies/requests/{asked.pk}/").content.decode()
    client.post(f"/admin/agencies/requests/{asked.pk}/", {"decision": "approve", "reason": "材料齐全"})

    assert "<del>人民路1号</del>" in page
    assert "<ins>新华路2号</ins>" in page
    assert facts_of(agency)["address"] == "新华路2号"


def test_a_request_of_another_district_does_not_exist_for_a_district_official(client_for, agency, member):
    asked = ask(agency, member, address="新华路2号")
    own = make_user(role=Role.DISTRICT_OFFICIAL, district=agency.district)

    assert (
        client_for(make_user(role=Role.DISTRICT_OFFICIAL)).get(f"/admin/agencies/requests/{asked.pk}/").status_code
        == 404
    )
    assert client_for(own).get(f"/admin/agencies/requests/{asked.pk}/").status_code == 200


def test_what_was_typed_into_a_request_comes_back_after_a_logout_in_the_middle(client_for):
    agency = make_agency(name="甲所")
    person = make_member(agency)
    browser = client_for(person)
    address = reverse("agencies:change", args=[agency.public_code])
    token = browser.get(address).context["draft"].token
    browser.logout()

    lost = browser.post(address, {"statement": "写到一半的说明", "_draft": token})
    page = client_for(person).get(address).content.decode()

    assert lost.url.startswith("/accounts/login/")
    assert "写到一半的说明" in page
