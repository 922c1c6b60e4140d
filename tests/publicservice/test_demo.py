"""The demonstration of catalogue, campaigns and rights aid, and its removal."""

import datetime as dt

import pytest

from ipservice.accounts.models import Role
from ipservice.demo.parts import Order, Scale
from publicservice.campaigns import demo as campaigns
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.services.counting import tallies
from publicservice.catalogue import demo as catalogue
from publicservice.catalogue.models import EntryVersion
from publicservice.rights_aid import demo as rights_aid
from publicservice.rights_aid.models import AidRequest
from tests.factories.accounts import make_user
from tests.factories.publicservice import make_outlet, make_staff
from tests.factories.rights_aid import make_rules

ORDER = Order(Scale.CITY, today=dt.date(2026, 6, 1), say=lambda _: None)


@pytest.mark.django_db
def test_the_three_parts_load_by_the_services_and_are_marked():
    make_rules()
    make_user(role=Role.REVIEWER, is_demo=True)
    make_user(role=Role.MUNICIPAL_OFFICIAL, is_demo=True)
    staff = make_user(role=Role.OUTLET_STAFF, is_demo=True)
    make_staff(make_outlet(is_demo=True), user=staff)

    for part in (catalogue, campaigns, rights_aid):
        part.load(ORDER)

    assert EntryVersion.objects.published().count() == EntryVersion.objects.count() >= 15
    campaign = Campaign.objects.get()
    counted = tallies([campaign])[campaign.pk]
    assert (campaign.is_demo, counted.services, counted.enterprises) == (True, 2, 2)
    assert sorted(AidRequest.objects.filter(is_demo=True).values_list("state", flat=True)) == [
        "answered",
        "filed",
        "filed",
    ]


@pytest.mark.django_db
def test_without_its_people_the_demonstration_leaves_nothing_half():
    for part in (campaigns, rights_aid):
        part.load(ORDER)

    assert not Campaign.objects.exists()
    assert not AidRequest.objects.exists()
