"""A costly figure is asked of the database once for every state of its data, and reads the same from the cache."""

import datetime as dt

import pytest

from ipservice.cache import PlainSerializer
from ipservice.figures.public import DATA
from ipservice.figures.reading import read
from ipservice.figures.registry import Figure, Table, Value, figures
from ipservice.pagecache.versions import bump

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2026, 6, 1)
VALUES = [
    Value(("渝中区",), count=3, href="/agencies/"),
    Value(("江北区",), numerator=1, denominator=3, note="未细分"),
    Value(("无",)),
]
TABLE = Table(VALUES, as_of=DAY, source="登记", edition="当日", notes=["注"])


class PlainCache(dict):
    """What a Redis server holds: nothing but what the product's serializer lets through."""

    def set(self, key, value, seconds):
        self[key] = PlainSerializer().dumps(value)

    def get(self, key):
        return PlainSerializer().loads(self[key]) if key in self else None


@pytest.fixture
def asked(monkeypatch) -> list[dt.date]:
    monkeypatch.setattr("ipservice.pagecache.kept.cache", PlainCache())
    return []


def figure(asked, *made_of) -> Figure:
    def ask(day):
        asked.append(day)
        return TABLE

    return Figure("test.f", "测试", "家", "措施", "定义", ("区县",), ask, made_of=made_of)


def test_a_figure_reads_the_same_from_the_cache_until_its_data_changes(asked):
    costly = figure(asked, "agencies")

    assert [read(costly, DAY), read(costly, DAY)] == [TABLE, TABLE]
    assert asked == [DAY]

    bump("agencies")
    read(costly, DAY)
    assert asked == [DAY, DAY]


def test_another_day_is_another_figure(asked):
    costly = figure(asked, "agencies")

    read(costly, DAY)
    read(costly, DAY + dt.timedelta(days=1))

    assert asked == [DAY, DAY + dt.timedelta(days=1)]


def test_a_figure_that_names_no_data_is_asked_for_each_time(asked):
    read(figure(asked), DAY)
    read(figure(asked), DAY)

    assert asked == [DAY, DAY]


def test_the_public_pages_keep_whatever_their_figures_are_made_of():
    assert {name for each in figures() for name in each.made_of} <= set(DATA)
