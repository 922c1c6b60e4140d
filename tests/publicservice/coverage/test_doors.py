"""The circle's pages: what the public reads, what officials do, what each may not."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from ipservice.accounts.models import Role
from ipservice.jobs.models import Job
from ipservice.jobs.running import execute
from publicservice.coverage.models import Scenario, SitingRun
from tests.factories.accounts import make_district, make_user
from tests.factories.coverage import make_counted_outlet, make_point, make_ten_points, make_travel_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    make_travel_model()
    south, north = make_district(name="南区", code="590001"), make_district(name="北区", code="590002")
    make_ten_points(south, north)
    return make_counted_outlet("29.00000", name="南站"), make_counted_outlet("29.45000", name="北站")


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows(content: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    return list(sheet.iter_rows(values_only=True))


def test_everybody_reads_the_circle_in_one_sentence_with_shares_gaps_and_the_model(world, client):
    page = text(client.get("/coverage/?mode=transit"))

    assert "三十分钟内能到达一个有人值守的知识产权公共服务网点，就在“半小时服务圈”内" in page
    assert "全市 5,500 人中有 2,200 人" in page
    assert "共 6 处，3,300 人" in page
    assert "时间为估算：直线距离×绕行系数" in page
    assert "本页不使用直线圆圈" in page
    assert "按网格均匀分摊" in page


def test_the_map_says_of_an_outlet_that_it_cannot_be_booked_soon(world, client):
    page = client.get("/coverage/?view=map").content.decode()

    assert page.count('cover-mark cover-mark-unbookable"><title>') == 2
    assert "近期没有可约时段（不在实有服务圈内）" in page


def test_without_data_the_page_says_why(client):
    assert "暂无覆盖数据" in text(client.get("/coverage/"))


def test_the_nearest_outlet_of_a_position_is_told_and_an_unknown_place_is_said_at_the_field(world, client):
    near = text(client.get("/coverage/nearest/?longitude=106.0&latitude=29.05"))
    unknown = client.get("/coverage/nearest/", {"place": "不存在的地方"})

    assert "南站" in near
    assert "驾车约 6 分钟（估算） 半小时内" in near.replace(" （估算）", "（估算）")
    assert "没有找到“不存在的地方”" in text(unknown)


@pytest.mark.parametrize(
    "query", ["longitude=x&latitude=1", "longitude=116&latitude=39", "longitude=nan&latitude=inf", ""]
)
def test_a_senseless_position_is_no_error_page(world, client, query):
    assert client.get(f"/coverage/nearest/?{query}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_points(world, client, django_assert_num_queries):
    client.get("/coverage/")
    with django_assert_num_queries(12):
        client.get("/coverage/")
    make_point()
    make_counted_outlet("29.10000")
    with django_assert_num_queries(12):
        client.get("/coverage/")


def test_officials_export_what_the_page_shows_with_the_model_on_top(world, client_for, official):
    desk = client_for(official)

    shares = rows(desk.get("/admin/coverage/?mode=transit&export=xlsx").content)
    gaps = rows(desk.get("/admin/coverage/?mode=transit&export=gaps").content)

    south = next(row for row in shares if row[1] == "南区")
    assert south[2:7] == (1500, 300, 0.2, 0, 1200)
    assert any("时间为估算" in str(row[0]) for row in shares)
    assert [row[0] for row in gaps if row[1] in ("南区", "北区")] == ["点7", "点6", "点5", "点4", "点3", "点2"]


def test_a_search_runs_in_the_background_and_its_page_shows_the_proof(world, client_for, official):
    desk = client_for(official)
    asked = {"goal": "most", "amount": 2, "mode": "transit", "time_limit_seconds": 10}

    assert desk.post("/admin/coverage/siting/", asked).status_code == 302
    run = SitingRun.objects.get()
    assert "等待" in text(desk.get(f"/admin/coverage/siting/{run.pk}/"))
    execute(Job.objects.get().pk)

    page = text(desk.get(f"/admin/coverage/siting/{run.pk}/"))
    assert "结果：已证明最优" in page
    assert "上界（任何选法都不能超过） 5,500 人 差距 0.0" in page
    assert "贪心法 2 5,500" in page
    desk.post(f"/admin/coverage/siting/{run.pk}/plan/")
    assert Scenario.objects.get().changes.count() == 2


def test_a_plan_is_drawn_up_computed_compared_and_exported(world, client_for, official):
    desk = client_for(official)
    desk.post("/admin/coverage/scenarios/", {"title": "关北站", "mode": "transit"})
    plan = Scenario.objects.get()

    refused = desk.post(f"/admin/coverage/scenarios/{plan.pk}/changes/", {"kind": "close"})
    assert "关闭网点须选定网点。" in text(refused)
    desk.post(f"/admin/coverage/scenarios/{plan.pk}/changes/", {"kind": "close", "outlet": world[1].pk})
    desk.post(f"/admin/coverage/scenarios/{plan.pk}/compute/")

    page = text(desk.get(f"/admin/coverage/scenarios/{plan.pk}/"))
    assert "不再覆盖：1,900 人，2 处" in page
    assert "北区点9：1,000 人" in page
    assert "北区 -1,900" in text(desk.get(f"/admin/coverage/scenarios/?compare={plan.pk}"))
    exported = rows(desk.get(f"/admin/coverage/scenarios/{plan.pk}/?export=xlsx").content)
    assert next(row for row in exported if row[1] == "北区")[2:] == (4000, 1900, 0, -1900)


def test_a_reviewer_reads_and_a_district_sees_the_circle_but_no_plan(world, client_for, reviewer, district_official):
    assert client_for(reviewer).post("/admin/coverage/scenarios/", {"title": "x", "mode": "car"}).status_code == 403
    assert client_for(reviewer).get("/admin/coverage/scenarios/").status_code == 200
    assert client_for(district_official).get("/admin/coverage/").status_code == 200
    assert client_for(district_official).get("/admin/coverage/scenarios/").status_code == 404
    assert client_for(make_user(role=Role.PUBLIC)).get("/admin/coverage/").status_code == 404
    assert Client().get("/admin/coverage/").status_code == 302


def test_the_figures_lead_to_the_same_numbers(world, client):
    page = text(client.get("/data/coverage.residents_transit/"))

    assert "全市 2,200 5,500 40.00%" in page
    assert "覆盖人口 （人）" in page
