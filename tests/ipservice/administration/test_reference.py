"""The office's reference data reach the public as soon as they are loaded."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings

from ipservice.pagecache.versions import current
from ipservice.reference.models import District
from tests.factories.agencies import make_agency


@pytest.fixture(autouse=True)
def _local_cache():
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        cache.clear()
        yield


def load(callbacks) -> None:
    with callbacks(execute=True):
        call_command("load_reference", verbosity=0)


def test_a_kept_page_shows_the_new_name_of_a_district_after_the_load(db, django_capture_on_commit_callbacks):
    load(django_capture_on_commit_callbacks)
    District.objects.filter(code="500112").update(name="旧名区")
    address = f"/agencies/{make_agency(district=District.objects.get(code='500112')).credit_code}/"
    kept = [Client().get(address), Client().get(address)]

    load(django_capture_on_commit_callbacks)
    fresh = Client().get(address, headers={"If-None-Match": kept[0]["ETag"]})

    assert kept[0]["ETag"] == kept[1]["ETag"]
    assert "旧名区" in kept[1].content.decode()
    assert fresh.status_code == 200
    assert "渝北区" in fresh.content.decode()
    assert "旧名区" not in fresh.content.decode()


def test_every_load_ends_the_pages_kept_before(db, django_capture_on_commit_callbacks):
    load(django_capture_on_commit_callbacks)
    before = current(("reference",))

    load(django_capture_on_commit_callbacks)

    assert current(("reference",)) != before
