"""``manage.py figures``: every figure has a unit and keeps its shape, and what does not is named."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from ipservice.figures.shapes import FigureMisshapen, checked

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)


ONE = (Value(("渝中区",), count=3),)


def figure(values=ONE, *, source="测试登记", **changes) -> Figure:
    facts = {
        "key": "test.agencies",
        "title": "测试机构数",
        "unit": "家",
        "clause": "措施（一）",
        "definition": "测试用的机构数。",
        "dimensions": ("区县",),
        "read": lambda day: Table(list(values), as_of=day, source=source),
    }
    return Figure(**{**facts, **changes})


def rate(*values: Value, **changes) -> Figure:
    return figure(values, key="test.rate", unit="", numerator="授权量", denominator="结案量", **changes)


@pytest.fixture
def alone(monkeypatch):
    monkeypatch.setattr(registry, "_figures", {})


def listed(*options: str) -> list[str]:
    out = StringIO()
    call_command("figures", *options, stdout=out)
    return out.getvalue().splitlines()


def test_every_registered_figure_has_a_unit_and_keeps_its_declared_shape():
    lines = listed("--check")

    assert lines[-1] == f"共 {len(registry.figures())} 项指标，全部通过。"


def test_the_list_gives_key_unit_clause_dimensions_and_shape(alone):
    registry.register(figure())
    registry.register(rate(Value(("2024年",), numerator=1, denominator=2), dimensions=("年度",)))

    assert listed() == [
        "test.agencies\t家\t措施（一）\t区县\t区县 → 家",
        "test.rate\t%\t措施（一）\t年度\t年度 → 分子÷分母",
        "共 2 项指标。",
    ]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (figure(unit=" "), "缺少计量单位"),
        (figure(definition=""), "缺少定义"),
        (figure([Value(("渝中区", "2024年"), count=1)]), "维度应为 1 个，不符的有 1 处：渝中区／2024年"),
        (figure([Value(("渝中区",), numerator=1, denominator=2)]), "应为数值，不符的有 1 处：渝中区"),
        (figure([Value(("渝中区",), count=1), Value(("渝中区",), count=2)]), "维度重复：渝中区"),
        (figure(source=""), "缺少来源"),
        (rate(Value(("渝中区",), count=3)), "应为比率，不符的有 1 处：渝中区"),
        (rate(Value(("渝中区",), numerator=1, denominator=2), part_unit=""), "缺少计量单位"),
    ],
    ids=["no unit", "no definition", "one dimension more", "a rate among counts", "twice", "no source",
         "a count among rates", "parts without a unit"],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_key(alone, made, told):
    registry.register(made)

    with pytest.raises(CommandError) as refused:
        listed("--check")
    assert str(refused.value) == f"1 处不符：\n{made.key}：{told}"


def test_a_figure_that_raises_is_told_and_the_others_still_run(alone):
    registry.register(figure(key="test.broken", read=lambda day: [][1]))
    registry.register(figure(unit=""))

    with pytest.raises(CommandError) as refused:
        listed("--check")
    assert str(refused.value).splitlines() == [
        "2 处不符：",
        "test.agencies：缺少计量单位",
        "test.broken：运行出错（IndexError）：list index out of range",
    ]


def test_an_empty_rate_keeps_its_shape(alone):
    made = rate(Value(("渝中区",)))

    assert checked(made, DAY).values == [Value(("渝中区",))]


def test_whoever_asks_by_key_is_told_the_key_and_the_place(alone):
    with pytest.raises(FigureMisshapen) as refused:
        checked(figure([Value((), count=1)]), DAY)
    assert refused.value.message == "指标“test.agencies”不符合其声明：维度应为 1 个，不符的有 1 处：（无维度）"
