"""The pages of the network: everybody's, the staff's, the officials'."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from ipservice.reference.models import District
from publicservice.network.models import HoursException, HoursVersion, Outlet, OutletState
from publicservice.network.public.sketch_map import outlines
from publicservice.network.rules.sketch import Box
from publicservice.network.services import hours, outlets
from publicservice.network.services.hours import NewWeek
from tests.factories.accounts import make_district
from tests.factories.publicservice import make_item, make_outlet, make_window
from tests.publicservice.network.conftest import MORNINGS, NINE_TO_FIVE

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32


@pytest.fixture
def network(db):
    """重庆站 of the city, 渝中窗口 with a matter, 万州站 closed."""
    yuzhong = make_district(name="渝中区", code="500103")
    city = outlets.register_outlet({"name": "重庆站", "level": "city", "longitude": 106.5, "latitude": 29.6}, by=None)
    hall = outlets.register_outlet(
        {"name": "渝中窗口", "level": "district", "district": yuzhong, "longitude": 106.56, "latitude": 29.55}, by=None
    )
    make_window(hall, is_comprehensive=True).items.add(make_item(code="SX-A", name="商标咨询"))
    closed = outlets.register_outlet({"name": "万州站", "level": "district", "district": yuzhong}, by=None)
    Outlet.objects.filter(pk=closed.pk).update(state=OutletState.CLOSED, closed_on=dt.date(2026, 1, 1))
    return {"city": city, "hall": hall, "closed": closed}


def names(response):
    return re.findall(r'scope="row"[^>]*><a href="/outlets/\d+/">([^<]+)</a>', response.content.decode())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["渝中窗口", "重庆站"]),
        ("?q=渝中", ["渝中窗口"]),
        ("?q=yuzhong", ["渝中窗口"]),
        ("?q=yzck", ["渝中窗口"]),
        ("?q=没有", []),
        ("?district=500103", ["渝中窗口"]),
        ("?level=city", ["重庆站"]),
        ("?kind=HALL", []),
        ("?item=SX-A", ["渝中窗口"]),
        ("?sort=-name", ["重庆站", "渝中窗口"]),
    ],
)
def test_outlets_are_found_by_words_pinyin_place_level_and_matter(client, network, query, found):
    expected = sorted(found, key=lambda name: {"重庆站": 0, "渝中窗口": 1}[name], reverse="-name" in query)

    response = client.get(f"/outlets/{query}")

    assert names(response) == expected or names(response) == found


def test_the_map_shows_what_the_list_shows(client, network):
    page = client.get("/outlets/?view=map").content.decode()

    assert re.findall(r'class="mark mark-\w+" aria-label="([^"]+)"', page) == ["重庆站", "渝中窗口"]
    assert page.count('<path d="M') >= 37
    assert "示意图，未标审图号" in page


def test_a_chosen_district_fills_the_map(client, network):
    page = client.get("/outlets/?view=map&district=500103").content.decode()

    assert 'class="is-shown"' in page
    left, top, width, height = (float(part) for part in re.search(r'<svg viewBox="([^"]+)"', page)[1].split())
    assert width < 400
    assert height < 400


def test_no_page_asks_another_host_until_a_key_is_set(client, network, settings):
    assert "tianditu" not in client.get("/outlets/?view=map").content.decode()
    settings.TIANDITU_KEY = "key"

    page = client.get("/outlets/?view=map&level=city").content.decode()

    assert page.count('<image href="https://t0.tianditu.gov.cn/vec_c/wmts?') == 20


def test_a_point_lies_inside_the_outline_of_its_district():
    sketch, districts = outlines()
    yuzhong = next(one for one in districts if one.code == "500103")

    across, down = sketch.place(106.56507, 29.5555)

    assert yuzhong.box[0] <= across <= yuzhong.box[2]
    assert yuzhong.box[1] <= down <= yuzhong.box[3]
    assert sketch.whole == Box(0, 0, sketch.width, sketch.height)


def test_the_sketch_knows_every_district_of_today():
    _, districts = outlines()

    assert len(districts) == 37
    assert {"500157", "500109"} <= {one.code for one in districts if one.is_approximate}
    assert not {"500105", "500112"} & {one.code for one in districts}


def test_the_page_of_an_outlet_shows_hours_matters_and_the_way_to_book(client, network):
    hall = network["hall"]
    hours.add_version(hall.pk, NewWeek(dt.date(2026, 1, 1), NINE_TO_FIVE, "公布"), today=dt.date(2026, 1, 1), by=None)

    page = client.get(f"/outlets/{hall.pk}/").content.decode()

    assert "商标咨询" in page
    assert "09:00—12:00、14:00—17:00" in page
    assert f'href="/booking/?outlet={hall.pk}"' in page


def test_a_closed_outlet_keeps_its_page_and_offers_no_booking(client, network):
    page = client.get(f"/outlets/{network['closed'].pk}/").content.decode()

    assert "该网点已于 2026年1月1日 撤销" in page
    assert "/booking/?outlet=" not in page


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(client, network, django_assert_num_queries):
    client.get("/outlets/?x=0")
    with django_assert_num_queries(7):
        client.get("/outlets/?q=重庆")
    for number in range(3):
        outlets.register_outlet({"name": f"重庆{number}站", "level": "city"}, by=None)
    with django_assert_num_queries(7):
        client.get("/outlets/?q=重庆&x=1")


def test_the_first_visit_without_the_map_is_light(client, network):
    assert len(client.get("/outlets/").content) < 60_000


def week_form(**changes):
    fields = {f"day{number}": "09:00-12:00" for number in range(5)} | {"day5": "", "day6": ""}
    plain = {"in_force_from": str(timezone.localdate() + dt.timedelta(days=30)), "reason": "夏季安排"}
    return {**fields, **plain, "follows_working_calendar": "on", "makeup_weekday": "0", "form_token": TOKEN, **changes}


def test_staff_change_the_hours_and_the_history_shows_who_why_before_and_after(client_for, opened, staff_user):
    client = client_for(staff_user)

    response = client.post(f"/portal/outlets/{opened.pk}/hours/change/", week_form())
    client.post(f"/portal/outlets/{opened.pk}/hours/change/", week_form())

    assert response.status_code == 302
    newest, first = opened.hours.order_by("-id")
    assert (newest.week, newest.created_by) == (MORNINGS, staff_user)
    page = client.get(f"/portal/outlets/{opened.pk}/hours/").content.decode()
    assert "周一：09:00—12:00、14:00—17:00 → 09:00—12:00" in page
    assert "夏季安排" in page
    assert staff_user.display_name in page
    assert page.count("恢复此版本") == 1
    restored = client.post(
        f"/portal/outlets/{opened.pk}/hours/{newest.pk}/restore/",
        {"in_force_from": str(timezone.localdate()), "form_token": TOKEN[:-1] + "x"},
    )
    assert restored.status_code == 302
    assert opened.hours.latest("id").restored_from == newest


def test_the_page_previews_eight_weeks_and_stores_nothing(client_for, opened, staff_user):
    page = client_for(staff_user).post(f"/portal/outlets/{opened.pk}/hours/change/", week_form(preview="1"))

    assert page.content.decode().count("<strong>") >= 56
    assert HoursVersion.objects.count() == 1


def test_touched_bookings_are_listed_with_their_offers_until_each_is_answered(client_for, opened, staff_user, diary):
    far = timezone.localdate() + dt.timedelta(days=30)
    monday = far + dt.timedelta(days=-far.weekday() + 7)
    diary.add("later", monday, dt.time(15), dt.time(15, 30))
    client, path = client_for(staff_user), f"/portal/outlets/{opened.pk}/hours/change/"

    asked = client.post(path, week_form())
    answered = client.post(path, week_form(**{"choice-later": "move", "to-later": "slot-1"}))

    assert asked.status_code == 422
    assert "受影响的预约（1 项）" in asked.content.decode()
    assert 'value="slot-1"' in asked.content.decode()
    assert answered.status_code == 302
    assert diary.settled == [("later", "move", "slot-1")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("九点", "周一“九点”不能识别"), ("12:00-09:00", "周一：12:00—09:00 的结束时间应晚于开始时间。")],
)
def test_hours_that_cannot_be_read_are_told_beside_the_day(client_for, opened, staff_user, typed, said):
    response = client_for(staff_user).post(f"/portal/outlets/{opened.pk}/hours/change/", week_form(day0=typed))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert HoursVersion.objects.count() == 1


def test_staff_close_a_day_and_open_it_again(client_for, opened, staff_user):
    client, day = client_for(staff_user), timezone.localdate() + dt.timedelta(days=3)

    client.post(
        f"/portal/outlets/{opened.pk}/exceptions/new/",
        {"day": str(day), "intervals": "", "reason": "培训", "form_token": TOKEN},
    )
    row = HoursException.objects.get()
    assert (row.intervals, row.created_by) == ([], staff_user)
    client.post(f"/portal/outlets/{opened.pk}/exceptions/{row.pk}/end/")

    row.refresh_from_db()
    assert row.ended_by == staff_user


def test_staff_with_one_outlet_come_straight_to_it(client_for, opened, staff_user):
    assert client_for(staff_user).get("/portal/outlets/")["Location"] == f"/portal/outlets/{opened.pk}/"


def test_an_official_enters_an_outlet_and_gives_it_what_it_needs(client_for, district_official):
    client, district = client_for(district_official), district_official.district
    facts = {"name": "新窗口", "level": "district", "district": district.pk, "host_kind": "government",
             "position_source": "unknown"}  # fmt: skip

    client.post("/admin/outlets/new/", facts)
    outlet = Outlet.objects.get(name="新窗口")
    here = f"/admin/outlets/{outlet.pk}/"
    client.post(f"{here}add/window/", {"name": "综合窗口", "is_comprehensive": "on"})
    client.post(f"{here}add/qualification/", {"kind": "HALL", "valid_from": "2026-01-01"})
    client.post(f"{here}add/staff/", {"name": "王窗口", "username": "wangck"})

    assert outlet.windows.get().is_comprehensive
    assert outlet.qualifications.get().kind == "HALL"
    assert outlet.staff.get().user.username == "wangck"
    page = client.get(here).content.decode()
    assert "综合窗口" in page
    assert "/accounts/invitation/" in page


def test_a_district_official_cannot_choose_another_district(client_for, district_official):
    other = make_district()
    facts = {"name": "外区窗口", "level": "district", "district": other.pk, "host_kind": "government",
             "position_source": "unknown"}  # fmt: skip

    response = client_for(district_official).post("/admin/outlets/new/", facts)

    assert response.status_code == 422
    assert Outlet.objects.count() == 0


def test_the_officials_list_shows_their_place_filters_and_exports(client_for, district_official, outlet):
    make_outlet(name="外区网点")
    client = client_for(district_official)

    page = client.get("/admin/outlets/").content.decode()
    exported = client.get("/admin/outlets/?export=xlsx")

    assert "渝中窗口" in page
    assert "外区网点" not in page
    assert exported["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_page_of_gaps_names_the_districts(client_for, official):
    make_district(name="甲区")

    page = client_for(official).get("/admin/outlets/gaps/").content.decode()

    assert "甲区" in page
    assert f"按现行区划 {District.objects.count()} 个区县比对" in page


def test_machines_read_the_network_without_its_people(client, network):
    make_window(network["city"])
    found = client.get("/api/v1/outlets/?q=yuzhong").json()["results"]

    assert [(one["name"], one["district_code"], one["kinds"]) for one in found] == [("渝中窗口", "500103", [])]
    assert "staff" not in found[0]
    assert client.get("/api/v1/outlets/?level=moon").status_code == 400
    assert client.get(f"/api/v1/outlets/{network['closed'].pk}/").status_code == 404


def test_an_outlet_without_hours_says_so(client_for, outlet, staff_user):
    page = client_for(staff_user).get(f"/portal/outlets/{outlet.pk}/hours/").content.decode()

    assert "还没有公布开放时间，公众不能预约。" in page
