"""Passwords, throttling, second factors, idle sessions."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ipservice.accounts import throttle
from ipservice.accounts.models import LoginFailure, Role
from tests.factories.accounts import PASSWORD, make_user

LOGIN = "/accounts/login/"
RFC_6238_SECRET = b"12345678901234567890"
RFC_6238_SHA1 = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]

pytestmark = pytest.mark.django_db


def sign_in(client, username, password, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


@pytest.mark.parametrize(("role", "home"), [(Role.MUNICIPAL_OFFICIAL, "/admin/"), (Role.AGENCY_STAFF, "/portal/"),
                                            (Role.PUBLIC, "/")])  # fmt: skip
def test_a_person_signs_in_by_name_and_starts_where_the_work_is(client, role, home):
    person = make_user(role=role, password=PASSWORD)

    answer = sign_in(client, person.username, PASSWORD)

    assert (answer.status_code, answer["Location"]) == (302, home)


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client):
    person = make_user(password=PASSWORD)

    answers = [sign_in(client, name, "wrong-password-1") for name in (person.username, "nobody-at-all")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(answer.context["form"].non_field_errors() == ["用户名或密码不正确。"] for answer in answers)


def test_ten_wrong_passwords_in_five_minutes_shut_the_account_and_the_address(client):
    person, other = make_user(password=PASSWORD), make_user(password=PASSWORD)
    noon = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
    with time_machine.travel(noon, tick=False):
        for _ in range(10):
            sign_in(client, person.username, "wrong-password-1")

        from_elsewhere = sign_in(client, person.username, PASSWORD, REMOTE_ADDR="10.0.0.9")
        other_name = sign_in(client, other.username, PASSWORD)

    for answer in (from_elsewhere, other_name):
        assert answer.context["form"].non_field_errors() == [
            "尝试次数过多，请5分钟后再试；急需使用请联系系统管理员解除限制。"
        ]
    with time_machine.travel(noon + dt.timedelta(minutes=5, seconds=1), tick=False):
        assert sign_in(client, person.username, PASSWORD).status_code == 302


def test_nine_wrong_passwords_are_forgiven_by_the_right_one(client):
    person = make_user(password=PASSWORD)
    for _ in range(9):
        sign_in(client, person.username, "wrong-password-1")

    assert sign_in(client, person.username, PASSWORD).status_code == 302


def test_spraying_one_password_over_many_accounts_is_throttled_by_address(client):
    people = [make_user(password=PASSWORD) for _ in range(12)]

    refused = [sign_in(client, person.username, "Spring-2026-x") for person in people]

    assert LoginFailure.objects.count() == 10
    assert "尝试次数过多" in refused[-1].content.decode()


def test_the_name_is_counted_however_it_is_written():
    now = timezone.now()
    for _ in range(10):
        throttle.count_failure(throttle.Attempt("Zhang", None), now=now)

    assert throttle.is_shut(throttle.Attempt("ZHANG", "10.0.0.1"), now=now)
    throttle.forgive("zhang")
    assert not throttle.is_shut(throttle.Attempt("zhang", "10.0.0.1"), now=now)


@pytest.mark.parametrize(("moment", "code"), RFC_6238_SHA1)
def test_one_time_codes_are_those_of_rfc_6238(moment, code):
    value = hotp_value(_base32(RFC_6238_SECRET), moment // 30)

    assert format_hotp_value(value) == code[-6:]


def _base32(secret: bytes) -> str:
    import base64  # noqa: PLC0415

    return base64.b32encode(secret).decode()


def enrol(person) -> str:
    secret = _base32(RFC_6238_SECRET)
    TOTP.activate(person, secret)
    return secret


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def test_a_person_with_a_second_factor_is_asked_for_it(client):
    person = make_user(role=Role.MUNICIPAL_OFFICIAL, password=PASSWORD)
    secret = enrol(person)

    assert sign_in(client, person.username, PASSWORD)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_five_wrong_codes_shut_the_second_factor_even_for_the_right_one(client):
    person = make_user(role=Role.MUNICIPAL_OFFICIAL, password=PASSWORD)
    secret = enrol(person)
    sign_in(client, person.username, PASSWORD)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert answer.context["form"].errors["code"] == ["验证码错误次数过多，请5分钟后再试。"]
    assert "_auth_user_id" not in client.session


def test_officials_without_a_second_factor_can_only_set_one_up(client_for, official, agency_staff, settings):
    settings.REQUIRE_OFFICIAL_MFA = True

    assert client_for(official).get("/admin/")["Location"] == reverse("mfa_index")
    enrol(official)
    assert client_for(official).get("/admin/").status_code == 200
    assert client_for(agency_staff).get("/portal/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client_for, official, settings):
    settings.REQUIRE_OFFICIAL_MFA = True
    Authenticator.objects.create(user=official, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert client_for(official).get("/admin/")["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(("role", "minutes"), [(Role.MUNICIPAL_OFFICIAL, 15), (Role.AGENCY_STAFF, 30)])
def test_a_session_ends_after_the_idle_time_of_the_role(client_for, role, minutes):
    start = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
    page = "/admin/" if role == Role.MUNICIPAL_OFFICIAL else "/portal/"
    with time_machine.travel(start, tick=False):
        client = client_for(make_user(role=role))
        client.get(page)
    with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
        assert client.get(page).status_code == 200
    with time_machine.travel(start + dt.timedelta(minutes=2 * minutes, seconds=1), tick=False):
        answer = client.get(page)

    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={page}")
    assert "_auth_user_id" not in client.session


def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(client_for, official):
    start = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        client = client_for(official)
        client.get("/admin/")
    for minutes in range(1, 16):
        with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
            client.get("/jobs/1/", headers={"HX-Request": "true"})
    with time_machine.travel(start + dt.timedelta(minutes=15, seconds=1), tick=False):
        assert client.get("/admin/").status_code == 302


def test_a_session_dies_with_its_account(client_for, official):
    client = client_for(official)
    assert client.get("/admin/").status_code == 200

    official.is_active = False
    official.save()

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("role", "password", "is_accepted"),
    [
        (Role.MUNICIPAL_OFFICIAL, "qingshan-20", False),
        (Role.MUNICIPAL_OFFICIAL, "qingshan-206", True),
        (Role.AGENCY_STAFF, "qingsha", False),
        (Role.AGENCY_STAFF, "qingshan", True),
        (Role.AGENCY_STAFF, "password123", False),
        (Role.AGENCY_STAFF, "8436187245", False),
    ],
    ids=["official 11", "official 12", "agency 7", "agency 8", "a common one", "digits only"],
)
def test_a_password_is_long_enough_for_the_role_and_not_a_common_one(role, password, is_accepted):
    person = make_user(role=role)

    if is_accepted:
        validate_password(password, person)
        return
    with pytest.raises(ValidationError):
        validate_password(password, person)
