"""Every page of the admin starts from one base: nothing is deleted, nothing in the address fills a form."""

import pytest
from django.contrib import admin

from ipservice.audit.models import AuditEntry
from ipservice.portal.read_only import Kept, ReadOnly, Unfilled

OURS = ("ipservice.", "agencies.", "incentives.", "publicservice.")
PAGES = [
    (model, page)
    for model, page in admin.site._registry.items()
    if type(page).__module__.startswith(OURS) and model.__module__.startswith(OURS)
]


@pytest.mark.parametrize(("model", "page"), PAGES, ids=[model._meta.label for model, _ in PAGES])
class TestEveryPage:
    def test_takes_nothing_from_the_address(self, model, page):
        assert isinstance(page, Unfilled)

    def test_deletes_nothing(self, model, page, rf, system_admin, official):
        assert isinstance(page, Kept)
        for person in (system_admin, official):
            request = rf.get("/")
            request.user = person
            assert not page.has_delete_permission(request)


@pytest.mark.parametrize(
    "address",
    ["/admin/reference/district/add/?successors=abc", "/admin/privacy/retentionterm/add/?days=abc"],
)
def test_a_wrong_value_in_the_address_is_no_fault(client_for, official, address):
    assert client_for(official).get(address).status_code == 200


def test_a_wrong_district_in_the_address_is_no_fault(client_for, system_admin):
    assert client_for(system_admin).get("/admin/accounts/user/add/?district=abc").status_code == 200


def test_what_is_read_only_offers_neither_adding_nor_typing_over(rf, official):
    page = admin.site._registry[AuditEntry]
    request = rf.get("/")
    request.user = official

    assert isinstance(page, ReadOnly)
    assert (page.has_add_permission(request), page.has_change_permission(request)) == (False, False)
    assert page.has_view_permission(request)
