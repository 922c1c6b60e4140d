"""The decision about a change request is a paper with a check code, and the code opens how things stand today."""

import datetime as dt

import pytest
from django.urls import reverse

from agencies.registry.models import Agency, AgencyName
from agencies.registry.rules import requests as rules
from agencies.registry.services import change_requests, papers
from ipservice.documents.models import IssuedPaper
from ipservice.procedure.services.rulesets import load_rulesets
from tests.factories.agencies import make_agency, make_member

TODAY = dt.date(2026, 6, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings):
    load_rulesets(settings.BASE_DIR / "docs" / "rulesets")
    agency = make_agency(name="重庆甲专利代理事务所")
    person = make_member(agency, is_admin=True)
    wanted = change_requests.Asked({"website": "https://jia.example.cn"}, "网站已更换。")
    return change_requests.submit(agency.pk, wanted, today=TODAY, by=person)


@pytest.fixture
def approved(asked, official):
    return change_requests.approve(asked.pk, reason="材料齐全。", today=TODAY, by=official)


def code_of(request) -> str:
    return papers.paper_of(request).check_code


def test_an_undecided_request_has_no_paper(asked):
    with pytest.raises(rules.NotDecided, match="审核后才出具结果通知"):
        papers.paper_of(asked)

    assert not IssuedPaper.objects.exists()


def test_the_paper_says_what_was_asked_decided_and_why(approved):
    paper = papers.paper_of(approved)

    assert paper.addressee == "重庆甲专利代理事务所"
    assert "准予变更" in paper.paragraphs[0]
    assert paper.paragraphs[1] == "审核意见：材料齐全。"
    assert paper.table.rows == (("网站", "（空）", "https://jia.example.cn"),)
    assert paper.check_code
    assert paper.check_code in paper.check_url


def test_asked_again_after_a_new_name_it_is_the_same_paper(approved):
    first = papers.paper_of(approved)
    day = dt.date.today() + dt.timedelta(days=1)
    AgencyName.objects.filter(agency=approved.agency).update(until=day)
    AgencyName.objects.create(agency=approved.agency, name="重庆乙专利代理事务所", since=day)
    Agency.objects.filter(pk=approved.agency_id).update(name="重庆乙专利代理事务所")
    approved.agency.refresh_from_db()

    assert papers.paper_of(approved) == first


def test_the_code_opens_the_record_as_it_stands_today(client, approved):
    address = f"/check/{code_of(approved)}/"
    assert "登记内容与批准的一致" in client.get(address).content.decode()

    Agency.objects.filter(pk=approved.agency_id).update(website="https://later.example.cn")

    text = client.get(address).content.decode()
    assert "批准之后登记内容又有变更" in text
    assert "later.example.cn" not in text


def test_a_refused_request_gets_its_paper_too(client, asked, official):
    rejected = change_requests.reject(asked.pk, reason="请补正证明。", by=official)

    paper = papers.paper_of(rejected)

    assert "不予变更" in paper.paragraphs[0]
    assert "行政复议" in paper.closing[0]
    assert rejected.get_state_display() in client.get(f"/check/{paper.check_code}/").content.decode()


def test_agency_and_official_download_it_from_their_pages(client_for, approved, official):
    member = approved.submitted_by
    for person, page, paper in (
        (member, "agencies:own_request", "agencies:own_request_paper"),
        (official, "agencies:request", "agencies:request_paper"),
    ):
        browser, address = client_for(person), reverse(paper, args=[approved.pk])

        assert address in browser.get(reverse(page, args=[approved.pk])).content.decode()
        assert browser.get(address).content.startswith(b"%PDF")
