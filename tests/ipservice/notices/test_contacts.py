"""Messages to people without an account: once an event, by mail and SMS, sent like all others."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from ipservice.notices import sending
from ipservice.notices.models import Channel, Delivery, Message
from ipservice.notices.services import Contact, notify_contact

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BOTH = Contact(mail="a@example.cn", phone="13800001111")


def test_one_event_is_told_once_by_each_way_there_is():
    first = notify_contact(BOTH, event="booking.booked:1", title="预约成功", body="请准时到达")
    again = notify_contact(BOTH, event="booking.booked:1", title="预约成功")

    assert again is None
    assert list(first.deliveries.order_by("channel").values_list("channel", "address")) == [
        (Channel.MAIL, "a@example.cn"),
        (Channel.SMS, "13800001111"),
    ]


def test_without_an_address_nothing_is_written():
    assert notify_contact(Contact(), event="booking.booked:1", title="预约成功") is None
    assert not Message.objects.exists()


def test_the_mail_leaves_once(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notify_contact(Contact(mail="a@example.cn"), event="booking.booked:1", title="预约成功", body="请准时到达")

    sending.send_waiting(now=NOON)
    sending.send_waiting(now=NOON)

    assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["a@example.cn"], "预约成功")]
    assert "请准时到达" in mail.outbox[0].body


def test_an_sms_waits_for_the_end_of_the_quiet_hours():
    night = NOON.replace(hour=23)
    notify_contact(BOTH, event="booking.reminder:1", title="明天有预约", not_before=night)

    by_channel = dict(Delivery.objects.values_list("channel", "not_before"))
    assert by_channel == {Channel.MAIL: night, Channel.SMS: night.replace(day=2, hour=8)}


def test_the_database_refuses_a_second_message_about_one_event_without_account():
    Message.objects.create(event="booking.booked:1", title="一", body="一")

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(event="booking.booked:1", title="二", body="二")
