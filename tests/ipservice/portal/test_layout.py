"""Parts of the layout are drawn once for what they show, and nothing of one visitor reaches another through them."""

import pytest
from django.template import Context, Engine

from ipservice.portal.templatetags import layout


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(layout, "_kept", {})


def engine(part: str) -> Engine:
    page = "{% load layout %}{% kept 'part.html' name=name %}"
    loader = ("django.template.loaders.locmem.Loader", {"page.html": page, "part.html": part})
    return Engine(loaders=[loader], libraries={"layout": "ipservice.portal.templatetags.layout"})


def test_a_part_is_drawn_once_for_each_of_what_it_shows():
    drawn = []
    page = engine("{{ name }}").get_template("page.html")

    for name in ("甲", "乙", "甲"):
        drawn.append(page.render(Context({"name": name})))

    assert drawn == ["甲", "乙", "甲"]
    assert len(layout._kept) == 2


def test_a_part_sees_nothing_of_the_visitor_but_what_it_is_given():
    page = engine("{{ name }}{{ user }}{{ request.path }}").get_template("page.html")

    assert page.render(Context({"name": "甲", "user": "张三", "request": {"path": "/portal/"}})) == "甲"


def test_what_a_part_shows_is_escaped():
    assert engine("{{ name }}").get_template("page.html").render(Context({"name": "<b>"})) == "&lt;b&gt;"


def test_what_is_kept_has_an_end():
    page = engine("{{ name }}").get_template("page.html")

    for name in range(layout.MOST_KEPT + 1):
        page.render(Context({"name": name}))

    assert len(layout._kept) == 1


@pytest.mark.django_db
def test_the_mark_of_where_one_is_follows_the_page(client):
    marks = {path: client.get(path).content.decode().split('aria-current="page">')[1] for path in ("/", "/check/")}

    assert [mark.partition("<")[0] for mark in marks.values()] == ["首页", "核验文书"]
