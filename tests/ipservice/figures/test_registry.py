"""A figure is asked for by its key; what does not exist is not zero."""

import datetime as dt
from fractions import Fraction

import pytest

from ipservice.figures import registry
from ipservice.figures.charts import bars
from ipservice.figures.registry import Table, UnknownFigure, Value

TODAY = dt.date(2026, 6, 1)


def test_an_unknown_key_is_refused_by_name():
    with pytest.raises(UnknownFigure, match="没有名为“no.such”的指标"):
        registry.figure_of("no.such")


def test_a_rate_is_the_exact_fraction_of_its_parts():
    rate = Value(("2024年",), numerator=110, denominator=200)

    assert (rate.exact, rate.text) == (Fraction(11, 20), "55.00%")


def test_a_rate_with_nothing_to_divide_by_does_not_exist():
    rate = Value(("2024年",), numerator=0, denominator=0)

    assert (rate.exact, rate.text) == (None, "—")


def test_counts_are_written_with_thousands_and_add_up():
    table = Table([Value(("甲",), count=1_200), Value(("乙",), count=34)], as_of=TODAY, source="登记")

    assert ([value.text for value in table.values], table.total) == (["1,200", "34"], 1_234)


def test_every_figure_says_what_it_is_where_it_comes_from_and_reads_without_data(db):
    for figure in registry.figures():
        table = figure.read(TODAY)

        assert figure.title
        assert figure.definition.endswith("。")
        assert figure.clause.startswith("措施")
        assert table.as_of == TODAY
        assert table.source
        assert all(len(value.labels) == len(figure.dimensions) for value in table.values)


def test_bars_begin_at_zero_and_the_longest_fills_the_room():
    drawn = bars([Value(("甲",), count=50), Value(("乙",), count=100), Value(("丙",), count=0)], title="数", unit="件")

    widths = [bar.width for bar in drawn.bars]
    assert widths == [widths[1] / 2, widths[1], 0]
    assert drawn.summary == "数，共 3 项，最大为乙：100件"


def test_without_any_value_there_is_no_chart():
    assert bars([Value(("甲",), count=0)], title="数", unit="件") is None
    assert bars([], title="数", unit="件") is None
