"""What the office decided about an award stands in the agency's own record, with every finding."""

import pytest
from django.utils import timezone

from agencies.registry.dossier import held_about
from agencies.registry.models import Agency
from tests.factories.agencies import make_member
from tests.factories.awards import on_notice

pytestmark = pytest.mark.django_db


def entries(name: str, title: str) -> list:
    agency = Agency.objects.get(name=name)
    held = held_about(agency, make_member(agency), today=timezone.localdate())
    return next(part.entries for part in held if part.section.title == title)


def test_a_list_that_has_not_reached_the_public_is_held_back(calendar, draft):
    assert entries("甲所", "奖励决定") == []


def test_a_line_on_notice_stands_with_result_and_reasons(calendar, checked_year, official, reviewer):
    decision = on_notice(official, reviewer)

    (first,), (last,) = entries("甲所", "奖励决定"), entries("丙所", "奖励决定")

    assert first.what == f"{decision.title}（{decision.get_stage_display()}）"
    assert (first.value, last.value) == ("第 1 名，100,000.00 元", "未列入")
    assert "不符合" not in first.reason
    assert "不符合" in last.reason
    assert first.href == "/portal/awards/2023/"
    assert [entry.what for entry in entries("甲所", "年度数据核对")] == ["2023年度：逾期视为无异议"]
