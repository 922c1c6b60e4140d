"""Appointments by file: every line gets its slot or is told why not; the guards hold; a list can be taken back."""

import pytest
from django.utils import timezone

from ipservice.intake.services import runs
from ipservice.intake.services.undo import RunHasDependants, undo
from ipservice.notices.models import Delivery
from publicservice.booking.models import Booking, BookingState, Slot
from publicservice.booking.services.listed import ListOvertaken
from tests.factories.booking import a_person, at, make_booking, make_rules, make_schedule
from tests.factories.publicservice import make_item, make_outlet

pytestmark = pytest.mark.django_db
HEAD = "网点名称,预约安排,日期,时间,事项,姓名,手机号,单位名称,咨询内容"
EVERY_DAY = [[["00:00", "23:30"]]] * 7


@pytest.fixture
def schedule():
    make_rules()
    item = make_item(name="专利检索咨询")
    return make_schedule(make_outlet(name="渝中窗口"), items={item: 30}, capacity=2, week=EVERY_DAY, name="一号窗")


def next_day():
    day = timezone.localdate() + timezone.timedelta(days=7)
    while day.weekday() > 4:
        day += timezone.timedelta(days=1)
    return day


def line(clock="09:00", phone="13900000001", *, outlet="渝中窗口", matter="专利检索咨询", plan="", name="甲某"):
    return f"{outlet},{plan},{next_day():%Y-%m-%d},{clock},{matter},{name},{phone},演示公司,检索"


def taken_in(*lines, confirm=True):
    content = "\n".join([HEAD, *lines, ""]).encode()
    return runs.run_import(
        "bookings", content, name="名单.csv", by=None, options={"consent": "yes", "confirm": confirm, "is_demo": True}
    )


def test_a_list_becomes_bookings_with_matters_places_and_messages(schedule):
    run = taken_in(line(), line("9点半", "13900000002"))

    assert (run.state, run.rows_new) == ("committed", 2)
    first = Booking.objects.order_by("starts_at").first()
    assert (first.starts_at, first.source, first.name) == (at(9, day=next_day()), "import", "甲某")
    assert first.items.get().item.name == "专利检索咨询"
    assert Slot.objects.get(starts_at=first.starts_at).taken == 1
    assert Delivery.objects.count() == 2


def test_of_two_hundred_lines_for_two_places_two_are_booked_and_the_others_are_told(schedule):
    run = taken_in(*[line(phone=f"139{number:08d}") for number in range(200)])

    assert (run.rows_new, run.rows_refused, Booking.objects.count()) == (2, 198, 2)
    assert "只剩 2 个名额" in run.issues.filter(code="row.no_slot").first().message


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"outlet": "不存在的窗口"}, "网点名称", "没有开放预约"),
        ({"matter": "买房"}, "事项", "不办理“买房”"),
        ({"plan": "九号窗"}, "预约安排", "办理该事项的有：一号窗"),
        ({"clock": "09:10"}, "时间", "不是可预约的时段"),
        ({"clock": "早上"}, "时间", "应写成 09:30 的样子"),
    ],
)
def test_a_line_without_a_slot_is_told_at_its_cell(schedule, said, column, words):
    run = taken_in(line(**said))

    (issue,) = run.issues.all()
    assert (issue.column, words in issue.message) == (column, True)
    assert not Booking.objects.exists()


def test_the_same_list_again_books_nobody_twice(schedule):
    taken_in(line())

    run = taken_in(line(), "")

    assert (run.rows_new, Booking.objects.count()) == (0, 1)


def test_who_was_quicker_between_preview_and_load_keeps_the_place_and_nothing_is_half_stored(schedule):
    run = taken_in(line(), line(phone="13900000002"), confirm=False)
    make_booking(schedule, starts_at=at(9, day=next_day()))

    with pytest.raises(ListOvertaken):
        runs.commit(run.pk, by=None)

    assert Booking.objects.count() == 1


def test_a_list_is_taken_back_whole_and_everybody_is_told(schedule):
    run = taken_in(line(), line(phone="13900000002"))

    undo(run.pk, by=None, reason="重复登记")

    assert not Booking.objects.exists()
    assert not Slot.objects.filter(taken__gt=0).exists()
    assert Delivery.objects.filter(message__event__contains="cancelled").count() == 2


def test_a_list_of_which_somebody_was_served_is_not_taken_back(schedule):
    run = taken_in(line())
    Booking.objects.update(state=BookingState.CHECKED_IN)

    with pytest.raises(RunHasDependants):
        undo(run.pk, by=None, reason="重复登记")


def test_whoever_booked_this_slot_already_is_pointed_out(schedule):
    make_booking(schedule, starts_at=at(9, day=next_day()), person_key=a_person(1).key)

    run = taken_in(line(phone=a_person(1).phone))

    assert "已约了同一时段" in run.issues.get().message
