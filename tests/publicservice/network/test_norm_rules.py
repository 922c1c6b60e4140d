"""The norm gives each criterion its full marks; the total is the sum of the points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicservice.network.rules import norm

NORM = {
    "criterion_place": 2_000,
    "criterion_staff": 3_000,
    "criterion_new": 1_000,
    "excellent_percent": 90,
    "qualified_percent": 60,
    "evidence_from_hundredths": 1_500,
}


def score(place, staff, new, papers=1):
    given_points = {"criterion_place": place, "criterion_staff": staff, "criterion_new": new}
    return norm.assessment_score({name: norm.Given(value, papers) for name, value in given_points.items()}, NORM)


@pytest.mark.parametrize(
    ("points", "grade"),
    [((2000, 3000, 399), "合格"), ((2000, 3000, 400), "优秀"), ((2000, 1600, 0), "合格"), ((2000, 1599, 0), "待改进")],
    ids=["just below excellent", "exactly excellent", "exactly qualified", "just below qualified"],
)
def test_grades_begin_exactly_at_their_share_of_the_full_marks(points, grade):
    assert score(*points).result.grade == grade


@pytest.mark.parametrize(
    ("given_points", "sentence"),
    [
        ({}, "“场所与设施”：尚未评分。"),
        ({"criterion_other": norm.Given(1)}, "“criterion_other”：管理规范中没有这一指标。"),
        ({"criterion_place": norm.Given(2_001, 1)}, "“场所与设施”：20.01 分超出范围，应为 0 至 20 分。"),
        ({"criterion_place": norm.Given(-1, 1)}, "“场所与设施”：-0.01 分超出范围，应为 0 至 20 分。"),
        ({"criterion_place": norm.Given(1_500)}, "“场所与设施”：得分达到 15 分的指标须附佐证材料。"),
    ],
    ids=["missing", "unknown", "above full marks", "negative", "without evidence"],
)
def test_points_outside_the_norm_are_refused(given_points, sentence):
    with pytest.raises(norm.PointsRefused) as refused:
        norm.assessment_score(given_points, NORM)

    assert refused.value.message == sentence


def test_points_below_the_threshold_need_no_evidence():
    assert score(1_499, 0, 0, papers=0).result.total_hundredths == 1_499


def test_criteria_stand_in_the_order_of_the_norm_and_new_ones_follow():
    assert [each.code for each in norm.criteria(NORM)] == ["criterion_place", "criterion_staff", "criterion_new"]


@given(st.integers(0, 2_000), st.integers(0, 3_000), st.integers(0, 1_000))
def test_the_total_is_the_sum_and_the_share_never_leaves_one(place, staff, new):
    result = score(place, staff, new).result

    assert result.total_hundredths == place + staff + new
    assert 0 <= result.share <= 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"criterion_place": 0}, ["criterion_place"]),
        ({"criterion_place": True}, ["criterion_place"]),
        ({"excellent_percent": 101}, ["excellent_percent"]),
        ({"qualified_percent": 95}, ["qualified_percent"]),
        ({"colour": 3}, ["colour"]),
        ({"excellent_percent": None}, ["excellent_percent"]),
    ],
)
def test_a_norm_that_cannot_be_is_named_by_parameter(changes, wrong):
    assert list(norm.problems({**NORM, **changes})) == wrong


def test_a_norm_without_criteria_or_without_grades_is_refused():
    bare = {name: value for name, value in NORM.items() if not name.startswith("criterion_")}

    assert list(norm.problems(bare)) == ["criterion_"]
    assert sorted(norm.problems({"criterion_place": 1})) == [
        "evidence_from_hundredths", "excellent_percent", "qualified_percent",
    ]  # fmt: skip
    assert norm.points(1_250) == "12.5"
    assert norm.points(0) == "0"
