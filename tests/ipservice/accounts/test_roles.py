"""What a role opens, and what it keeps shut."""

import pytest
from django.contrib.auth.models import Permission

from ipservice.accounts.models import OFFICIAL_ROLES, STAFF_ROLES, Role, User
from ipservice.accounts.permissions import may
from tests.factories.accounts import make_user

DECIDING = ("incentives", "procedure", "agencies", "intake")


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_the_officials_door_is_open_by_role_alone(db, role):
    person = make_user(role=role)

    assert person.is_staff == (role in STAFF_ROLES)


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_nobody_may_delete_anything(db, role):
    person = make_user(role=role)

    assert not any(".delete_" in permission for permission in person.get_all_permissions())
    assert not person.has_perm("agencies.delete_agency")


def test_a_system_administrator_decides_nothing(system_admin):
    permissions = Permission.objects.filter(content_type__app_label__in=DECIDING).values_list(
        "content_type__app_label", "codename"
    )

    assert not [f"{app}.{codename}" for app, codename in permissions if system_admin.has_perm(f"{app}.{codename}")]
    assert system_admin.has_perm("accounts.change_user")


@pytest.mark.parametrize("role", sorted(OFFICIAL_ROLES), ids=str)
def test_only_system_administrators_may_change_accounts(role):
    assert not may(role, "accounts.change_user")
    assert not may(role, "accounts.view_user")


def test_a_reviewer_reads_the_register_and_changes_none_of_it(reviewer):
    assert reviewer.has_perm("agencies.view_agency")
    assert not reviewer.has_perm("agencies.change_agency")
    assert reviewer.has_module_perms("agencies")


def test_agencies_and_the_public_have_no_permission_at_all(agency_admin, agency_staff, citizen):
    for person in (agency_admin, agency_staff, citizen):
        assert person.get_all_permissions() == set()
        assert not person.has_module_perms("agencies")


def test_a_shut_account_has_no_permission(official):
    official.is_active = False

    assert not official.has_perm("agencies.view_agency")
    assert official.get_all_permissions() == set()


def test_createsuperuser_makes_an_administrator_who_decides_nothing(db):
    person = User.objects.create_superuser("root", password="x")

    assert (person.role, person.is_superuser, person.is_staff) == (Role.SYSTEM_ADMIN, False, True)


def test_people_see_themselves_and_system_administrators_everybody(system_admin, official, citizen):
    assert set(User.objects.visible_to(system_admin)) == {system_admin, official, citizen}
    assert set(User.objects.visible_to(official)) == {official}
