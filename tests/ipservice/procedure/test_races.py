"""Two officials, or an official and an objector, at the same moment: one of them is told."""

import datetime as dt
from functools import partial
from threading import Barrier

import pytest
from django.db import transaction

from ipservice.accounts.models import Role
from ipservice.procedure.models import Decision, Objection, Stage
from ipservice.procedure.services import decisions, objections
from tests.factories.accounts import make_user
from tests.factories.procedure import KIND, MONDAY, SUBJECTS, People, make_decision, make_ruleset
from tests.faults.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
FRIDAY = dt.date(2026, 6, 5)
ROUNDS = 4


@pytest.fixture
def people() -> People:
    return People()


def test_approved_and_sent_back_at_once_it_is_one_of_both(people):
    other = make_user(role=Role.MUNICIPAL_OFFICIAL)
    for turn in range(ROUNDS):
        seen = make_decision(Stage.IN_REVIEW, people=people, period=str(2000 + turn))
        version = {"today": MONDAY, "seen_version": seen.lock_version}

        outcomes = at_once(
            lambda: decisions.approve(seen.pk, by=people.reviewer, **version),  # noqa: B023
            lambda: decisions.send_back(seen.pk, by=other, reason="有误", **version),  # noqa: B023
        )

        (refused,) = refusals(outcomes)
        assert refused.code == "stale_version"
        after = Decision.objects.get(pk=seen.pk)
        assert (after.stage, after.reviewed_by) in [(Stage.APPROVED, people.reviewer), (Stage.DRAFT, None)]
        assert after.lock_version == seen.lock_version + 1


def test_two_officials_who_confirm_at_once_confirm_once(people):
    other = make_user(role=Role.MUNICIPAL_OFFICIAL)
    for turn in range(ROUNDS):
        seen = make_decision(Stage.ON_NOTICE, people=people, period=str(2000 + turn))
        after = FRIDAY + dt.timedelta(days=3)

        outcomes = at_once(
            *[lambda by=by: decisions.confirm(seen.pk, by=by, today=after) for by in (people.official, other)]  # noqa: B023
        )

        assert len(refusals(outcomes)) == 1
        assert seen.steps.filter(step="confirm").count() == 1


def test_an_objection_and_a_withdrawal_at_once_never_leave_an_objection_to_a_dead_list_unseen(people):
    statement = objections.Statement(
        SUBJECTS[0].code, "李四", "13812345678", "结案量与年报不一致，请核实。", is_consented=True
    )
    for turn in range(ROUNDS):
        seen = make_decision(Stage.ON_NOTICE, people=people, period=str(2000 + turn))

        outcomes = at_once(
            lambda: objections.submit(seen.notice.pk, statement, by=None, today=MONDAY),  # noqa: B023
            lambda: decisions.withdraw(seen.pk, by=people.official, today=MONDAY, reason="有误"),  # noqa: B023
        )

        assert Decision.objects.get(pk=seen.pk).stage == Stage.WITHDRAWN
        taken_in = [outcome for outcome in outcomes if isinstance(outcome, Objection)]
        assert Objection.objects.filter(notice=seen.notice).count() == len(taken_in)
        assert len(taken_in) + len(refusals(outcomes)) == 1


def _answer(objection_id: int, is_upheld: bool, people: People) -> Objection:
    return objections.answer(objection_id, is_upheld=is_upheld, text="理由。", by=people.official, today=MONDAY)


def test_two_answers_at_once_are_one_answer(people):
    statement = objections.Statement(
        SUBJECTS[0].code, "李四", "13812345678", "结案量与年报不一致，请核实。", is_consented=True
    )
    for turn in range(ROUNDS):
        seen = make_decision(Stage.ON_NOTICE, people=people, period=str(2000 + turn))
        contested = objections.submit(seen.notice.pk, statement, by=None, today=MONDAY)

        outcomes = at_once(*[partial(_answer, contested.pk, upheld, people) for upheld in (True, False)])

        assert [refused.code for refused in refusals(outcomes)] == ["already_answered"]
        answered = Objection.objects.get(pk=contested.pk)
        stage = Decision.objects.get(pk=seen.pk).stage
        assert (answered.state, stage) in [("upheld", Stage.WITHDRAWN), ("rejected", Stage.ON_NOTICE)]


def test_two_officials_who_begin_a_list_at_once_begin_one(people):
    ruleset = make_ruleset()
    other = make_user(role=Role.MUNICIPAL_OFFICIAL)

    outcomes = at_once(
        *[
            lambda by=by: decisions.draft_for(KIND, "2030", ruleset, title="名单", by=by).pk
            for by in (people.official, other)
        ]
    )

    assert len(set(outcomes)) == 1


def test_numbers_of_notices_opened_at_once_have_no_gap_and_no_double(people):
    lists = [make_decision(Stage.APPROVED, people=people, period=str(2000 + turn)) for turn in range(4)]

    opened = at_once(*[lambda pk=one.pk: decisions.open_notice(pk, by=people.official, today=MONDAY) for one in lists])

    assert sorted(decision.number for decision in opened) == [f"渝知发〔2026〕{n}号" for n in range(1, 5)]


def _confirm_without_lock(decision_id: int, gate: Barrier) -> None:
    """What a step would be without its lock: read, ask, and only then write."""
    with transaction.atomic():
        decision = Decision.objects.get(pk=decision_id)
        gate.wait()
        assert decision.stage == Stage.ON_NOTICE
        Decision.objects.filter(pk=decision_id).update(lock_version=decision.lock_version + 1)


def test_without_the_lock_both_would_have_gone_through(people):
    seen = make_decision(Stage.ON_NOTICE, people=people)
    between = Barrier(2)

    outcomes = at_once(*[lambda: _confirm_without_lock(seen.pk, between)] * 2)

    assert refusals(outcomes) == []
    assert Decision.objects.get(pk=seen.pk).lock_version == seen.lock_version + 1
