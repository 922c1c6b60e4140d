"""Officials set a new password from time to time and not one of their last (ADR 5); nobody else is made to."""

import datetime as dt

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from ipservice.accounts.models import EarlierPassword, Role, User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
DAYS = 90


@pytest.fixture(autouse=True)
def _in_force(settings) -> None:
    settings.OFFICIAL_PASSWORD_DAYS = DAYS
    settings.OFFICIAL_PASSWORDS_BARRED = 3


def _aged(person: User, days: int) -> User:
    User.objects.filter(pk=person.pk).update(password_set_at=timezone.now() - dt.timedelta(days=days))
    return person


def test_an_official_with_an_old_password_can_only_set_another_one(client_for):
    official = _aged(make_user(role=Role.MUNICIPAL_OFFICIAL, password=PASSWORD), DAYS + 1)
    client = client_for(official)

    assert client.get("/admin/")["Location"] == CHANGE
    assert client.get("/jobs/1/")["Location"] == CHANGE
    page = client.get(CHANGE)
    assert (page.status_code, f"已超过{DAYS}天" in page.content.decode()) == (200, True)

    new = "Xin-mima-2026-07"
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    official.refresh_from_db()
    assert official.check_password(new)
    assert client_for(official).get("/admin/").status_code == 200


def test_on_the_last_day_it_still_opens_the_door(client_for):
    official = _aged(make_user(role=Role.MUNICIPAL_OFFICIAL, password=PASSWORD), DAYS - 1)

    assert client_for(official).get("/admin/").status_code == 200


@pytest.mark.parametrize("role", [Role.AGENCY_STAFF, Role.PUBLIC])
def test_nobody_else_is_made_to_renew(client_for, role):
    person = _aged(make_user(role=role, password=PASSWORD), 10 * DAYS)

    assert client_for(person).get("/portal/").get("Location") != CHANGE


def test_who_signs_in_elsewhere_has_nothing_to_renew(client_for):
    official = _aged(make_user(role=Role.MUNICIPAL_OFFICIAL), 10 * DAYS)

    assert client_for(official).get("/admin/").status_code == 200


def test_an_official_may_not_take_one_of_the_last_passwords_again():
    official = make_user(role=Role.REVIEWER, password="jiu-mima-2026-01")
    for month in (2, 3, 4):
        official.set_password(f"jiu-mima-2026-0{month}")
        official.save()

    for month in (2, 3, 4):
        with pytest.raises(ValidationError, match="不能再用最近3次用过的密码"):
            validate_password(f"jiu-mima-2026-0{month}", official)
    validate_password("jiu-mima-2026-01", official)
    assert EarlierPassword.objects.count() == 3


def test_others_may_and_nothing_is_kept_of_theirs():
    person = make_user(role=Role.AGENCY_ADMIN)
    person.set_password("jiu-mima-2026-01")
    person.save()

    validate_password("jiu-mima-2026-01", person)
    assert EarlierPassword.objects.count() == 0
    assert person.password_set_at is not None
