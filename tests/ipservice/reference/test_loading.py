"""The product's files come in whole, once, and never over what an official has changed."""

import datetime as dt

import pytest

from ipservice.reference.calendar import missing_years, working_calendar
from ipservice.reference.checks import calendar_is_loaded
from ipservice.reference.loading import load_reference
from ipservice.reference.models import CalendarDay, CalendarYear, District, Industry, ReferenceFigure, ServiceType

pytestmark = pytest.mark.django_db


def test_loading_again_writes_nothing():
    assert load_reference() == {
        "区县": 60,
        "产业分类": 68,
        "服务类型": 38,
        "工作日历": 771,
        "日历年度": 23,
        "公布数据": 93,
    }

    assert set(load_reference().values()) == {0}


def test_a_row_that_differs_from_the_file_is_put_right_in_place():
    load_reference()
    district = District.objects.get(code="500103")
    District.objects.filter(pk=district.pk).update(name="渝中区区")

    assert load_reference()["区县"] == 1
    assert District.objects.get(pk=district.pk).name == "渝中区"


def test_what_an_official_changed_or_added_stays():
    load_reference()
    District.objects.filter(code="500103").update(note="已核对", is_maintained=True)
    CalendarDay.objects.create(
        day=dt.date(2027, 1, 1), is_workday=False, name="元旦", source="通知", is_maintained=True
    )

    assert set(load_reference().values()) == {0}
    assert District.objects.get(code="500103").note == "已核对"
    assert CalendarDay.objects.filter(day__year=2027).count() == 1


def test_taxonomies_hang_together_and_name_what_is_not_official():
    load_reference()

    assert Industry.objects.filter(parent=None).count() == 2
    assert Industry.objects.filter(status="placeholder_not_official").count() == 16
    assert list(Industry.objects.get(code="33618-D1-02").successors.values_list("code", flat=True)) == ["33618-F02"]
    assert ServiceType.objects.get(code="11").parent.name == "代理服务"


def test_published_figures_carry_a_named_source_and_no_address():
    load_reference()

    assert not ReferenceFigure.objects.filter(source="").exists()
    assert not ReferenceFigure.objects.filter(source__contains=".com").exists()


def test_working_days_are_those_of_the_state_councils_notices(django_assert_num_queries):
    load_reference()
    calendar = working_calendar()

    assert [calendar.workdays_in(year) for year in range(2020, 2027)] == [249, 250, 249, 249, 251, 248, 248]
    with django_assert_num_queries(2):
        assert working_calendar() is calendar


def test_the_calendar_in_memory_follows_the_table():
    load_reference()
    new_year = dt.date(2027, 1, 1)
    assert working_calendar().is_workday(new_year)
    assert working_calendar().add(dt.date(2026, 12, 31), 1).is_provisional

    CalendarDay.objects.create(day=new_year, is_workday=False, name="元旦", source="通知")
    CalendarYear.objects.create(year=2027, source="通知")

    assert not working_calendar().is_workday(new_year)
    assert not working_calendar().add(dt.date(2026, 12, 31), 1).is_provisional


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (dt.date(2026, 11, 30), []),
        (dt.date(2026, 12, 1), [2027]),
        (dt.date(2027, 1, 1), [2027]),
        (dt.date(2027, 12, 1), [2027, 2028]),
    ],
)
def test_a_missing_year_is_said_from_december_on(today, missing):
    assert missing_years([2025, 2026], today) == missing


def test_the_start_up_check_warns_of_a_missing_year():
    found = calendar_is_loaded(databases=["default"])

    assert [message.id for message in found][:1] == ["reference.W001"]
    load_reference()
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=year, source="通知") for year in range(2027, 2100)], ignore_conflicts=True
    )
    assert calendar_is_loaded(databases=["default"]) == []
