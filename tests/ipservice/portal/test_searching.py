"""One search over agencies, services, outlets and notices, grouped, at one address."""

import pytest

from ipservice.portal import searching
from ipservice.procedure.models import Stage
from tests.factories.agencies import make_agency
from tests.factories.catalogue import make_published
from tests.factories.procedure import People, make_decision
from tests.factories.publicservice import make_outlet

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


def groups(client, words: str) -> dict[str, list[tuple[str, str]]]:
    page = client.get(SEARCH, {"q": words})
    return {group.place.title: [(hit.title, hit.href) for hit in group.found.hits] for group in page.context["groups"]}


def test_agencies_and_outlets_stand_in_their_groups_with_the_way_to_each(client):
    agency = make_agency(name="重庆江津专利代理所")
    outlet = make_outlet(name="江津服务网点", search_text="江津服务网点")
    entry = make_published("patent-search", title="江津专利检索")
    make_agency(name="重庆南岸专利代理所")

    assert groups(client, "江津") == {
        "服务机构": [("重庆江津专利代理所", f"/agencies/{agency.public_code}/")],
        "办事指南与服务": [(entry.title, "/catalogue/patent-search/")],
        "服务网点": [("江津服务网点", f"/outlets/{outlet.pk}/")],
    }


def test_notices_are_found_once_they_are_public(client, official, reviewer):
    people = People(official, reviewer)
    shown = make_decision(Stage.ON_NOTICE, people=people, period="2024")
    hidden = make_decision(Stage.APPROVED, people=people)
    notice = shown.notice

    assert groups(client, notice.title)["公示公告"] == [(notice.title, f"/notices/{notice.pk}/")]
    assert hidden.title not in client.get(SEARCH, {"q": notice.title}).content.decode()


def test_each_group_shows_five_and_leads_to_all(client):
    for number in range(7):
        make_agency(name=f"渝北第{number}专利代理所")

    page = client.get(SEARCH, {"q": "渝北"}).content.decode()

    assert page.count("专利代理所</a>") == 5
    assert '<a href="/agencies/?q=%E6%B8%9D%E5%8C%97">全部 7 项</a>' in page


def test_an_ended_agency_is_found_and_its_state_is_said(client):
    make_agency(name="江津已注销专利所", state="dissolved")

    assert "注销" in client.get(SEARCH, {"q": "江津已注销"}).content.decode()


@pytest.mark.parametrize("words", ["", "  ", "\x00", "没有这样的名称"])
def test_nothing_found_is_said_and_nothing_typed_is_asked_for(client, words):
    page = client.get(SEARCH, {"q": words})

    assert page.status_code == 200
    assert page.context["total"] == 0


@pytest.mark.parametrize("words", ["%", "'", '"><script>', "甲" * 500, "_", "\\"])
def test_hostile_words_find_nothing_and_break_nothing(client, words):
    page = client.get(SEARCH, {"q": words})

    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("</head>")[1].split("<form")[1]


def test_what_is_looked_for_is_bounded():
    assert searching.clean("  甲 \n 乙 " + "丙" * 200) == "甲 乙 " + "丙" * 76


def test_the_home_page_searches_everything(client):
    page = client.get("/").content.decode()

    assert 'action="/search/"' in page


def test_the_search_asks_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    make_agency(name="江津一所")
    make_outlet(name="江津网点", search_text="江津网点")
    client.get(SEARCH, {"q": "江津"})
    with django_assert_max_num_queries(16) as few:
        client.get(SEARCH, {"q": "江津"})
    for number in range(4):
        make_agency(name=f"江津{number}号所")
        make_outlet(name=f"江津{number}号网点", search_text=f"江津{number}号网点")
    with django_assert_max_num_queries(16) as many:
        client.get(SEARCH, {"q": "江津"})

    assert len(few) == len(many)
