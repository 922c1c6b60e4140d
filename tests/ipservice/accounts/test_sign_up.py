"""Citizens open an account: from the form by the letter to the first sign-in, and nothing beyond that."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ipservice.accounts.models import LoginFailure, Role, User
from ipservice.administration.services import people, sign_ups
from ipservice.administration.tasks import remove_unconfirmed
from ipservice.audit.models import AuditEntry
from ipservice.notices import sending
from ipservice.notices.models import Message
from ipservice.privacy.models import Consent
from ipservice.privacy.services import consenting
from tests.factories.accounts import PASSWORD, make_user
from tests.security.ground import plain

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"
SENT = "/accounts/confirm-email/"
TYPED = {
    "display_name": "王晓",
    "username": "wangxiao",
    "email": "Wang@example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "consent": "on",
}


def sign_up(client=None, **changes):
    return (client or Client()).post(SIGN_UP, TYPED | changes)


def letters() -> list:
    """Sent by the outbox, as the clock does."""
    sending.send_waiting(now=timezone.now())
    return mail.outbox


def link_in(letter) -> str:
    return re.search(r"http://testserver(/accounts/confirm-email/\S+/)", letter.body)[1]


def sign_in(client, username="wangxiao"):
    return client.post("/accounts/login/", {"login": username, "password": PASSWORD})


def is_shut_out(client) -> bool:
    """With the right password too, and the page says why."""
    told = client.get(sign_in(client)["Location"]).content.decode()
    return "确认邮箱后再登录" in told and "_auth_user_id" not in client.session


def test_the_whole_way_from_the_form_by_the_letter_to_a_claim(client):
    answer = sign_up(client)

    assert (answer.status_code, answer["Location"]) == (302, SENT)
    assert "请查看邮箱" in client.get(SENT).content.decode()
    assert is_shut_out(client)
    (letter,) = letters()
    assert (letter.to, letter.subject) == (["wang@example.com"], "确认您的电子邮箱")
    page = client.get(link_in(letter)).content.decode()
    assert "wangxiao" in page
    assert is_shut_out(client), "looking at the page confirms nothing"

    done = client.post(link_in(letter), follow=True)

    assert "wang@example.com 已确认，请登录" in done.content.decode()
    assert "_auth_user_id" not in client.session, "the link itself lets nobody in"
    assert sign_in(client)["Location"] == "/"
    assert client.get("/portal/claims/new/").status_code == 200
    person = User.objects.get(username="wangxiao")
    assert (person.role, person.display_name, person.is_active) == (Role.PUBLIC, "王晓", True)


def test_a_link_is_good_once_and_for_the_days_that_the_letter_names(client):
    sign_up()
    link = link_in(letters()[0])
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1), tick=False):
        assert "链接已失效" in client.get(link).content.decode()
        assert client.post(link).status_code == 404
    client.post(link)

    assert client.post(link).status_code == 404
    assert User.objects.get(username="wangxiao").is_active


@pytest.mark.parametrize("known_as", ["an official", "a citizen", "shut"])
def test_a_known_address_is_answered_like_an_unknown_one_and_only_the_letter_differs(known_as):
    role = Role.MUNICIPAL_OFFICIAL if known_as == "an official" else Role.PUBLIC
    known = make_user(role=role, email="known@example.com", password=PASSWORD)
    User.objects.filter(pk=known.pk).update(is_active=known_as != "shut")
    seen = []
    for name, email in (("wang-one1", "known@example.com"), ("wang-two2", "other@example.com")):
        client = Client()
        client.get(SIGN_UP)
        with CaptureQueriesContext(connection) as asked:
            answer = sign_up(client, username=name, email=email)
        seen.append((answer.status_code, plain(answer, SIGN_UP), len(asked), plain(client.get(SENT), SENT)))

    assert seen[0] == seen[1]
    subjects = {letter.to[0]: letter for letter in letters()}
    assert subjects["other@example.com"].subject == "确认您的电子邮箱"
    assert subjects["known@example.com"].subject == "您的电子邮箱已有账号"
    assert "confirm-email" not in subjects["known@example.com"].body
    for name in ("wang-one1", "wang-two2"):  # both names are held alike, so neither tells afterwards
        assert "已被使用" in sign_up(username=name, email="third@example.com").content.decode()


def test_a_role_or_a_right_cannot_be_sent_along():
    smuggled = {"role": Role.SYSTEM_ADMIN, "is_staff": "1", "is_superuser": "1", "is_active": "1", "district": "1"}

    sign_up(**smuggled)

    person = User.objects.get(username="wangxiao")
    assert (person.role, person.is_staff, person.is_superuser, person.is_active, person.district_id) == (
        Role.PUBLIC, False, False, False, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "name", "sentence"),
    [
        ({"display_name": ""}, "display_name", "该字段是必填项"),
        ({"username": "王晓"}, "username", "以字母开头"),
        ({"username": "erased-17"}, "username", "以字母开头"),
        ({"email": "no address"}, "email", "合法的"),
        ({"password1": "k7-Bm2x", "password2": "k7-Bm2x"}, "password1", "至少8位"),
        ({"password1": "password1", "password2": "password1"}, "password1", "常见"),
        ({"password1": "wangxiao1", "password2": "wangxiao1"}, "password1", "用户名"),
        ({"password2": "Ceshi-2026-mimi"}, "password2", "两次输入的密码不一致"),
        ({"consent": ""}, "consent", "请阅读并勾选同意书"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(changes, name, sentence):
    answer = sign_up(**changes)

    errors = answer.context["form"].errors
    assert set(errors) == {name}
    assert sentence in " ".join(errors[name])
    assert not User.objects.exists()


def test_a_name_in_use_is_refused_whatever_its_capitals():
    make_user(username="WangXiao")

    assert "已被使用" in " ".join(sign_up().context["form"].errors["username"])


def test_of_two_who_want_a_name_at_once_one_is_told():
    wanted = sign_ups.Wanted("王晓", "wangxiao", "wang@example.com", PASSWORD)
    sign_ups.begin(wanted, site="http://testserver/", now=timezone.now())

    with pytest.raises(sign_ups.UserNameTaken):
        sign_ups.begin(wanted, site="http://testserver/", now=timezone.now())


def test_ten_forms_an_hour_from_one_address_then_429(client):
    noon = dt.datetime(2026, 6, 1, 4, 0, tzinfo=dt.UTC)
    make_user(username="wangxiao", password=PASSWORD)
    with time_machine.travel(noon, tick=False):
        for _ in range(10):
            assert sign_up(client).status_code == 200  # each learns whether a name is free, so each counts
        refused = sign_up(client, username="another1")
        elsewhere = client.post(SIGN_UP, TYPED | {"username": "another2"}, REMOTE_ADDR="10.0.0.9")
        signed_in = sign_in(Client())

    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert elsewhere.status_code == signed_in.status_code == 302
    assert not User.objects.filter(username="another1").exists()
    with time_machine.travel(noon + dt.timedelta(hours=1, seconds=1), tick=False):
        assert sign_up(client, username="another1").status_code == 302


def test_one_mailbox_gets_three_letters_a_day():
    for number in range(5):
        sign_up(username=f"wang-no{number}")

    assert len(letters()) == 3


def test_the_letter_holds_nothing_of_the_name_typed():
    sign_up(display_name="中奖 http://evil.example")

    assert "evil" not in letters()[0].body


def test_consent_and_every_step_are_on_record(client):
    sign_up()
    person = User.objects.get(username="wangxiao")
    consent = Consent.objects.get(purpose=sign_ups.PURPOSE, subject_key=str(person.pk))
    assert (consent.given_by, consent.contact) == (None, consenting.fingerprint("wang@example.com"))
    assert "7 天内没有确认邮箱的" in consent.wording

    client.post(link_in(letters()[0]))

    consent.refresh_from_db()
    assert consent.given_by == person
    entries = AuditEntry.objects.filter(subject_type="accounts.User", subject_key=str(person.pk)).order_by("pk")
    assert list(entries.values_list("verb", "actor")) == [("account.sign_up", None), ("account.confirm", person.pk)]


def test_never_confirmed_accounts_go_after_seven_days_with_all_that_was_typed():
    sign_up()
    sign_up(username="confirmed1", email="confirmed@example.com")
    first, second = letters()
    Client().post(link_in(second))
    shut = make_user(email="shut@example.com")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    key = User.objects.get(username="wangxiao").pk
    now = timezone.now()

    assert sign_ups.remove_unconfirmed(now=now + dt.timedelta(days=6, hours=23)) == 0
    with time_machine.travel(now + dt.timedelta(days=7, minutes=1), tick=False):
        remove_unconfirmed()
        remove_unconfirmed()

    assert set(User.objects.values_list("username", flat=True)) == {"confirmed1", shut.username}
    assert not EmailAddress.objects.filter(email="wang@example.com").exists()
    assert not Message.objects.filter(event=f"account.sign_up:{key}").exists()
    assert Consent.objects.get(subject_key=str(key)).data_ended_at is not None
    assert AuditEntry.objects.filter(verb="account.remove", subject_key=str(key)).count() == 1
    assert Client().post(link_in(first)).status_code == 404
    assert not AuditEntry.objects.filter(sentence__contains="wangxiao").exists()


def test_an_account_that_something_hangs_on_stays_and_the_others_go():
    sign_up()
    sign_up(username="other-one", email="other@example.com")
    held = User.objects.get(username="wangxiao")
    Consent.objects.filter(subject_key=str(held.pk)).update(given_by=held)

    assert sign_ups.remove_unconfirmed(now=timezone.now() + dt.timedelta(days=8)) == 1
    assert list(User.objects.all()) == [held]


def test_an_administrator_who_shuts_an_account_shuts_the_way_back_too(client):
    sign_up()
    person = User.objects.get(username="wangxiao")
    administrator = make_user(role=Role.SYSTEM_ADMIN)
    link = link_in(letters()[0])
    people.set_active(person.pk, True, by=administrator)
    people.set_active(person.pk, False, by=administrator)

    assert client.post(link).status_code == 404
    person.refresh_from_db()
    assert not person.is_active


def test_a_link_opens_no_account_that_has_another_role_by_now(client):
    sign_up()
    User.objects.filter(username="wangxiao").update(role=Role.MUNICIPAL_OFFICIAL)

    client.post(link_in(letters()[0]))

    assert not User.objects.get(username="wangxiao").is_active


def test_sign_up_is_closed_by_setting_and_its_links_go(client, settings):
    assert 'href="/accounts/signup/"' in client.get("/check/").content.decode()
    settings.PUBLIC_SIGN_UP = False

    assert "未开放注册" in sign_up(client).content.decode()
    assert not User.objects.exists()
    for path in ("/check/", "/accounts/login/", "/booking/"):
        assert "/accounts/signup/" not in client.get(path).content.decode()


def test_what_is_counted_is_the_address_and_nothing_that_was_typed():
    sign_up()

    assert list(LoginFailure.objects.values_list("username", flat=True)) == ["sign-up:127.0.0.1"]
