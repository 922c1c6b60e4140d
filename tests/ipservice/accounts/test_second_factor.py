"""The second factor is offered to everybody, in Chinese, and demanded of officials."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from ipservice.accounts.models import STAFF_ROLES, Role
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
PAGES = ("mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn")
NAMES = {"PDF", "TOTP", "ICP", "QR", "xlsx", "App", "Passkey", "FIDO", "WebAuthn", "PIN", "JavaScript"}


def signed_in(client, role: Role):
    person = make_user(role=role, password=PASSWORD)
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    return person


def opened(client, name: str):
    """The page; before a change of how one signs in, the password is asked for once more."""
    page = client.get(reverse(name))
    if page.status_code == 302:
        assert page["Location"].startswith(reverse("account_reauthenticate"))
        client.post(page["Location"], {"password": PASSWORD})
        page = client.get(reverse(name))
    return page


def words_of(page) -> list[str]:
    """English words that a person would read on the page; addresses, names and keys aside."""
    body = "<main" + page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    text = html.unescape(re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", body, flags=re.S))
    return [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in NAMES]


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.AGENCY_STAFF, Role.AGENCY_ADMIN, Role.OUTLET_STAFF])
def test_everybody_is_led_to_it_from_the_portal_and_may_set_it_up(client, role):
    signed_in(client, role)

    home = client.get("/portal/").content.decode()
    account = client.get("/account/").content.decode()

    assert '<a href="/account/"' in home
    assert "还没有启用两步验证" in home
    assert f'<a href="{reverse("mfa_index")}"' in account
    assert opened(client, "mfa_activate_totp").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_its_pages_are_in_chinese(client, name):
    person = signed_in(client, Role.AGENCY_ADMIN)

    page = opened(client, name)

    assert page.status_code == 200
    secret = page.context.get("form").secret if name == "mfa_activate_totp" else ""
    assert [word for word in words_of(page) if word not in secret and word not in person.username] == []


def test_a_member_of_an_agency_turns_it_on_and_is_no_longer_reminded(client):
    person = signed_in(client, Role.AGENCY_ADMIN)
    secret = opened(client, "mfa_activate_totp").context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    client.post(reverse("mfa_activate_totp"), {"code": code})

    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert "还没有启用两步验证" not in client.get("/portal/").content.decode()


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_kind_of_official_can_do_nothing_before(client_for, settings, role):
    settings.REQUIRE_OFFICIAL_MFA = True
    browser = client_for(make_user(role=role))

    for path in ("/admin/", "/admin/todo/", "/admin/agencies/claims/", "/admin/open-data/", "/account/"):
        assert browser.get(path)["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OUTLET_STAFF, Role.PUBLIC])
def test_nobody_else_is_forced(client_for, settings, role):
    settings.REQUIRE_OFFICIAL_MFA = True

    assert client_for(make_user(role=role)).get("/portal/").status_code == 200
