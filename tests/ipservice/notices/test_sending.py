"""Every message leaves, once; what nobody can know goes to a person."""

import datetime as dt
import json
import smtplib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.jobs.models import Job, JobState
from ipservice.notices import sending
from ipservice.notices.models import Delivery, DeliveryState, Preference
from ipservice.notices.services import notify
from ipservice.notices.watching import tell_of_failed_jobs
from tests.factories.accounts import make_user


@pytest.fixture
def sms_file(settings, tmp_path):
    settings.SMS_BACKEND = "ipservice.notices.sms.to_file"
    settings.SMS_FILE = str(tmp_path / "sms.jsonl")
    return tmp_path / "sms.jsonl"


@pytest.fixture
def person(db):
    return make_user(role=Role.AGENCY_ADMIN, email="a@example.com", phone="13800001111")


def _tell(person, number: int = 1) -> None:
    notify([person], event=f"e:{number}", title=f"第 {number} 件事", body="正文。", link="/portal/")


def _states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


class NotReachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError("refused")


class SaysNo(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPResponseException(550, b"mailbox unavailable")


class LostOnTheWay(BaseEmailBackend):
    """Took the message and never answered."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("connection lost")


def test_mail_leaves_with_its_proof(person):
    _tell(person)
    assert sending.send_waiting(now=timezone.now()) == 1

    (letter,) = mail.outbox
    delivery = Delivery.objects.get()
    assert (letter.to, letter.subject) == (["a@example.com"], "第 1 件事")
    assert delivery.state == DeliveryState.SENT
    assert delivery.provider_receipt == letter.extra_headers["Message-ID"]
    assert delivery.sent_at is not None


def test_what_was_sent_is_not_sent_again(person):
    _tell(person)
    sending.send_waiting(now=timezone.now())
    sending.send_waiting(now=timezone.now())

    assert len(mail.outbox) == 1


def test_an_sms_leaves_through_its_backend_with_a_key(person, sms_file):
    Preference.objects.create(user=person, by_mail=False, by_sms=True, quiet_from=dt.time(0), quiet_until=dt.time(0))
    _tell(person)
    sending.send_waiting(now=timezone.now())

    assert json.loads(sms_file.read_text()) == {
        "key": f"delivery-{Delivery.objects.get().pk}",
        "number": "13800001111",
        "text": "第 1 件事",
    }


def test_messages_of_a_day_leave_as_one_digest(person):
    Preference.objects.create(user=person, daily_digest=True)
    for number in range(3):
        _tell(person, number)
    assert sending.send_waiting(now=timezone.now()) == 0

    assert sending.send_waiting(now=timezone.now() + dt.timedelta(days=1)) == 3
    (letter,) = mail.outbox
    assert letter.subject == "今日消息汇总（3 条）"
    assert all(f"第 {number} 件事" in letter.body for number in range(3))


def test_a_server_that_cannot_be_reached_is_tried_again_later(person, settings):
    settings.EMAIL_BACKEND = "tests.ipservice.notices.test_sending.NotReachable"
    _tell(person)
    assert sending.send_waiting(now=timezone.now()) == 0
    assert _states() == [DeliveryState.WAITING]

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.send_waiting(now=timezone.now() + dt.timedelta(hours=1)) == 1


def test_a_server_that_is_away_is_waited_for_three_days_then_a_person_is_needed(person, settings):
    settings.EMAIL_BACKEND = "tests.ipservice.notices.test_sending.NotReachable"
    _tell(person)
    began = Delivery.objects.get().message.created_at
    for hours in range(72):
        sending.send_waiting(now=began + dt.timedelta(hours=hours))
    assert _states() == [DeliveryState.WAITING]

    sending.send_waiting(now=began + dt.timedelta(hours=73))
    assert _states() == [DeliveryState.FAILED]


def test_after_five_refusals_a_person_is_needed(person, settings):
    settings.EMAIL_BACKEND = "tests.ipservice.notices.test_sending.SaysNo"
    _tell(person)
    for hours in range(4):
        sending.send_waiting(now=timezone.now() + dt.timedelta(hours=hours))
    assert _states() == [DeliveryState.WAITING]

    sending.send_waiting(now=timezone.now() + dt.timedelta(hours=4))
    assert _states() == [DeliveryState.FAILED]


def test_a_message_lost_on_the_way_is_unknown_and_not_sent_again_by_itself(person, settings):
    settings.EMAIL_BACKEND = "tests.ipservice.notices.test_sending.LostOnTheWay"
    _tell(person)
    sending.send_waiting(now=timezone.now())
    sending.send_waiting(now=timezone.now() + dt.timedelta(days=1))

    assert _states() == [DeliveryState.UNKNOWN]


@pytest.mark.parametrize(("was_sent", "letters"), [(True, 0), (False, 1)], ids=["已发出", "未发出"])
def test_a_person_decides_about_the_unknown(was_sent, letters, person, system_admin):
    _tell(person)
    Delivery.objects.update(state=DeliveryState.UNKNOWN)
    sending.decide(Delivery.objects.get().pk, was_sent=was_sent, by=system_admin)
    sending.send_waiting(now=timezone.now())

    assert len(mail.outbox) == letters
    assert _states() == [DeliveryState.SENT]


def test_what_is_known_is_not_for_a_person_to_decide(person, system_admin):
    _tell(person)

    with pytest.raises(sending.NotUnknown):
        sending.decide(Delivery.objects.get().pk, was_sent=True, by=system_admin)


def test_a_claim_that_nobody_came_back_from_is_unknown_after_ten_minutes(person):
    _tell(person)
    now = timezone.now()
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=now - dt.timedelta(minutes=9))
    assert sending.give_up_on_silent(now=now) == 0

    assert sending.give_up_on_silent(now=now + dt.timedelta(minutes=2)) == 1
    assert _states() == [DeliveryState.UNKNOWN]


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_repeat_nothing(sms_file):
    person = make_user(role=Role.AGENCY_ADMIN, phone="13800001111")
    Preference.objects.create(user=person, by_sms=True, quiet_from=dt.time(0), quiet_until=dt.time(0))
    for number in range(120):
        _tell(person, number)
    gate = Barrier(3)

    def work(_: int) -> int:
        connection.ensure_connection()
        gate.wait()
        try:
            return sending.send_waiting(now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = sum(pool.map(work, range(3)))

    keys = [json.loads(line)["key"] for line in sms_file.read_text().splitlines()]
    assert sent == len(keys) == len(set(keys)) == 120


def test_who_asked_for_failed_work_and_the_administrators_are_told_once(official, system_admin):
    Job.objects.create(
        kind="k", key="1", state=JobState.FAILED, error_message="中断", asked_by=official, finished_at=timezone.now()
    )

    assert tell_of_failed_jobs(now=timezone.now()) == 2
    assert tell_of_failed_jobs(now=timezone.now()) == 0
    assert official.messages.get().body == "中断"
