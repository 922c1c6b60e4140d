"""找机构 and the permanent pages: what everybody finds, counted rightly, and what nobody sees."""

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from agencies.registry.models import Agency, AgencyAlias, AgencyKind, AgencyService, AgencyState
from agencies.registry.public.search import SearchPage
from agencies.registry.services import names, register, search_index, standing
from agencies.registry.services import search as search_service
from agencies.registry.services.grounds import Grounds
from agencies.registry.services.standing import StandingFact
from ipservice.reference.models import ServiceType
from tests.factories.accounts import make_district, make_user
from tests.factories.agencies import make_agency, make_attorney

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def bokai() -> Agency:
    """博凯, formerly 远东, beside two others."""
    agency = make_agency(name="重庆远东专利代理有限公司", agency_code="50123")
    names.rename(
        agency.pk,
        "重庆博凯知识产权代理有限公司",
        grounds=Grounds(since=TODAY, source="变更登记"),
        today=TODAY,
        by=None,
    )
    make_agency(name="重庆智科专利代理有限公司")
    make_agency(name="长寿知专所")
    return Agency.objects.get(pk=agency.pk)


def found(query: dict, **headers) -> list[str]:
    response = Client().get("/agencies/", query, headers=headers)
    assert response.status_code == 200
    return [row["name"] for row in response.context["page"].results]


@pytest.mark.parametrize(
    "words",
    [
        "博凯",
        "bokai",
        "bk",
        "BoKai",
        "bo kai",
        "远东",
        "yuandong",
        "yd",
        "50123",
        "５０１２３",
        "重庆 博凯",
        "凯知识产权",
    ],
)
def test_an_agency_is_found_by_name_pinyin_initials_former_name_and_code(bokai, words):
    assert found({"q": words}) == ["重庆博凯知识产权代理有限公司"]


def test_an_agency_is_found_by_its_credit_code_in_any_case(bokai):
    assert found({"q": bokai.credit_code.lower()}) == [bokai.name]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("长", ["长寿知专所"]),
        ("c", ["长寿知专所", "重庆博凯知识产权代理有限公司", "重庆智科专利代理有限公司"]),
        ("博", []),
    ],
    ids=["first character", "first letter", "not in the beginning"],
)
def test_one_character_is_the_beginning_of_a_name(bokai, word, expected):
    assert found({"q": word}) == expected


@pytest.mark.parametrize("word", ["%", "_", "100%", "博_", "\\", "'"])
def test_signs_of_the_database_are_ordinary_characters(bokai, word):
    assert bokai.name not in found({"q": word}) or word == "'"


def test_names_are_ordered_by_their_pinyin(bokai):
    assert found({}) == ["长寿知专所", "重庆博凯知识产权代理有限公司", "重庆智科专利代理有限公司"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 5000,
        "page=100000000000000000000",
        "page=-1",
        "page=abc",
        "district=abc",
        "district=%00",
        "state=x&kind=y&grade=z&service=999&language=q",
        "as_of=2026-13-40",
        "as_of=0001-01-01",
        "as_of=9999-12-31",
        "sort=%00",
        "sort=name;drop",
        "q=%ED%A0%80",
        "export=pdf",
        "q=a&q=b&district=1&district=2",
        "%00=1",
    ],
)
def test_no_parameter_breaks_the_search(bokai, query):
    response = Client().get(f"/agencies/?{query}")

    assert response.status_code == 200
    assert "找机构" in response.content.decode()


def test_an_unreadable_parameter_is_said_and_left_out(bokai):
    response = Client().get("/agencies/?district=abc")

    assert response.context["list"].count == 3
    assert "“区县”" in response.context["list"].warnings[0]


def test_what_is_not_found_says_what_to_do():
    page = Client().get("/agencies/", {"q": "无此机构"}).content.decode()

    assert "没有找到符合条件的机构" in page
    assert "查看全部机构" in page


def make_city() -> None:
    """Twelve agencies spread over three districts, kinds, states, services, grades and languages."""
    districts = [make_district() for _ in range(3)]
    parent = ServiceType.objects.create(code="1", name="代理服务")
    types = [ServiceType.objects.create(code=f"1{n}", name=f"服务{n}", parent=parent) for n in range(3)]
    head = None
    for n in range(12):
        agency = make_agency(
            name=f"重庆{'智科' if n % 2 else '博凯'}{n}号",
            district=districts[n % 3],
            state=[AgencyState.ACTIVE, AgencyState.SUSPENDED, AgencyState.DISSOLVED][n % 4 % 3],
            languages=["en", "ja"][: n % 3],
            kind=AgencyKind.BRANCH if n == 7 else AgencyKind.HEAD_OFFICE,
            head_office=head if n == 7 else None,
        )
        head = head or agency
        for service_type in types[: n % 4]:
            AgencyService.objects.create(agency=agency, service_type=service_type)
        if n % 3:
            standing.record_standing(
                agency.pk, StandingFact("credit_grade", "AB"[n % 2], dt.date(2024, 1, 1), "公告"), by=None
            )


