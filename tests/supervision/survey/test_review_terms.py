"""The numbers of review and reminders: what ships is right, what is wrong is said, reminders fall on their days."""

import datetime as dt
import tomllib

import pytest
from django.conf import settings

from supervision.survey.rules.review_terms import occasion, problems, show

DUE = dt.date(2026, 7, 15)


@pytest.fixture(scope="module")
def shipped() -> dict:
    content = tomllib.loads((settings.BASE_DIR / "docs" / "rulesets" / "survey_review-v1.toml").read_text())
    return {name: parameter["value"] for name, parameter in content["parameters"].items()}


def test_what_ships_is_complete_and_right(shipped):
    assert problems(shipped) == {}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ratio_width", 0, "应为 1 至 200 之间的整数。"),
        ("least_units", True, "应为 3 至 1000 之间的整数。"),
        ("remind_days_before", [5, 5], "应为一列不重复的天数，每个在 0 至 120 之间。"),
        ("remind_days_after", "5", "应为一列不重复的天数，每个在 0 至 120 之间。"),
        ("peer_ratios", ["10301"], "应为一列“分子/分母”，各为五位指标代码，例如 10302/10201。"),
        ("guess", 1, "不认识的参数。"),
    ],
)
def test_a_wrong_number_is_said_by_name(shipped, name, value, said):
    assert problems({**shipped, name: value}) == {name: said}


def test_a_missing_number_is_said(shipped):
    rest = {name: value for name, value in shipped.items() if name != "slip_times"}

    assert problems(rest) == {"slip_times": "缺少该参数。"}


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (dt.date(2026, 6, 14), None),
        (dt.date(2026, 6, 15), "20260715-30"),
        (dt.date(2026, 6, 28), "20260715-30"),
        (dt.date(2026, 6, 29), "20260715-16"),
        (dt.date(2026, 7, 14), "20260715-1"),
        (dt.date(2026, 7, 16), "20260715+1"),
        (dt.date(2026, 8, 30), "20260715+10"),
    ],
    ids=["too early", "the first day", "missed and caught up", "the second", "the eve", "overdue", "long overdue"],
)
def test_a_reminder_falls_on_its_day_and_a_missed_one_is_caught_up_once(shipped, today, code):
    found = occasion(DUE, today, shipped)

    assert (found and found.code) == code


def test_a_list_is_read_out(shipped):
    assert show("remind_days_before", shipped["remind_days_before"]) == "30、16、6、1"
    assert show("ratio_width", 7) == "7"
