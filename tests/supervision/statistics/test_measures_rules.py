"""What is counted, which measures belong together, and which sums an outsider knows to hold."""

from dataclasses import replace

from supervision.statistics.rules.measures import (
    Dimension,
    Place,
    Sort,
    equations,
    families,
    links_of,
    measures_of,
)
from supervision.statistics.rules.systems import system_of
from tests.factories.survey import small_questionnaire

FORM = small_questionnaire()
PLACES = [
    Place("500103", "中心城区", "head_office", "small"),
    Place("500103", "中心城区", "branch", "small"),
    Place("500101", "渝东北", "head_office", "large"),
]


def test_numbers_and_options_are_counted_and_texts_are_not():
    found = {measure.key: measure for measure in measures_of(FORM, crossed=("10201",))}

    assert list(found)[:5] == ["10103=company", "10103=partnership", "10104=yes", "10104=no", "10105"]
    assert (found["10103=company"].sort, found["10301"].sort, found["10303"].sort) == (
        Sort.COUNT,
        Sort.TOTAL,
        Sort.AVERAGE,
    )
    assert Dimension.DISTRICT_KIND in found["10201"].dimensions
    assert Dimension.DISTRICT not in found["10202/master/male"].dimensions
    assert found["10202/master/male"].label == "硕士及以上 · 男"


def test_hard_sums_tie_measures_together_and_comparisons_do_not():
    assert links_of(FORM) == [
        ("10201", tuple(f"10202/{row}/{sex}" for row in ("master", "bachelor", "below") for sex in ("male", "female")))
    ]


def test_a_sum_with_a_part_taken_away_is_a_sum():
    growth = replace(FORM.checks[0], expression="[10201] = [10203] + [10302] - [10301]")

    assert links_of(replace(FORM, checks=(growth,))) == [("10201", ("10203", "10302", "-10301"))]
    assert system_of([("10201", ["10203", "-10301"])]).equations == ((0, ((1, 1.0), (2, -1.0))),)


def test_a_family_is_all_that_some_sum_ties_together():
    measures = measures_of(FORM, crossed=())

    found = [[measure.key for measure in family] for family in families(measures, links_of(FORM))]

    assert ["10103=company", "10103=partnership"] in found
    assert [family for family in found if "10201" in family][0][:2] == ["10201", "10202/master/male"]
    assert ["10301"] in found
    assert sorted(key for family in found for key in family) == sorted(measure.key for measure in measures)


def test_margins_links_and_options_are_the_known_sums():
    measures = measures_of(FORM, crossed=("10201",))
    family = [measure for measure in measures if measure.item in ("10201", "10202", "10104")]

    found = equations(family, PLACES, links_of(FORM))

    assert ("10201@group:中心城区", ["10201@district:500103"]) in found
    assert ("10104#@city", ["10104=yes@city", "10104=no@city"]) in found
    assert ("10201@city", [f"{part}@city" for part in links_of(FORM)[0][1]]) in found
    assert "10202/master/male@district:500103" not in {cell for _, parts in found for cell in parts}
    by_kind = [f"10201@district_kind:500103|{kind}" for kind in ("branch", "head_office")]
    assert ("10201@district:500103", by_kind) in found
