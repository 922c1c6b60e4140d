"""The pages of the desk: a day worked through by the buttons that staff presses."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ipservice.accounts.models import Role
from publicservice.booking.models import Booking, BookingState, FollowUp, ServiceRecord, Source
from publicservice.booking.services.people import code_for, digest_of
from tests.factories.accounts import make_user
from tests.factories.booking import make_booking, make_hours, make_rules, make_schedule
from tests.factories.publicservice import make_outlet, make_staff, make_window

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32
ALWAYS = [[["00:00", "23:59"]]] * 7


@pytest.fixture
def outlet(db):
    make_rules()
    outlet = make_outlet(name="渝中窗口")
    make_hours(outlet, week=ALWAYS, follows_working_calendar=False)
    return outlet


@pytest.fixture
def schedule(outlet):
    return make_schedule(outlet)


@pytest.fixture
def clerk(outlet):
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=user)
    return user


@pytest.fixture
def client(client_for, clerk):
    return client_for(clerk)


@pytest.fixture
def here(outlet):
    return f"/portal/outlets/{outlet.pk}/"


def noon() -> dt.datetime:
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def test_the_day_shows_who_comes_masked(client, here, schedule):
    make_booking(schedule, starts_at=noon(), name="张三丰", phone="13812345678")

    page = client.get(f"{here}day/").content.decode()

    assert "张**" in page
    assert "138****5678" in page
    assert "张三丰" not in page
    assert "13812345678" not in page


def test_a_booking_is_checked_in_called_and_served_with_record_file_and_task(client, here, schedule, outlet, clerk):
    code = code_for("token")
    booking = make_booking(schedule, starts_at=noon(), code_digest=digest_of(code))
    window = make_window(outlet)

    client.post(f"{here}day/check-in/", {"code": code})
    called = client.post(f"{here}day/next/", {"window": window.pk})
    due = timezone.localdate() + dt.timedelta(days=3)
    client.post(
        f"{here}bookings/{booking.pk}/",
        {
            "summary": "检索三件", "advice": "建议申请", "task": "寄报告", "owner": clerk.pk, "due_on": str(due),
            "papers": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"), "form_token": TOKEN,
        },
    )  # fmt: skip

    booking.refresh_from_db()
    record = ServiceRecord.objects.get()
    assert called["Location"] == f"{here}bookings/{booking.pk}/"
    assert (booking.state, booking.window, record.files.count()) == (BookingState.SERVED, window, 1)
    task = FollowUp.objects.get()
    client.post(f"{here}follow-ups/{task.pk}/", {"result": "已寄出"})
    task.refresh_from_db()
    assert (task.state, task.result) == ("done", "已寄出")
    page = client.get(f"{here}bookings/{booking.pk}/").content.decode()
    assert all(words in page for words in ("检索三件", "建议申请", "寄报告", "签到，1 号", "叫号：1 号"))


def test_a_walk_in_sent_twice_draws_one_number_and_names_for_whom(client, here, outlet):
    facts = {"name": "李四", "acting_for": "来电人口述", "form_token": TOKEN}

    for _ in range(2):
        client.post(f"{here}day/walk-in/", facts)

    booking = Booking.objects.get()
    assert (booking.source, booking.queue_number, booking.acting_for) == (Source.WALK_IN, 1, "来电人口述")


def test_a_walk_in_without_a_name_keeps_what_was_typed(client, here):
    response = client.post(f"{here}day/walk-in/", {"subject": "商标", "form_token": TOKEN})

    assert response.status_code == 422
    assert "商标" in response.content.decode()
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("check-in", BookingState.BOOKED, BookingState.CHECKED_IN),
        ("miss", BookingState.BOOKED, BookingState.NO_SHOW),
        ("recall", BookingState.CALLED, BookingState.CALLED),
        ("put-back", BookingState.CALLED, BookingState.CHECKED_IN),
    ],
)
def test_the_buttons_of_a_row_move_the_booking(client, here, schedule, name, before, after):
    booking = make_booking(schedule, starts_at=noon(), state=before, queue_number=7, queue_day=timezone.localdate())

    client.post(f"{here}bookings/{booking.pk}/{name}/")

    booking.refresh_from_db()
    assert booking.state == after


def test_a_consultation_is_handed_on_within_the_outlet(client, here, schedule, outlet):
    other = make_staff(outlet, name="李咨询")
    booking = make_booking(schedule, starts_at=noon(), state=BookingState.CHECKED_IN)

    client.post(f"{here}bookings/{booking.pk}/transfer/", {"consultant": other.pk, "reason": "涉外问题"})

    booking.refresh_from_db()
    assert booking.consultant == other


def test_staff_books_for_a_caller_and_tells_the_code(client, here, schedule, clerk):
    item = schedule.items.get().item
    page = client.get(f"{here}day/book/?item={item.pk}")
    slot = page.context["form"].fields["slot"].choices[0][0]
    facts = {"item": item.pk, "slot": slot, "name": "王五", "phone": "13900000001", "acting_for": "来电预约"}

    for _ in range(2):
        done = client.post(f"{here}day/book/", {**facts, "form_token": TOKEN}, follow=True)

    booking = Booking.objects.get()
    assert (booking.source, booking.booked_by, booking.acting_for) == (Source.STAFF, clerk, "来电预约")
    assert "请告知来电人预约码" in done.content.decode()
    history = client.get(f"{here}bookings/{booking.pk}/").content.decode()
    assert "来电预约" in history


def test_a_caller_is_booked_with_number_and_reason(client, here, schedule):
    item = schedule.items.get().item

    response = client.post(f"{here}day/book/", {"item": item.pk, "name": "王五", "form_token": TOKEN})

    assert response.status_code == 422
    assert Booking.objects.count() == 0


def test_the_figures_show_the_head_and_its_days(client, here, schedule):
    make_booking(schedule, starts_at=noon(), state=BookingState.NO_SHOW)

    page = client.get(f"{here}figures/").content.decode()

    assert page.count("100.00%（1/1）") == 2
    assert f"?day={timezone.localdate()}" in page


@pytest.mark.parametrize(
    "query", ["first=2026-01-01&last=2025-01-01", "first=2020-01-01&last=2026-01-01", "first=x&last="]
)
def test_a_span_that_cannot_be_is_told_and_the_last_weeks_are_shown(client, here, query):
    response = client.get(f"{here}figures/?{query}")

    assert response.status_code == 200
    assert response.context["last"] == timezone.localdate()


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_asks_the_same_number_of_queries_for_one_and_for_three(
    client, here, schedule, count, django_assert_num_queries
):
    for number in range(count):
        make_booking(schedule, starts_at=noon() + dt.timedelta(minutes=30 * number))
    client.get(f"{here}day/")

    with django_assert_num_queries(9):
        client.get(f"{here}day/")
