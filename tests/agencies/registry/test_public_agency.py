"""The permanent page of an agency and the lists that everybody may take away."""

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from agencies.registry.models import Agency, AgencyAlias, AgencyKind, AgencyService, AgencyState
from agencies.registry.services import register, standing
from agencies.registry.services.grounds import Grounds
from agencies.registry.services.standing import StandingFact
from ipservice.reference.models import ServiceType
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_attorney

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.mark.parametrize("size", [1, 3])
def test_an_agency_page_asks_the_database_a_fixed_number_of_times(size, django_assert_num_queries):
    agency = make_agency()
    for _ in range(size):
        make_attorney(agency=agency)
        make_agency(kind=AgencyKind.BRANCH, head_office=agency)
        AgencyService.objects.create(
            agency=agency, service_type=ServiceType.objects.create(code=f"s{Agency.objects.count()}", name="代理")
        )

    with django_assert_num_queries(9):
        Client().get(f"/agencies/{agency.credit_code}/", headers={"Cookie": "display=elder"})


def test_the_export_holds_as_many_rows_as_the_list_and_says_its_filter(bokai):
    response = Client().get("/agencies/", {"q": "重庆", "export": "xlsx"})

    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert any("筛选条件：名称、拼音或代码：重庆" in cell for row in cells for cell in row)
    assert sum(1 for row in cells if row and row[0].startswith("重庆")) == 2


def test_the_csv_holds_as_many_rows_as_the_list_and_neutralises_formulas():
    make_agency(name="=HYPERLINK(1)所")
    response = Client().get("/agencies/", {"export": "csv"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["筛选条件：无"]
    assert [row[0] for row in rows[2:]] == ["'=HYPERLINK(1)所"]


def test_a_dissolved_agency_keeps_its_page_with_its_end_and_its_history(bokai, official):
    register.change_state(bokai.pk, AgencyState.DISSOLVED, grounds=Grounds(TODAY, "注销公告"), today=TODAY, by=official)

    response = Client().get(f"/agencies/{bokai.credit_code}/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "该机构自 2026年6月1日 起注销。" in page
    assert "重庆远东专利代理有限公司" in page
    assert "注销公告" in page


def test_codes_once_borne_and_the_agency_code_lead_to_the_permanent_address(bokai):
    AgencyAlias.objects.create(agency=bokai, kind="credit_code", value="91500000MA00000000", reason="并入")
    canonical = f"/agencies/{bokai.credit_code}/"

    for code in ("91500000MA00000000", "50123", bokai.credit_code.lower()):
        response = Client().get(f"/agencies/{code}/")
        assert (response.status_code, response["Location"]) == (301, canonical)


@pytest.mark.parametrize("code", ["99999", "91500000MA00000001", "abc", "%00", "1" * 500, "５０１２３"])
def test_an_unknown_code_is_not_found(bokai, code):
    assert Client().get(f"/agencies/{code}/").status_code == 404


def test_no_full_telephone_number_is_on_a_public_page():
    agency = make_agency(contact_phone="13812345678", contact_name="张三")
    make_attorney(agency=agency, name="李四", phone="13987654321", certificate_number="5012345")

    page = Client().get(f"/agencies/{agency.credit_code}/").content.decode()

    assert "138****5678" in page
    assert "李四" in page
    assert "5012345" in page
    assert not [secret for secret in ("13812345678", "13987654321", "139****4321", "张三") if secret in page]


def test_standing_is_shown_with_its_days_and_source(bokai):
    today = timezone.localdate()
    facts = [
        StandingFact("credit_grade", "A", today - dt.timedelta(days=400), "国知发运字〔2025〕1号"),
        StandingFact("credit_grade", "A+", today - dt.timedelta(days=30), "国知发运字〔2026〕1号"),
    ]
    for fact in facts:
        standing.record_standing(bokai.pk, fact, by=None)

    response = Client().get(f"/agencies/{bokai.credit_code}/")

    assert [fact.value for fact in response.context["in_force"]] == ["A+"]
    assert [fact.value for fact in response.context["past"]] == ["A"]
    assert "国知发运字〔2026〕1号" in response.content.decode()


def test_a_branch_and_its_head_office_lead_to_each_other():
    head = make_agency(name="总所")
    branch = make_agency(name="分所", kind=AgencyKind.BRANCH, head_office=head)

    assert f'href="/agencies/{branch.credit_code}/"' in Client().get(f"/agencies/{head.credit_code}/").content.decode()
    assert f'href="/agencies/{head.credit_code}/"' in Client().get(f"/agencies/{branch.credit_code}/").content.decode()


def test_the_demonstration_band_is_shown_while_there_are_demonstration_people():
    assert "demo-band" not in Client().get("/agencies/").content.decode()
    make_user(is_demo=True)
    cache.clear()

    assert "demo-band" in Client().get("/agencies/").content.decode()
