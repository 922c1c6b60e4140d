"""Figures of the statistics for the report: published numbers, by the version in force."""

import datetime as dt

import pytest

from ipservice.figures.registry import figure_of
from ipservice.figures.shapes import declared_problems, problems
from supervision.statistics.figures import FIGURES
from tests.factories.statistics import a_year, compute, publish

pytestmark = pytest.mark.django_db
END_OF_2025 = dt.date(2025, 12, 31)


def test_every_figure_has_the_shape_it_declares():
    publish(compute(a_year([{"10103": "company", "10201": 10 + number, "10301": 5} for number in range(8)])))

    found = {
        figure.key: [*declared_problems(figure), *problems(figure, figure.read(END_OF_2025))] for figure in FIGURES
    }

    assert {key: wrong for key, wrong in found.items() if wrong} == {}


def test_hidden_cells_have_no_value_and_say_why():
    publish(compute(a_year([{"10103": "company", "10201": 10 + number, "10301": 5} for number in range(8)])))

    table = figure_of("survey.staff_by_district").read(END_OF_2025)

    by_label = {value.labels[0]: (value.count, value.note) for value in table.values}
    assert by_label["万州区"] == (None, "*")
    assert table.notes
    assert table.edition == "2025年度统计 第1版"


def test_before_anything_is_published_a_figure_is_empty_and_says_so():
    table = figure_of("survey.staff").read(END_OF_2025)

    assert (list(table.values), table.notes) == ([], ("尚未公布年度统计数据。",))


def test_the_response_rate_carries_who_answered_and_who_was_asked():
    publish(compute(a_year([{"10103": "company", "10201": 10, "10301": 5}] * 8, silent=2)))

    city = figure_of("survey.response_rate").read(END_OF_2025).values[0]

    assert (city.labels, city.numerator, city.denominator) == (("全市",), 8, 10)
