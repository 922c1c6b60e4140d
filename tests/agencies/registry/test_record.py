"""登记在案的全部内容: everything the office holds about an agency, with source, day, reasons and who else sees it."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from agencies.registry.dossier import held_about
from agencies.registry.models import ChangeRequest, Standing, StandingKind
from ipservice.notices.services import notify
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_attorney, make_claim, make_member
from tests.factories.filings import make_total

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def agency():
    agency = make_agency(name="甲专利所", contact_phone="13812345678")
    Standing.objects.create(
        agency=agency, kind=StandingKind.CREDIT_GRADE, value="A+", valid_from=TODAY, source="信用公告第1号"
    )
    make_total(agency, 2025, filed=120, concluded=100, granted=60)
    make_attorney(agency=agency, name="王小明")
    return agency


@pytest.fixture
def member(agency):
    return make_member(agency, is_admin=True)


def address(agency) -> str:
    return f"/portal/agency/{agency.public_code}/record/"


def parts(agency, member) -> dict[str, list[tuple]]:
    held = held_about(agency, member, today=TODAY)
    return {
        part.section.title: [(entry.what, entry.value, entry.source, entry.reason) for entry in part.entries]
        for part in held
    }


def test_facts_stand_with_source_and_day(agency, member):
    held = parts(agency, member)

    assert ("名称", "甲专利所", "测试名册", "") in held["登记信息"]
    assert ("联系电话", "13812345678", "测试名册", "对外只显示部分") in held["登记信息"]
    assert held["信用与监管状况"] == [("国家信用等级", "A+", "信用公告第1号", "仍有效")]
    assert [value for _, value, *_ in held["专利申请与年度汇总"]] == ["申请 120 件，结案 100 件，授权 60 件"]
    assert [what for what, *_ in held["专利代理师"]] == ["王小明"]


def test_requests_and_decisions_stand_with_their_reasons(agency, member, official):
    ChangeRequest.objects.create(
        agency=agency, changes={"website": {"before": "", "after": "x"}}, submitted_by=member, due_on=TODAY,
        state="rejected", reason="材料不全", decided_by=official, decided_at=timezone.now(),
    )  # fmt: skip
    make_claim(agency, make_user())

    assert [(value, reason) for _, value, _, reason in parts(agency, member)["变更与认领申请"]] == [
        ("未通过", "材料不全"),
        ("待审核", ""),
    ]


def test_messages_are_those_of_the_reader_alone(agency, member):
    colleague = make_member(agency)
    notify([member], event="x:1", title="给我的")
    notify([colleague], event="x:1", title="给同事的")

    assert [what for what, *_ in parts(agency, member)["发给您的通知"]] == ["给我的"]


def test_the_page_says_of_each_part_who_sees_it(client_for, agency, member):
    page = client_for(member).get(address(agency)).content.decode()

    assert "所有人可见（公开登记事项）" in page
    assert "本机构和经办人可见" in page
    assert "信用公告第1号" in page


def test_the_export_holds_every_entry_of_the_page(client_for, agency, member):
    book = openpyxl.load_workbook(io.BytesIO(client_for(member).get(f"{address(agency)}?export=xlsx").content))
    rows = [row for row in book.active.iter_rows(values_only=True) if row[6]]

    assert len(rows) - 1 == sum(len(entries) for entries in parts(agency, member).values())
    assert rows[0] == ("类别", "事项", "内容", "来源", "日期", "说明或理由", "谁可以看到")


def test_nobody_reads_the_record_of_another_agency(client_for, agency, official, citizen):
    for stranger in (make_member(make_agency(), is_admin=True), official, citizen):
        assert client_for(stranger).get(address(agency)).status_code == 404


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_ten(
    client_for, agency, member, django_assert_max_num_queries
):
    browser = client_for(member)
    browser.get(address(agency))
    with django_assert_max_num_queries(50) as few:
        browser.get(address(agency))
    for number in range(9):
        make_attorney(agency=agency)
        make_total(agency, 2010 + number)
        notify([member], event=f"many:{number}", title="消息")
    with django_assert_max_num_queries(50) as many:
        browser.get(address(agency))

    assert len(few) == len(many)
