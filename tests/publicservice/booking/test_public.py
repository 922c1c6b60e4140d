"""The public door: from the matter to the code without an account and without JavaScript."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from ipservice.privacy.models import Consent
from publicservice.booking.models import Attempt, Booking, BookingState, Slot, WaitingEntry
from publicservice.booking.services import bookings
from publicservice.booking.services.people import code_for, digest_of
from publicservice.booking.services.refusals import TooManyOpen
from publicservice.network.models import HoursVersion
from tests.factories.booking import a_person, make_schedule
from tests.factories.publicservice import make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
EVERY_DAY = [[["09:00", "17:00"]]] * 7
PERSON = {"name": "张三", "phone": "138 1234 5678", "email": "z@example.cn", "subject": "想申请发明专利"}


@pytest.fixture
def schedule():
    outlet = make_outlet(name="渝中区知识产权服务站", address="解放碑1号")
    HoursVersion.objects.create(
        outlet=outlet,
        in_force_from=dt.date(2020, 1, 1),
        week=EVERY_DAY,
        follows_working_calendar=False,
        reason="设立",
        created_at=timezone.now(),
    )
    return make_schedule(outlet, capacity=1, lead_minutes=0)


def slot_of(schedule, hour: int = 10) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=2)
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo("Asia/Shanghai"))


def query(schedule) -> dict:
    return {"item": schedule.items.get().item_id, "variant": "on_site", "schedule": schedule.pk}


def take(client: Client, schedule, hour: int = 10, field: str = "slot"):
    return client.post("/booking/take/", {**query(schedule), field: slot_of(schedule, hour).isoformat()})


def token_on(client: Client) -> str:
    page = client.get("/booking/check/").content.decode()
    return re.search(r'name="form_token" value="(\w+)"', page)[1]


def booked_by(client: Client, schedule, hour: int = 10, **person) -> str:
    """The whole way; the address of the last page."""
    take(client, schedule, hour)
    assert client.post("/booking/who/", {**PERSON, **person}).url == "/booking/check/"
    return client.post("/booking/check/", {"form_token": token_on(client), "consent": "on"}).url


def test_from_the_matter_to_the_code_without_an_account(client, schedule):
    matters = client.get("/booking/", {**query(schedule), "chosen": 1})
    places = client.get(matters.url).content.decode()
    times = client.get("/booking/time/", query(schedule)).content.decode()
    done = client.get(booked_by(client, schedule)).content.decode()

    booking = Booking.objects.get()
    code = re.search(r'class="code">([0-9A-Z-]{14})<', done)[1]
    assert "渝中区知识产权服务站" in places
    assert "最近可约" in times
    assert slot_of(schedule).isoformat() in times
    assert (booking.state, booking.starts_at, booking.phone) == (BookingState.BOOKED, slot_of(schedule), "13812345678")
    assert booking.code_digest
    assert code.replace("-", "") not in booking.code_digest
    assert Consent.objects.get().subject_key == str(booking.pk)


def test_without_consent_nothing_is_booked(client, schedule):
    take(client, schedule)
    client.post("/booking/who/", PERSON)

    page = client.post("/booking/check/", {"form_token": token_on(client)})

    assert "勾选同意书" in page.content.decode()
    assert Booking.objects.get().state == BookingState.HELD


def test_sent_twice_and_after_going_back_it_is_one_booking_and_one_page(client, schedule):
    take(client, schedule)
    client.post("/booking/who/", PERSON)
    form = {"form_token": token_on(client), "consent": "on"}

    first, second = client.post("/booking/check/", form), client.post("/booking/check/", form)

    assert first.url == second.url
    assert client.get(first.url).content == client.get(second.url).content
    assert Booking.objects.count() == 1


def test_a_place_that_ran_out_is_said_and_what_was_typed_is_kept(client, schedule):
    take(client, schedule)
    client.post("/booking/who/", PERSON)
    form = {"form_token": token_on(client), "consent": "on"}
    Booking.objects.update(held_until=timezone.now() - dt.timedelta(seconds=1))
    booked_by(Client(), schedule, phone="13900000000")

    refused = client.post("/booking/check/", form, follow=True).content.decode()
    take(client, schedule, 11)
    again = client.get("/booking/who/").content.decode()

    assert "为您暂留的名额已到时限" in refused
    assert "想申请发明专利" in again
    assert Booking.objects.filter(state=BookingState.BOOKED).count() == 1


def test_who_comes_too_late_sees_three_free_slots_and_takes_one(client, schedule):
    booked_by(Client(), schedule, phone="13900000000")

    refused = take(client, schedule)

    page = refused.content.decode()
    choice = re.search(r'name="choice" value="([^"]+)"', page)[1]
    taken = client.post("/booking/take/", {**query(schedule), "choice": choice})
    assert (refused.status_code, page.count('name="choice"')) == (409, 3)
    assert taken.url == "/booking/who/"
    assert Booking.objects.get(state=BookingState.HELD).starts_at == slot_of(schedule) - dt.timedelta(minutes=30)


def test_whoever_waits_is_offered_the_place_and_takes_it_with_the_code(client, schedule):
    other = Client()
    booked_by(other, schedule, phone="13900000000")
    take(client, schedule, field="wait")
    client.post("/booking/who/", PERSON)
    done = client.post("/booking/check/", {"form_token": token_on(client), "consent": "on"}).url
    code = re.search(r'class="code">([0-9A-Z-]{14})<', client.get(done).content.decode())[1]
    bookings.cancel(Booking.objects.get().pk, now=timezone.now())

    phone = Client()
    found = phone.post("/booking/find/", {"code": code, "phone_tail": "5678"})
    page = phone.get(found.url).content.decode()
    accepted = phone.post(f"{found.url}answer/", {"accept": 1})

    assert "名额为您保留到" in page
    assert "已预约" in phone.get(accepted.url).content.decode()
    assert WaitingEntry.objects.get().state == "served"


def test_moving_by_the_code_updates_the_same_calendar_entry(client, schedule):
    done = booked_by(client, schedule)
    key = Booking.objects.get().pk
    before = client.get(f"/booking/own/{key}/calendar.ics").content.decode()

    client.post(f"/booking/own/{key}/move/", {"slot": slot_of(schedule, 15).isoformat()})
    after = client.get(f"/booking/own/{key}/calendar.ics").content.decode()

    uid = re.search(r"UID:(\S+)", before)[1]
    assert (f"UID:{uid}" in after, "SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True, True)
    assert re.search(r"DTSTART:\d{8}T070000Z", after)
    assert client.get(done).status_code == 200


def test_cancelling_frees_the_place(client, schedule):
    booked_by(client, schedule)
    key = Booking.objects.get().pk

    client.post(f"/booking/own/{key}/cancel/")

    assert Slot.objects.get().taken == 0


def test_a_strangers_booking_is_a_404_at_every_door(client, schedule):
    booked_by(Client(), schedule)
    key = Booking.objects.get().pk

    paths = [f"/booking/own/{key}/", f"/booking/own/{key}/move/", f"/booking/own/{key}/cancel/"]
    paths += [f"/booking/own/{key}/calendar.ics", f"/booking/done/booking/{key}/", f"/booking/waiting/{key}/"]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_five_wrong_tries_lock_the_address_and_reveal_nothing(client, schedule):
    booked_by(Client(), schedule)
    known, code = code_for("known"), code_for("unknown")
    Booking.objects.update(code_digest=digest_of(known))

    wrong_number = client.post("/booking/find/", {"code": known, "phone_tail": "0000"}).content.decode()
    unknown = client.post("/booking/find/", {"code": code, "phone_tail": "0000"}).content.decode()
    for _ in range(3):
        client.post("/booking/find/", {"code": code, "phone_tail": "0000"})
    locked = client.post("/booking/find/", {"code": known, "phone_tail": "5678"})

    assert "没有找到该预约" in wrong_number
    assert "没有找到该预约" in unknown
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")


def test_ten_requests_an_hour_from_one_address_and_then_429(client, schedule):
    for hour in range(9, 17):
        take(client, schedule, hour)
    assert Attempt.objects.count() == 8
    take(client, schedule, 9), take(client, schedule, 10)

    refused = take(client, schedule, 11)

    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert Attempt.objects.exclude(address_key="").filter(address_key__contains="127.0.0.1").count() == 0


def test_the_fourth_open_booking_of_one_phone_is_429(client, schedule):
    for hour in (9, 10, 11):
        booked_by(Client(REMOTE_ADDR=f"10.0.0.{hour}"), schedule, hour)
    take(client, schedule, 14)
    client.post("/booking/who/", PERSON)

    refused = client.post("/booking/check/", {"form_token": token_on(client), "consent": "on"})

    assert (refused.status_code, TooManyOpen.status) == (429, 429)
    assert "已有 3 个未办结的预约" in refused.content.decode()


def test_an_account_has_its_list(citizen, client_for, schedule):
    mine = client_for(citizen)
    booked_by(mine, schedule)
    bookings.book(
        bookings.Wish(schedule.pk, slot_of(schedule, 15), (schedule.items.get().item_id,)),
        a_person(9),
        code="X",
        now=timezone.now(),
    )

    page = mine.get("/booking/mine/").content.decode()

    assert page.count("渝中区知识产权服务站") == 1


def test_the_menu_of_a_citizen_leads_to_that_list(citizen, client_for):
    assert '<a href="/booking/mine/">我的预约</a>' in client_for(citizen).get("/portal/").content.decode()


def test_wrong_answers_come_back_with_what_was_typed(client, schedule):
    take(client, schedule)

    page = client.post("/booking/who/", {**PERSON, "phone": "123", "credit_code": "91500000"}).content.decode()

    assert "手机号不正确" in page
    assert "想申请发明专利" in page


@pytest.mark.parametrize("slot", ["", "yesterday", "2026-06-01T09:00", "9999-99-99T00:00:00+08:00"])
def test_a_forged_time_is_a_404(client, schedule, slot):
    assert client.post("/booking/take/", {**query(schedule), "slot": slot}).status_code == 404
