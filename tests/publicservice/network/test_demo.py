"""The demonstration network: 92 outlets with hours, windows and people, and nothing left of it after removal."""

import datetime as dt

import pytest
from django.core.management import call_command

from ipservice.accounts.models import User
from ipservice.demo import removal
from ipservice.demo.parts import PASSWORD, Order, Scale
from publicservice.network import demo
from publicservice.network.models import HoursVersion, Outlet, OutletQualification, OutletStaff, ServiceWindow

pytestmark = pytest.mark.django_db
ORDER = Order(Scale.CITY, today=dt.date(2026, 6, 1), say=lambda _: None)


def test_the_demonstration_comes_in_marked_and_goes_out_whole():
    call_command("load_reference", verbosity=0)
    demo.load(ORDER)

    assert [model.objects.count() for model in (Outlet, HoursVersion, ServiceWindow, OutletQualification)] == [92] * 4
    assert not Outlet.objects.filter(is_demo=False).exists()
    clerk = User.objects.get(username="outlet_1")
    assert clerk.check_password(PASSWORD)
    assert Outlet.objects.worked_at_by(clerk).get().level == "city"
    removal.remove()
    left = [model.objects.count() for model in (Outlet, HoursVersion, ServiceWindow, OutletQualification, OutletStaff)]
    assert left == [0] * 5
    assert not User.objects.filter(username__startswith="outlet_").exists()


def test_a_made_up_nation_has_no_network():
    demo.load(Order(Scale.NATION, today=dt.date(2026, 6, 1), say=lambda _: None))

    assert Outlet.objects.count() == 0
