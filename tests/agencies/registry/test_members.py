"""An agency keeps its own accounts, and always an administrator."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from agencies.registry.models import AgencyMembership
from agencies.registry.services import members
from agencies.registry.services.members import Invitation
from ipservice.accounts.models import Role, User
from ipservice.audit.models import AuditEntry
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_member

TEAM = "/portal/team/"


@pytest.fixture
def agency(db):
    return make_agency()


@pytest.fixture
def boss(agency):
    return make_member(agency, is_admin=True)


def membership_of(user) -> AgencyMembership:
    return AgencyMembership.objects.get(user=user)


def administrators(agency) -> set[User]:
    live = AgencyMembership.objects.filter(agency=agency, is_admin=True, ended_at__isnull=True)
    return {membership.user for membership in live.select_related("user")}


def test_an_administrator_lets_a_colleague_in(agency, boss):
    membership = members.invite(agency.pk, Invitation("lili", "李丽"), by=boss)

    assert (membership.user.role, membership.user.has_usable_password()) == (Role.AGENCY_STAFF, False)
    entry = AuditEntry.objects.get(verb="agency.member.invite")
    assert entry.sentence == f"{agency.name}：邀请账号 lili"


def test_a_city_official_enters_the_first_administrator(agency, official):
    membership = members.invite(agency.pk, Invitation("lili", "李丽"), is_admin=True, by=official)

    assert membership.user.role == Role.AGENCY_ADMIN


def test_nobody_else_lets_anybody_in(agency, boss, system_admin, district_official, citizen):
    others = [make_member(agency), make_member(make_agency(), is_admin=True), system_admin, district_official, citizen]

    for person in others:
        with pytest.raises(members.NotAdministrator):
            members.invite(agency.pk, Invitation("x", "某"), by=person)


def test_a_name_that_is_taken_is_refused_however_it_is_written(agency, boss):
    make_user(username="LiLi")

    with pytest.raises(members.NameTaken) as refused:
        members.invite(agency.pk, Invitation("lili", "李丽"), by=boss)
    assert refused.value.message == "用户名“lili”已被使用，请换一个。"


def test_the_last_administrator_cannot_remove_himself(agency, boss):
    for act in (
        lambda: members.deactivate(membership_of(boss).pk, by=boss, now=timezone.now()),
        lambda: members.make_staff(membership_of(boss).pk, by=boss),
    ):
        with pytest.raises(members.LastAdministrator) as refused:
            act()
        assert refused.value.message == f"{agency.name}至少保留一位机构管理员，请先指定另一位管理员。"
    assert administrators(agency) == {boss}


def test_a_second_administrator_whose_account_is_shut_does_not_count(agency, boss):
    other = make_member(agency, is_admin=True)
    User.objects.filter(pk=other.pk).update(is_active=False)

    with pytest.raises(members.LastAdministrator):
        members.make_staff(membership_of(boss).pk, by=boss)


def test_with_a_second_administrator_the_first_may_go(agency, boss):
    other = make_member(agency)
    members.make_administrator(membership_of(other).pk, by=boss)

    members.deactivate(membership_of(boss).pk, by=boss, now=timezone.now())

    boss.refresh_from_db()
    assert administrators(agency) == {other}
    assert not boss.is_active


def test_whoever_acts_for_another_agency_keeps_the_account(agency, boss):
    colleague = make_member(agency)
    AgencyMembership.objects.create(agency=make_agency(), user=colleague, is_admin=True)
    here = AgencyMembership.objects.get(user=colleague, agency=agency)

    members.deactivate(here.pk, by=boss, now=timezone.now())

    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.role) == (True, Role.AGENCY_ADMIN)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_go_at_once_leave_one():
    agency = make_agency()
    people = [make_member(agency, is_admin=True) for _ in range(2)]
    gate = threading.Barrier(2)

    def leave(person: User) -> None:
        connection.ensure_connection()
        gate.wait()
        try:
            members.make_staff(AgencyMembership.objects.get(user=person).pk, by=person)
        except members.LastAdministrator:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(administrators(agency)) == 1


def test_the_page_invites_and_shows_the_link_once(client_for, agency, boss):
    browser = client_for(boss)

    answer = browser.post(
        f"{TEAM}invite/", {"agency": agency.pk, "username": "lili", "display_name": "李丽"}, follow=True
    )

    assert "/accounts/invitation/" in answer.content.decode()
    assert "/accounts/invitation/" not in browser.get(TEAM).content.decode()
    assert AgencyMembership.objects.filter(agency=agency, user__username="lili").exists()


def test_a_wrong_field_is_shown_beside_it_and_nothing_is_made(client_for, agency, boss):
    answer = client_for(boss).post(
        f"{TEAM}invite/", {"agency": agency.pk, "username": "李 丽", "display_name": "李丽", "phone": "123"}
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"username", "phone"}
    assert AgencyMembership.objects.count() == 1


def test_an_administrator_cannot_invite_into_somebody_elses_agency(client_for, boss):
    other = make_agency()

    answer = client_for(boss).post(f"{TEAM}invite/", {"agency": other.pk, "username": "lili", "display_name": "李丽"})

    assert answer.status_code == 422
    assert not AgencyMembership.objects.filter(agency=other).exists()


def test_the_page_moves_roles_and_refuses_the_last_administrator(client_for, agency, boss):
    browser, colleague = client_for(boss), make_member(agency)

    browser.post(f"{TEAM}{membership_of(colleague).pk}/administrator/")
    assert administrators(agency) == {boss, colleague}
    browser.post(f"{TEAM}{membership_of(colleague).pk}/deactivate/")
    browser.post(f"{TEAM}{membership_of(boss).pk}/deactivate/", headers={"Referer": "http://testserver" + TEAM})

    assert administrators(agency) == {boss}
    assert "至少保留一位机构管理员" in browser.get(TEAM).content.decode()


@pytest.mark.parametrize("step", ["deactivate", "administrator", "staff", "link", "nonsense"])
def test_somebody_elses_membership_does_not_exist(client_for, boss, step):
    other = make_member(make_agency(), is_admin=True)

    assert client_for(boss).post(f"{TEAM}{membership_of(other).pk}/{step}/").status_code == 404
    assert client_for(boss).post(f"{TEAM}999999/{step}/").status_code == 404


def test_whoever_administers_nothing_has_no_such_page(client_for, client, agency, official):
    assert client_for(make_member(agency)).get(TEAM).status_code == 404
    assert client_for(official).get(TEAM).status_code == 404
    assert client.get(TEAM).status_code == 302


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_ten(
    client_for, agency, boss, django_assert_max_num_queries
):
    browser = client_for(boss)
    browser.get(TEAM)
    with django_assert_max_num_queries(20) as few:
        browser.get(TEAM)
    for _ in range(9):
        make_member(agency)
    with django_assert_max_num_queries(20) as many:
        browser.get(TEAM)

    assert len(few) == len(many)
