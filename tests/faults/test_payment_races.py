"""Two people settle the same money at the same moment: it is listed, approved, paid and claimed back once."""

import datetime as dt
from functools import partial
from threading import Barrier

import pytest
from django.db import transaction

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.payments.models import Payment, PaymentBatch, PaymentState
from ipservice.payments.services import batches
from tests.factories.accounts import make_user
from tests.factories.payments import FIRST, GROUND, SECOND, give
from tests.faults.races import at_once, later, refusals, slowly

pytestmark = pytest.mark.django_db(transaction=True)
PAID_ON = dt.date(2025, 9, 1)


@pytest.fixture
def officials():
    return make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.MUNICIPAL_OFFICIAL)


@pytest.fixture
def reviewers():
    return make_user(role=Role.REVIEWER), make_user(role=Role.REVIEWER)


@pytest.fixture
def batch(officials) -> PaymentBatch:
    give(FIRST, by=officials[0])
    give(SECOND, by=officials[0], account="500198765432")
    batches.draw_up(GROUND, [FIRST, SECOND])
    return batches.make_batch(GROUND.group, title="奖励资金", by=officials[0])


def _all_payments() -> list[int]:
    return list(Payment.objects.order_by("pk").values_list("pk", flat=True))


def test_a_list_drawn_up_twice_at_once_is_due_once(officials):
    outcomes = at_once(*[slowly(lambda: batches.draw_up(GROUND, [FIRST, SECOND]))] * 2)

    assert [len(drawn_up) for drawn_up in outcomes] == [2, 2]
    assert Payment.objects.live().count() == 2


def test_two_reviewers_approve_one_batch_once(batch, reviewers):
    outcomes = at_once(*[slowly(partial(batches.approve_batch, batch.pk, by=by)) for by in reviewers])

    (refused,) = refusals(outcomes)
    winner = reviewers[1 - outcomes.index(refused)]
    assert str(winner) in refused.message
    assert PaymentBatch.objects.get().approved_by == winner
    assert AuditEntry.objects.filter(verb="payments.batch.approve").count() == 1


def test_two_officials_report_the_same_payments_and_each_is_paid_once(batch, officials, reviewers):
    batches.approve_batch(batch.pk, by=reviewers[0])
    pay = [slowly(partial(batches.mark_paid, _all_payments(), paid_on=PAID_ON, by=by)) for by in officials]

    outcomes = at_once(*pay)

    assert [refused.code for refused in refusals(outcomes)] == ["illegal_step"]
    assert AuditEntry.objects.filter(verb="payments.pay").count() == 2


def test_paid_and_sent_back_at_once_it_is_in_an_order_that_can_be(batch, officials, reviewers):
    batches.approve_batch(batch.pk, by=reviewers[0])
    first = _all_payments()[0]

    at_once(
        slowly(lambda: batches.mark_paid([first], paid_on=PAID_ON, by=officials[0])),
        later(lambda: batches.mark_returned(first, reason="账号有误", by=officials[1])),
    )

    after = Payment.objects.get(pk=first)
    again = Payment.objects.filter(replaces=first).count()
    assert (after.state, again) in [(PaymentState.RETURNED, 1), (PaymentState.PAID, 0)]


def test_without_the_lock_the_same_money_would_have_been_reported_twice(batch, reviewers):
    """The negative control: read, ask, and only then write."""
    batches.approve_batch(batch.pk, by=reviewers[0])
    between = Barrier(2)

    def pay_without_lock() -> int:
        with transaction.atomic():
            ordered = list(Payment.objects.filter(state=PaymentState.ORDERED))
            between.wait()
            return len(ordered) and Payment.objects.filter(pk__in=[p.pk for p in ordered]).update(
                state="paid", paid_on=PAID_ON
            )

    assert at_once(pay_without_lock, pay_without_lock) == [2, 2]
