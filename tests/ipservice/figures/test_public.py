"""数据一览: figures with their day, their definition and their data, for everybody."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from ipservice.figures import registry
from ipservice.figures.registry import Chart, Figure, Table, Value

pytestmark = pytest.mark.django_db

ROWS = [Value(("渝中区",), count=1_500), Value(("=江北区",), count=2)]


def made_figure(**changes) -> Figure:
    facts = {
        "key": "test.agencies",
        "title": "测试机构数",
        "unit": "家",
        "clause": "措施（一）",
        "definition": "测试用的机构数。",
        "dimensions": ("区县",),
        "read": lambda day: Table(ROWS, as_of=day, source="测试登记", edition="当日区县"),
        "chart": Chart.BARS,
        "is_dated": True,
        "adds_up": True,
    }
    return Figure(**{**facts, **changes})


@pytest.fixture(autouse=True)
def figures(monkeypatch) -> None:
    """Only the figures of this test are registered while it runs."""
    monkeypatch.setattr(registry, "_figures", {})
    registry.register(made_figure())
    registry.register(
        made_figure(
            key="test.rate",
            title="测试授权率",
            unit="",
            read=lambda day: Table([Value(("2024年",), numerator=11, denominator=20)], as_of=day, source="测试"),
            numerator="授权量",
            denominator="结案量",
            is_dated=False,
            adds_up=False,
        )
    )
    registry.register(made_figure(key="test.secret", title="内部指标", is_public=False))


def table_of(page) -> str:
    return page.content.decode()


def test_the_overview_shows_each_public_figure_with_its_day_and_sum(client):
    page = client.get("/data/")

    text = table_of(page)
    today = timezone.localdate()
    assert [each["figure"].key for each in page.context["shown"]] == ["test.agencies", "test.rate"]
    assert f"截至 {today.year}年{today.month}月{today.day}日" in text
    assert "1,502" in text
    assert "55.00%" in text


def test_a_figure_page_has_a_chart_and_the_table_with_the_same_numbers(client):
    text = table_of(client.get("/data/test.agencies/"))

    assert text.count("<rect ") == 2
    assert text.count("1,500") == 4
    assert "测试用的机构数。" in text
    assert "测试登记" in text


def test_a_rate_shows_numerator_and_denominator(client):
    text = table_of(client.get("/data/test.rate/"))

    assert "授权量÷结案量" in text
    assert [part in text for part in (">11<", ">20<", ">55.00%<")] == [True] * 3


def test_a_dated_figure_is_read_as_of_the_day_in_the_address(client):
    page = client.get("/data/test.agencies/", {"as_of": "2025-03-01"})

    assert page.context["table"].as_of == dt.date(2025, 3, 1)
    assert "截至 2025年3月1日" in table_of(page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("2025-13-41", "不是日期"), ("昨天", "不是日期"), ("1999-12-31", "只能查询"), ("2999-01-01", "只能查询")],
)
def test_a_day_that_cannot_be_is_said_and_today_is_shown(client, asked, said):
    page = client.get("/data/test.agencies/", {"as_of": asked})

    assert page.status_code == 200
    assert said in table_of(page)
    assert page.context["table"].as_of == timezone.localdate()


def test_the_data_come_as_csv_that_no_spreadsheet_runs(client):
    page = client.get("/data/test.agencies.csv", {"as_of": "2025-03-01"})

    assert page["Content-Disposition"] == 'attachment; filename="test.agencies-20250301.csv"'
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert rows == [
        ["区县", "测试机构数（家）", "截至", "来源"],
        ["渝中区", "1500", "2025-03-01", "测试登记"],
        ["'=江北区", "2", "2025-03-01", "测试登记"],
    ]


def test_the_csv_of_a_rate_carries_its_parts(client):
    rows = list(csv.reader(io.StringIO(client.get("/data/test.rate.csv").content.decode("utf-8-sig"))))

    assert rows[0] == ["区县", "授权量", "结案量", "测试授权率", "截至", "来源"]
    assert rows[1][:4] == ["2024年", "11", "20", "55.00%"]


@pytest.mark.parametrize("address", ["/data/test.secret/", "/data/test.secret.csv", "/data/no.such/"])
def test_what_is_not_public_or_unknown_is_not_found(client, address):
    assert client.get(address).status_code == 404
