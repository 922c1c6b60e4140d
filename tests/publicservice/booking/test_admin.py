"""Bookings at the officials' desk."""

import pytest

from ipservice.accounts.models import Role
from publicservice.booking.models import BookingState
from tests.factories.accounts import make_district, make_user
from tests.factories.booking import TUESDAY, at, make_booking, make_schedule
from tests.factories.publicservice import make_outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make_outlet(name="渝中窗口", district=make_district(name="渝中区"))


def test_a_district_sees_its_own_bookings_masked(client_for, here):
    official = make_user(role=Role.DISTRICT_OFFICIAL, district=here.district)
    make_booking(make_schedule(here), name="张三丰", phone="13812345678")
    make_booking(make_schedule(make_outlet(name="外区窗口", district=make_district())), name="李四")

    page = client_for(official).get("/admin/bookings/").content.decode()

    assert "渝中窗口" in page
    assert "外区窗口" not in page
    assert "138****5678" in page
    assert "张三丰" not in page
    assert "13812345678" not in page


def test_the_list_is_narrowed_by_day_and_state_and_its_export_holds_the_same(client_for, here):
    schedule = make_schedule(here)
    make_booking(schedule, starts_at=at(9))
    make_booking(schedule, starts_at=at(9, day=TUESDAY), state=BookingState.CANCELLED)
    client = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL))

    tuesday = client.get("/admin/bookings/", {"first": "2026-06-02", "last": "2026-06-02"}).content.decode()
    cancelled = client.get("/admin/bookings/", {"state": "cancelled", "export": "xlsx"})

    assert "已取消" in tuesday
    assert "6月1日" not in tuesday
    assert cancelled["Content-Type"].startswith("application/vnd.openxmlformats")


def test_held_places_are_nobodys_booking_and_the_way_to_book_for_a_caller_is_there(client_for, here):
    schedule = make_schedule(here)
    make_booking(schedule, state=BookingState.HELD, held_until=at(10), name="暂留人")
    page = client_for(make_user(role=Role.REVIEWER)).get("/admin/bookings/").content.decode()

    assert "没有符合条件的预约" in page
    assert f"/portal/outlets/{here.pk}/day/book/" in page


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.AGENCY_ADMIN, Role.OUTLET_STAFF, Role.SYSTEM_ADMIN])
def test_nobody_else_finds_the_page(client_for, role):
    assert client_for(make_user(role=role)).get("/admin/bookings/").status_code == 404


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(client_for, here, django_assert_max_num_queries):
    client = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL))
    schedule = make_schedule(here, capacity=60)
    for number in range(40):
        make_booking(schedule, starts_at=at(9), person_key=f"p{number}")

    with django_assert_max_num_queries(16):
        client.get("/admin/bookings/")
