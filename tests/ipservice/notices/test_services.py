"""Messages are written with their event, once a person; tasks add up."""

import datetime as dt

import pytest
from django.db import transaction

from ipservice.accounts.models import Role
from ipservice.notices import services
from ipservice.notices.models import Channel, Delivery, Message, Preference
from tests.factories.accounts import make_user

DUE = dt.date(2026, 6, 15)


class _Undone(Exception):
    pass


def _ask(*people, event: str = "award.figures:2026:1", due_on=DUE) -> list[Message]:
    return services.notify(
        people, event=event, title="请核对数据", body="请在期限内核对。", due_on=due_on, is_task=True
    )


def test_a_person_is_told_of_one_event_once(agency_admin):
    assert len(_ask(agency_admin)) == 1
    assert _ask(agency_admin) == []
    assert Message.objects.count() == 1


def test_a_message_of_a_transaction_that_failed_was_never_written(agency_admin):
    def happen() -> None:
        _ask(agency_admin)
        raise _Undone

    with pytest.raises(_Undone), transaction.atomic():
        happen()

    assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)


def test_tasks_of_all_people_add_up_to_the_open_tasks(db):
    people = [make_user(role=Role.AGENCY_ADMIN) for _ in range(3)]
    _ask(*people)
    _ask(people[0], event="award.figures:2026:2")
    services.complete_task("award.figures:2026:1", recipients=[people[1]])

    assert [person.messages.open_tasks().count() for person in people] == [2, 0, 1]
    assert sum(person.messages.open_tasks().count() for person in people) == Message.objects.open_tasks().count() == 3


def test_done_by_one_is_done_for_all_and_only_for_that_event(db):
    people = [make_user(role=Role.REVIEWER) for _ in range(2)]
    _ask(*people)
    _ask(*people, event="award.other:1")

    assert services.complete_task("award.figures:") == 2
    assert Message.objects.open_tasks().count() == 2


def test_the_most_urgent_task_comes_first_and_one_without_a_term_last(agency_admin):
    for number, due_on in enumerate([None, DUE, DUE - dt.timedelta(days=3)]):
        _ask(agency_admin, event=f"e:{number}", due_on=due_on)

    assert [task.event for task in agency_admin.messages.open_tasks()] == ["e:2", "e:1", "e:0"]


@pytest.mark.parametrize(
    ("wishes", "channels"),
    [
        (None, [Channel.MAIL]),
        ({"by_mail": False}, []),
        ({"by_sms": True}, [Channel.MAIL, Channel.SMS]),
        ({"by_mail": False, "by_sms": True}, [Channel.SMS]),
    ],
    ids=["未设置", "不要邮件", "两者都要", "只要短信"],
)
def test_mail_and_sms_follow_the_wishes_of_the_person(wishes, channels, db):
    person = make_user(role=Role.AGENCY_ADMIN, email="a@example.com", phone="13800001111")
    if wishes is not None:
        Preference.objects.create(user=person, **wishes)
    _ask(person)

    assert sorted(Delivery.objects.values_list("channel", flat=True)) == sorted(channels)


def test_without_an_address_nothing_is_sent_and_the_portal_still_tells(agency_admin):
    _ask(agency_admin)

    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)


def test_a_message_is_its_recipients_alone(client_for, agency_admin, agency_staff):
    (message,) = _ask(agency_admin)

    assert client_for(agency_staff).get(f"/portal/messages/{message.pk}/").status_code == 404
    assert "请在期限内核对。" in client_for(agency_admin).get(f"/portal/messages/{message.pk}/").content.decode()
    assert Message.objects.get().read_at is not None


def test_the_inbox_shows_tasks_on_top_with_their_term(client_for, agency_admin):
    _ask(agency_admin)
    text = client_for(agency_admin).get("/portal/messages/").content.decode()

    assert "2026年6月15日" in text
    assert "请核对数据" in text


def test_wishes_are_saved_by_form(client_for, agency_admin):
    answers = {"by_sms": "on", "quiet_from": "22:00", "quiet_until": "07:00"}
    client_for(agency_admin).post("/portal/messages/settings/", answers)

    wishes = Preference.objects.get(user=agency_admin)
    assert (wishes.by_mail, wishes.by_sms, wishes.quiet_from) == (False, True, dt.time(22))
