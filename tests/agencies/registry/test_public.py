"""找机构 and the permanent pages: what everybody finds, counted rightly, and what nobody sees."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from agencies.registry.models import Agency, AgencyKind, AgencyService, AgencyState
from agencies.registry.public.search import SearchPage
from agencies.registry.services import search as search_service
from agencies.registry.services import search_index, standing
from agencies.registry.services.standing import StandingFact
from ipservice.reference.models import ServiceType
from tests.factories.accounts import make_district
from tests.factories.agencies import make_agency

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


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
        "state=x&kind=y&grade=z&service=999&language=q&ipc=I",
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
            ipc_sections=["A", "G", "H"][: n % 4],
        )
        head = head or agency
        for service_type in types[: n % 4]:
            AgencyService.objects.create(agency=agency, service_type=service_type)
        if n % 3:
            standing.record_standing(
                agency.pk, StandingFact("credit_grade", "AB"[n % 2], dt.date(2024, 1, 1), "公告"), by=None
            )


@pytest.mark.parametrize(
    "query", [{}, {"q": "智科"}, {"state": "active"}, {"q": "博凯", "grade": "A", "language": "en"}, {"ipc": "G"}]
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
        {"ipc": "H"},
        {"ipc": "A", "state": "active"},
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
