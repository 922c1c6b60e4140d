"""The register for machines: public fields only, the same search, pages by cursor, refusals as problem+json."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from agencies.registry.api import AgencyViewSet
from tests.factories.agencies import make_agency, make_attorney, make_credit_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_an_agency_is_found_by_pinyin_with_its_public_fields_only():
    agency = make_agency(name="重庆博凯所", contact_phone="13812345678", contact_name="张三", email="a@b.cn")
    make_attorney(agency=agency)
    make_agency(name="重庆智科所")

    answer = Client().get("/api/v1/agencies/", {"q": "bk"})

    assert [found["name"] for found in answer.json()["results"]] == ["重庆博凯所"]
    assert set(answer.json()["results"][0]) == set(AgencyViewSet.serializer_class.Meta.fields)
    assert not [secret for secret in ("13812345678", "张三", "a@b.cn") if secret in answer.content.decode()]


def test_pages_follow_each_other_by_cursor():
    for number in range(53):
        make_agency(name=f"第{number:02d}所")
    first = Client().get("/api/v1/agencies/").json()
    second = Client().get(first["next"]).json()

    assert [len(page["results"]) for page in (first, second)] == [50, 3]
    assert second["next"] is None


@pytest.mark.parametrize("query", ["state=x", "q=%00", "kind=1", "district=" + "9" * 50])
def test_a_parameter_that_cannot_be_read_is_refused_by_name(query):
    answer = Client().get(f"/api/v1/agencies/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(answer.content)["code"] == "unreadable_parameter"


@pytest.mark.parametrize("query", ["cursor=abc", "cursor=%00", "page=9", "q=" + "x" * 79])
def test_no_parameter_is_an_error_of_the_server(query):
    assert Client().get(f"/api/v1/agencies/?{query}").status_code in (200, 400, 404)


def test_one_agency_is_read_by_its_code_and_an_unknown_one_is_not_found():
    agency = make_agency(name="重庆博凯所")

    assert Client().get(f"/api/v1/agencies/{agency.credit_code}/").json()["name"] == "重庆博凯所"
    for answer, status in (
        (Client().get(f"/api/v1/agencies/{make_credit_code(987654)}/"), 404),
        (Client().post("/api/v1/agencies/", {}), 405),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_takes_one_query(size, django_assert_num_queries):
    for _ in range(size):
        make_agency()

    with django_assert_num_queries(1):
        Client().get("/api/v1/agencies/")


def test_the_interface_describes_itself():
    schema = Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert schema.status_code == 200
    assert "/api/v1/agencies/" in schema.content.decode()
    page = Client().get("/api/v1/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode().replace("https://127.0.0.1", "")
