"""Who lives where: the sums are the census, the spread keeps them, loading twice changes nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from ipservice.reference.models import District
from publicservice.coverage.models import Bridge, DemandPoint
from publicservice.coverage.services import demand

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def loaded(db):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    return demand.load(on=TODAY)


def test_the_points_of_every_unit_add_up_to_its_census(loaded):
    census = dict(District.objects.units().valid_on(dt.date(2020, 11, 1)).values_list("code", "population_2020"))
    points = dict(DemandPoint.objects.counted().order_by().values_list("census_code").annotate(Sum("residents")))

    assert len(points) == 38
    assert points == census
    assert sum(points.values()) == 32_054_159


def test_every_point_lies_in_a_unit_of_today(loaded):
    held = set(DemandPoint.objects.values_list("district__code", flat=True))

    assert "500157" in held
    assert held & {"500105", "500112"} == set()


def test_the_residents_of_a_district_point_are_spread_and_say_so(loaded):
    spread = DemandPoint.objects.filter(census_code="500106").exclude(spread_from="")

    assert spread.count() > 100
    assert spread.aggregate(Sum("residents"))["residents__sum"] == 1_220_113
    assert set(spread.values_list("basis", flat=True)) == {demand.SPREAD_BASIS}


def test_loading_again_writes_nothing(loaded):
    assert loaded["人口点"] == 2580
    assert demand.load(on=TODAY) == {"人口点": 0, "过江桥梁": 0}


def test_what_an_official_changed_by_import_stays_and_a_changed_row_is_written_back(loaded):
    DemandPoint.objects.create(
        code="X1",
        name="演示企业",
        kind="imported",
        district=District.objects.first(),
        longitude=106,
        latitude=29,
        residents=9,
    )
    Bridge.objects.create(name="演示大桥", river="长江", longitude=106, latitude=29)
    DemandPoint.objects.filter(code__startswith="500101-0001").update(residents=1)

    assert demand.load(on=TODAY)["人口点"] == 1
    assert DemandPoint.objects.filter(code="X1").exists()
    assert Bridge.objects.count() == 3
