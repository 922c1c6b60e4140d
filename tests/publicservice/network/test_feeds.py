"""Outlets and parks come in by file; qualifications and first hours with them; all of it can be taken back."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from ipservice.intake.services import runs
from ipservice.intake.services.undo import undo
from publicservice.network.models import HoursVersion, Outlet, OutletQualification, Park
from publicservice.network.rules.spoken_hours import read_spoken
from publicservice.network.services.hours import hours_of
from tests.publicservice.network.conftest import NINE_TO_FIVE

DATA = Path(__file__).parents[3] / "publicservice" / "network" / "data"
MESSY = Path(__file__).parents[2] / "golden" / "messy"
AS_OF = "2026-06-01"
pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> None:
    call_command("load_reference", verbosity=0)


def taken_in(feed: str, content: str | bytes, name="表.csv"):
    raw = content.encode() if isinstance(content, str) else content
    return runs.run_import(feed, raw, name=name, by=None, options={"as_of": AS_OF})


def contents():
    return [list(model.objects.order_by("pk").values()) for model in (Outlet, OutletQualification, HoursVersion, Park)]


def test_the_public_list_of_outlets_comes_in_as_it_stands(places):
    run = taken_in("outlets", (DATA / "outlets.csv").read_bytes())

    assert run.state == "committed"
    rows = {row[0]: row[1:] for row in Outlet.objects.values_list("name", "level", "district__name", "position_source")}
    assert rows["重庆市知识产权保护中心"] == ("city", None, "unknown")
    assert rows["重庆大学知识产权信息服务中心"] == ("park", "沙坪坝区", "district")
    assert list(OutletQualification.objects.order_by("kind").values_list("kind", flat=True)) == [
        "ACCEPT", "AID", "CENTER", "CENTER", "UNIV",
    ]  # fmt: skip
    assert Outlet.objects.get(name="重庆市知识产权信息中心").search_latin.split("\n")[1] == "cqszscqxxzx"


def test_the_same_list_again_changes_nothing(places):
    taken_in("outlets", (DATA / "outlets.csv").read_bytes())
    before = contents()

    taken_in("outlets", (DATA / "outlets.csv").read_bytes() + b"\n", name="again.csv")

    assert contents()[1:] == before[1:]
    assert Outlet.objects.count() == 7


def test_an_english_header_is_understood_too(places):
    taken_in(
        "outlets",
        "name,level,kind_code,kind,district_code,lon_wgs84,lat_wgs84,coordinate_source\n"
        "某网点,区县,HALL,政务服务大厅,500103,106.56507,29.5555,district point\n",
    )

    outlet = Outlet.objects.get()
    assert (outlet.longitude, outlet.latitude, outlet.position_source) == (
        Decimal("106.56507"), Decimal("29.55550"), "district",
    )  # fmt: skip
    assert outlet.qualifications.get().kind == "HALL"


def test_parks_come_in_with_their_district_of_today(places):
    taken_in("parks", (DATA / "parks.csv").read_bytes())

    assert Park.objects.count() == 18
    assert Park.objects.get(name="重庆空港工业园区").district.code == "500157"
    assert Park.objects.first().name == "璧山工业园区"


def test_the_messy_sheet_brings_in_its_good_rows_repaired(places):
    file = next(MESSY.glob("06_*"))

    taken_in("outlets", file.read_bytes(), name=file.name)

    rows = Outlet.objects.order_by("name").values_list("name", "district__name", "longitude", "latitude")
    found = {name: (place, str(lon), str(lat)) for name, place, lon, lat in rows}
    assert found["演示窗口三"] == ("渝中区", "106.57000", "29.55000")
    assert found["演示窗口六"] == ("开州区", "108.40000", "31.16000")
    assert "演示窗口四" not in found
    assert "演示窗口五" not in found


def test_hours_come_in_for_outlets_that_have_published_none(places):
    text = "区县,网点名称,开放时间\n渝中区,甲,周一至周五 9:00-12:00，14:00-17:00\n渝中区,乙,周一、三、五上午\n"

    taken_in("outlets", text)
    taken_in("outlets", text.replace("9:00", "10:00"), name="later.csv")

    first, other = Outlet.objects.get(name="甲"), Outlet.objects.get(name="乙")
    version = HoursVersion.objects.get()
    assert (version.outlet, version.week, version.in_force_from) == (first, NINE_TO_FIVE, dt.date(2026, 6, 1))
    assert hours_of([other.pk])[other.pk].versions == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("市级,HALL,,,", "不能登记该资质：网点层级为区县级；现为：市级。"),
        ("区县,TISC,企业,渝中区,", "不能登记该资质：主办单位不是企业、大型专业市场（不含纯商业机构）；现为：企业。"),
        ("园区,,,,", "区县级、园区级网点须填所在区县。"),
        ("区县,,,渝中区,116.4", "纬度未填写或不是度数"),
    ],
    ids=["rule of the level", "rule of the host", "no place", "half a position"],
)
def test_a_row_that_cannot_be_is_given_back_with_its_reason(places, row, sentence):
    run = taken_in("outlets", f"层级,资质代码,主办单位类型,区县,经度,网点名称,纬度\n{row},某网点,\n")

    assert Outlet.objects.count() == 0
    assert any(sentence in issue.message for issue in run.issues.all())


def test_an_undone_list_leaves_every_table_as_it_was(places):
    taken_in("outlets", "区县,网点名称,地址\n渝中区,甲,旧址\n")
    before = contents()

    run = taken_in(
        "outlets",
        "区县,网点名称,地址,资质代码,开放时间\n渝中区,甲,新址,NODE,9:00-12:00\n渝中区,乙,路,HALL,\n",
        name="b.csv",
    )
    assert Outlet.objects.count() == 2
    undo(run.pk, by=None, reason="误传")

    after = contents()
    for rows in (*before, *after):
        for row in rows:
            row.pop("updated_at", None)
    assert after == before


@pytest.mark.parametrize(
    ("words", "days", "spans"),
    [
        ("周一至周五 9:00-12:00，13:30-17:30", 5, [["09:00", "12:00"], ["13:30", "17:30"]]),
        ("09:00-17:00", 5, [["09:00", "17:00"]]),
        ("工作日 9:00-17:00", 5, [["09:00", "17:00"]]),
        ("周一至周日 9:00-17:00", 7, [["09:00", "17:00"]]),
        ("星期一至星期六：8:30-12:00", 6, [["08:30", "12:00"]]),
    ],
)
def test_hours_in_words_become_a_week(words, days, spans):
    assert read_spoken(words) == [spans] * days + [[]] * (7 - days)


@pytest.mark.parametrize(
    "words", ["全天", "周一、三、五上午", "周一至周五（法定节假日除外）", "9:00-8:00", "9:00-17:00 另约", "25:00-26:00"]
)
def test_hours_that_leave_something_open_are_left_to_people(words):
    assert read_spoken(words) is None
