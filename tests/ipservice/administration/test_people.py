"""Accounts are kept by system administrators, with a trace, and never their own."""

import threading

import pytest
from django.db import connection

from ipservice.accounts.models import LoginFailure, Role, User
from ipservice.accounts.sessions import invitation_path
from ipservice.administration.services import people
from ipservice.audit.models import AuditEntry
from tests.factories.accounts import make_user


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN], ids=lambda role: role.value)
def test_nobody_else_keeps_accounts(db, role, official):
    by = make_user(role=role)

    for act in (
        lambda: people.enter({"username": "x", "role": Role.REVIEWER}, by=by),
        lambda: people.change_role(official.pk, Role.REVIEWER, None, by=by),
        lambda: people.set_active(official.pk, False, by=by),
        lambda: people.unlock(official.pk, by=by),
        lambda: people.correct(official, ["email"], by=by),
    ):
        with pytest.raises(people.OnlySystemAdministrators):
            act()
    assert not AuditEntry.objects.exists()


def test_a_change_of_role_is_on_record_and_ends_the_sessions(system_admin, official, client_for):
    client = client_for(official)
    assert client.get("/admin/").status_code == 200

    people.change_role(official.pk, Role.REVIEWER, None, by=system_admin)

    entry = AuditEntry.objects.get(verb="account.change_role")
    assert entry.sentence == f"账号 {official.username} 的角色由“市级经办人”改为“复核人”"
    assert (entry.before["role"], entry.after["role"], entry.actor) == ("市级经办人", "复核人", system_admin)
    assert client.get("/admin/").status_code == 302


def test_a_district_official_needs_a_district_and_others_have_none(system_admin, official, district):
    with pytest.raises(people.DistrictMissing):
        people.change_role(official.pk, Role.DISTRICT_OFFICIAL, None, by=system_admin)
    with pytest.raises(people.DistrictMissing):
        people.change_role(official.pk, Role.REVIEWER, district, by=system_admin)

    assert people.change_role(official.pk, Role.DISTRICT_OFFICIAL, district, by=system_admin).district == district


def test_nobody_changes_their_own_account(system_admin):
    for act in (
        lambda: people.change_role(system_admin.pk, Role.REVIEWER, None, by=system_admin),
        lambda: people.set_active(system_admin.pk, False, by=system_admin),
        lambda: people.unlock(system_admin.pk, by=system_admin),
    ):
        with pytest.raises(people.OwnAccount):
            act()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_shut_each_other_out_at_once_leave_one():
    first, second = (make_user(role=Role.SYSTEM_ADMIN) for _ in range(2))
    gate = threading.Barrier(2)

    def shut(person: User, by: User) -> None:
        gate.wait()
        try:
            people.set_active(person.pk, False, by=by)
        except people.LastSystemAdministrator:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=shut, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.active().filter(role=Role.SYSTEM_ADMIN).count() == 1


def test_another_administrator_opens_a_throttled_account(system_admin, official):
    LoginFailure.objects.create(username=official.username, at="2026-06-01T00:00:00Z")

    assert people.unlock(official.pk, by=system_admin) == 1
    assert AuditEntry.objects.get().sentence == f"解除账号 {official.username} 的登录限制"


def test_the_page_of_accounts_is_open_to_system_administrators_only(
    client_for, system_admin, official, reviewer, district_official
):
    address = "/admin/accounts/user/"

    assert client_for(system_admin).get(address).status_code == 200
    assert [client_for(person).get(address).status_code for person in (official, reviewer, district_official)] == [
        403
    ] * 3


def test_a_person_entered_in_the_admin_sets_a_password_by_the_link_once(client_for, client, system_admin):
    browser = client_for(system_admin)
    answer = browser.post(
        "/admin/accounts/user/add/",
        {"username": "wangwu", "display_name": "王五", "role": "reviewer", "district": "", "email": "", "phone": ""},
        follow=True,
    )
    person = User.objects.get(username="wangwu")
    path = invitation_path(person)

    assert path in answer.content.decode()
    assert not person.has_usable_password()
    assert client.post(path, {"new_password1": "duan-mima", "new_password2": "duan-mima"}).status_code == 200
    fields = {"new_password1": "qingshan-lvshui-6", "new_password2": "qingshan-lvshui-6"}
    assert client.post(path, fields).status_code == 302
    assert client.get(path).status_code == 404
    assert User.objects.get(pk=person.pk).check_password("qingshan-lvshui-6")


@pytest.mark.parametrize("key", ["MQ", "!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_wrong_link_tells_nothing(db, client, key):
    assert client.get(f"/accounts/invitation/{key}/c0ffee-abc/").status_code == 404


def test_a_role_changed_in_the_admin_goes_by_the_service(client_for, system_admin, official):
    client_for(system_admin).post(
        f"/admin/accounts/user/{official.pk}/change/",
        {"username": official.username, "display_name": "新名", "role": "reviewer", "district": "", "email": "",
         "phone": ""},
    )  # fmt: skip

    official.refresh_from_db()
    assert (official.role, official.display_name) == (Role.REVIEWER, "新名")
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"account.correct", "account.change_role"}
