"""A list that is objected to, confirmed, published or taken back at the same moment: never both, and nobody unheard."""

import datetime as dt

import pytest
from django.db import transaction

from ipservice.procedure.models import Decision, Objection, Stage
from ipservice.procedure.services import decisions, objections
from tests.factories.procedure import SUBJECTS, People, make_decision
from tests.faults.races import at_once, later, refusals, slowly

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "结案量与年报不一致，请核实。"
STATEMENT = objections.Statement(SUBJECTS[0].code, "李四", "13812345678", WORDS, is_consented=True)


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def seen(people) -> Decision:
    """On notice; whoever objects still does so on its last day."""
    return make_decision(Stage.ON_NOTICE, people=people)


def _object(seen: Decision) -> Objection:
    return objections.submit(seen.notice.pk, STATEMENT, by=None, today=seen.notice.last_day)


def _confirm(seen: Decision, people: People) -> Decision:
    return decisions.confirm(seen.pk, by=people.official, today=seen.notice.last_day + dt.timedelta(days=1))


def test_an_objection_in_the_last_second_holds_up_the_confirmation(seen, people):
    objection, refused = at_once(slowly(lambda: _object(seen)), later(lambda: _confirm(seen, people)))

    assert refused.code == "objection_pending"
    assert objection.number in refused.message
    assert Decision.objects.get().stage == Stage.ON_NOTICE


def test_an_objection_after_the_confirmation_began_is_refused(seen, people):
    outcomes = at_once(slowly(lambda: _confirm(seen, people)), later(lambda: _object(seen)))

    assert [refused.code for refused in refusals(outcomes)] == ["notice_closed"]
    assert (Decision.objects.get().stage, Objection.objects.count()) == (Stage.CONFIRMED, 0)


def test_without_its_lock_an_objection_would_have_stood_against_a_confirmed_list_unseen(seen, people, monkeypatch):
    """The negative control: the stage is read before the confirmation is known, and not looked at again."""
    plain = Decision.objects.none().select_for_update

    def unlocked(self, *args, **options):
        return self

    def object_without_lock() -> Objection:
        with transaction.atomic():
            monkeypatch.setattr(type(Decision.objects.none()), "select_for_update", unlocked)
            try:
                return _object(seen)
            finally:
                monkeypatch.setattr(type(Decision.objects.none()), "select_for_update", plain.__func__)

    outcomes = at_once(slowly(lambda: _confirm(seen, people)), later(object_without_lock))

    assert refusals(outcomes) == []
    assert (Decision.objects.get().stage, Objection.objects.count()) == (Stage.CONFIRMED, 1)


def test_published_and_taken_back_at_once_it_is_one_of_both(people):
    for turn in range(4):
        confirmed = make_decision(Stage.CONFIRMED, people=people, period=str(2000 + turn))
        today = confirmed.notice.last_day + dt.timedelta(days=2)
        version = {"today": today, "seen_version": confirmed.lock_version}

        outcomes = at_once(
            lambda: decisions.publish(confirmed.pk, by=people.official, **version),  # noqa: B023
            lambda: decisions.withdraw(confirmed.pk, by=people.official, reason="数据有误", **version),  # noqa: B023
        )

        (refused,) = refusals(outcomes)
        assert refused.code == "stale_version"
        after = Decision.objects.get(pk=confirmed.pk)
        assert after.stage == (Stage.PUBLISHED if outcomes.index(refused) == 1 else Stage.WITHDRAWN)
        assert after.lock_version == confirmed.lock_version + 1


def test_an_objection_and_the_publication_of_a_confirmed_list_at_once_leave_no_objection(people):
    confirmed = make_decision(Stage.CONFIRMED, people=people)
    today = confirmed.notice.last_day + dt.timedelta(days=2)

    outcomes = at_once(
        slowly(lambda: decisions.publish(confirmed.pk, by=people.official, today=today)),
        later(lambda: _object(confirmed)),
    )

    assert [refused.code for refused in refusals(outcomes)] == ["notice_closed"]
    assert (Decision.objects.get().stage, Objection.objects.count()) == (Stage.PUBLISHED, 0)