@pytest.mark.parametrize(
    "query", [{}, {"q": "智科"}, {"state": "active"}, {"q": "博凯", "grade": "A", "language": "en"}]
)
def test_the_count_beside_each_choice_is_the_total_of_the_list_behind_it(rf, query):
    make_city()
    page = SearchPage(rf.get("/agencies/", query))
    checked = 0

    for facet in page.facets:
        for choice in facet.choices:
            if not choice.is_chosen:
                behind = Client().get(choice.href).context["list"]
                assert (facet.name, choice.label, choice.number) == (facet.name, choice.label, str(behind.count))
                assert len(behind.objects) == behind.found.count() == behind.count
                checked += 1

    assert checked >= 5


def test_a_parent_service_type_finds_what_offers_any_of_its_children(rf):
    make_city()

    assert SearchPage(rf.get("/agencies/", {"service": "1"})).list.count == 9


def test_the_district_choice_speaks_of_the_districts_of_the_day(rf):
    last_day = dt.date(2025, 11, 6)
    old = make_district(code="500105", name="江北区", valid_until=last_day)
    new = make_district(code="500157", name="两江新区", valid_from=last_day)
    old.successors.add(new)
    before, after = make_agency(district=old), make_agency(district=new)

    today = SearchPage(rf.get("/agencies/", {"district": "500157"}))
    earlier = SearchPage(rf.get("/agencies/", {"district": "500105", "as_of": "2025-11-05"}))

    assert [place.name for place in today.form.places] == ["两江新区"]
    assert {row["name"] for row in today.results} == {before.name, after.name}
    assert [choice.number for choice in today.facets[0].choices] == ["2"]
    assert [place.name for place in earlier.form.places] == ["江北区"]
    assert [row["name"] for row in earlier.results] == [before.name]


@pytest.mark.parametrize("size", [1, 3])
def test_the_search_asks_the_database_a_fixed_number_of_times(size, django_assert_num_queries):
    for _ in range(size):
        make_agency()
    Client().get("/agencies/")

    with django_assert_num_queries(SEARCH_QUERIES):
        Client().get("/agencies/", {"q": "测试"}, headers={"Cookie": "display=elder"})


SEARCH_QUERIES = 1  # rows, total, counts, and whether what is in memory is still right


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


def test_a_merged_record_is_no_row_of_the_search():
    kept, absorbed = make_agency(), make_agency()
    Agency.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    search_index.refresh()

    assert found({}) == [kept.name]
    assert Client().get(f"/agencies/{absorbed.credit_code}/")["Location"] == f"/agencies/{kept.credit_code}/"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "智科"},
        {"q": "1", "sort": "newest"},
        {"q": "bk cq", "sort": "founded"},
        {"sort": "attorneys", "kind": "head_office"},
        {"service": "11", "language": "ja"},
        {"grade": "B", "page": "2"},
        {"page": "999"},
    ],
)
def test_the_page_shows_what_the_querysets_find_in_their_order(rf, query):
    make_city()
    for number, agency in enumerate(Agency.objects.order_by("-name")):
        Agency.objects.filter(pk=agency.pk).update(
            attorney_count=number % 5 or None, founded_on=None if number % 3 else dt.date(2000 + number, 1, 1)
        )
    page = SearchPage(rf.get("/agencies/", query))

    assert [row["name"] for row in page.results] == [row["name"] for row in page.list.objects]
    assert page.found.total == page.list.found.count()


def test_pages_follow_each_other_and_a_page_past_the_last_is_the_last(rf):
    for number in range(45):
        make_agency(name=f"第{number:02d}所")

    shown = [[row["name"] for row in SearchPage(rf.get("/agencies/", {"page": page})).results] for page in (1, 2, 3, 4)]

    assert [len(page) for page in shown] == [20, 20, 5, 5]
    assert shown[2] == shown[3]
    assert sorted({name for page in shown for name in page}) == [f"第{number:02d}所" for number in range(45)]


def test_counts_are_capped_and_choices_left_uncounted_where_too_many_are_found(rf, monkeypatch):
    make_city()
    monkeypatch.setattr(search_service, "COUNT_CAP", 5)
    monkeypatch.setattr(search_service, "MOST_COUNTED", 10)

    page = SearchPage(rf.get("/agencies/"))

    assert page.found.total == 6
    assert {choice.number for facet in page.facets for choice in facet.choices} == {""}
    assert SearchPage(rf.get("/agencies/", {"q": "智科"})).found.is_counted


def test_an_unexpected_sort_is_the_order_of_names(rf):
    make_city()

    assert SearchPage(rf.get("/agencies/", {"sort": "id; DROP TABLE x"})).order == "name"


def test_a_district_loaded_after_the_process_began_is_offered_at_once(rf):
    SearchPage(rf.get("/agencies/"))
    make_agency(district=make_district(name="新区"))

    assert [choice.label for choice in SearchPage(rf.get("/agencies/")).facets[0].choices] == ["新区"]


def test_the_demonstration_band_is_shown_while_there_are_demonstration_people():
    assert "demo-band" not in Client().get("/agencies/").content.decode()
    make_user(is_demo=True)
    cache.clear()

    assert "demo-band" in Client().get("/agencies/").content.decode()
