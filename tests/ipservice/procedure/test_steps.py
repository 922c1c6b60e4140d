"""The life cycle of a list: what may follow what, by whom, and what the database refuses by itself."""

import datetime as dt
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from ipservice.accounts.models import Role, User
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.procedure.errors import (
    BeyondDraft,
    NoticeStillOpen,
    NotYourStep,
    ReasonMissing,
    SamePerson,
    StaleVersion,
)
from ipservice.procedure.models import DECISION, Decision, Stage, Step
from ipservice.procedure.services import decisions
from tests.factories.accounts import make_user
from tests.factories.procedure import KIND, LINES, MONDAY, DoesNotRecompute, make_decision, make_ruleset

LAST_DAY = dt.date(2026, 6, 5)
SERVICES = {
    Step.SUBMIT: decisions.submit,
    Step.RETURN: decisions.send_back,
    Step.APPROVE: decisions.approve,
    Step.OPEN_NOTICE: decisions.open_notice,
    Step.WITHDRAW: decisions.withdraw,
    Step.CONFIRM: decisions.confirm,
    Step.PUBLISH: decisions.publish,
    Step.REVOKE: decisions.revoke,
}
FORBIDDEN = sorted((stage, step) for stage, step in product(Stage, SERVICES) if (stage, step) not in DECISION.moves)


@pytest.mark.parametrize(
    ("stage", "step"), FORBIDDEN, ids=[f"{step.label}当{stage.label}" for stage, step in FORBIDDEN]
)
def test_every_step_outside_the_table_is_refused_and_changes_nothing(stage, step, people):
    decision = make_decision(stage, people=people)
    by = people.reviewer if step == Step.APPROVE else people.official

    with pytest.raises(IllegalStep):
        SERVICES[step](decision.pk, by=by, today=MONDAY, reason="理由")

    after = Decision.objects.get(pk=decision.pk)
    assert (after.stage, after.lock_version) == (decision.stage, decision.lock_version)


def test_a_whole_life_is_on_record(people):
    decision = make_decision(Stage.PUBLISHED, people=people)

    assert list(decision.steps.values_list("step", "by", "lock_version")) == [
        ("compute", people.official.pk, 1),
        ("submit", people.official.pk, 2),
        ("approve", people.reviewer.pk, 3),
        ("open_notice", people.official.pk, 4),
        ("confirm", people.official.pk, 5),
        ("publish", people.official.pk, 6),
    ]


def test_the_author_does_not_approve_even_after_becoming_a_reviewer(in_review, people):
    people.official.role = Role.REVIEWER
    people.official.save()

    with pytest.raises(SamePerson):
        decisions.approve(in_review.pk, by=people.official, today=MONDAY)


def test_whoever_submitted_does_not_approve_though_another_drew_up(draft, people):
    second = make_user(role=Role.MUNICIPAL_OFFICIAL)
    decisions.submit(draft.pk, by=second, today=MONDAY)
    second.role = Role.REVIEWER
    second.save()

    with pytest.raises(SamePerson):
        decisions.approve(draft.pk, by=second, today=MONDAY)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER], ids=lambda role: role.label)
def test_only_a_reviewer_approves(role, in_review):
    person = make_user(role=role, is_superuser=True)

    with pytest.raises(NotYourStep):
        decisions.approve(in_review.pk, by=person, today=MONDAY)


def test_the_database_refuses_an_approval_without_a_second_person(in_review, people):
    for reviewer in (None, people.official.pk):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procedure_decision SET stage = 'approved', reviewed_by_id = %s WHERE id = %s",
                [reviewer, in_review.pk],
            )


def test_the_list_is_computed_again_before_it_is_approved(people):
    decision = make_decision(Stage.DRAFT, people=people)
    decisions.freeze(decision, {"lines": LINES}, LINES[:1])
    decisions.submit(decision.pk, by=people.official, today=MONDAY)

    with pytest.raises(DoesNotRecompute):
        decisions.approve(decision.pk, by=people.reviewer, today=MONDAY)


def test_the_second_official_is_told_what_happened_meanwhile(in_review, people):
    seen = in_review.lock_version
    decisions.send_back(in_review.pk, by=people.reviewer, today=MONDAY, reason="乙所数据缺年报")

    with pytest.raises(StaleVersion) as refused:
        decisions.send_back(in_review.pk, by=people.official, today=MONDAY, reason="重算", seen_version=seen)

    assert str(people.reviewer) in refused.value.message
    assert "“退回修改”（乙所数据缺年报）" in refused.value.message


def test_a_list_sent_back_loses_its_approval(people):
    decision = make_decision(Stage.APPROVED, people=people)
    decisions.send_back(decision.pk, by=people.official, today=MONDAY, reason="依据文号有误")

    assert Decision.objects.get(pk=decision.pk).reviewed_by is None


@pytest.mark.parametrize(
    ("stage", "step"),
    [(Stage.IN_REVIEW, Step.RETURN), (Stage.ON_NOTICE, Step.WITHDRAW), (Stage.PUBLISHED, Step.REVOKE)],
    ids=["退回", "撤回", "撤销"],
)
def test_what_takes_something_back_needs_a_reason(stage, step, people):
    decision = make_decision(stage, people=people)

    with pytest.raises(ReasonMissing):
        SERVICES[step](decision.pk, by=people.official, today=MONDAY, reason=" ")


def test_a_notice_of_five_working_days_from_monday_ends_on_friday(on_notice):
    notice = on_notice.notice

    assert (notice.first_day, notice.last_day, notice.working_days) == (MONDAY, LAST_DAY, 5)
    assert on_notice.number == notice.number
    assert notice.number.startswith("渝知发〔2026〕")


def test_a_list_is_not_confirmed_on_the_last_day_of_its_notice(on_notice, people):
    with pytest.raises(NoticeStillOpen) as refused:
        decisions.confirm(on_notice.pk, by=people.official, today=LAST_DAY)

    assert refused.value.message == "公示期至 2026年6月5日 结束，期满后才能确定。"


def test_a_list_is_confirmed_the_day_after(on_notice, people):
    decisions.confirm(on_notice.pk, by=people.official, today=LAST_DAY + dt.timedelta(days=1))

    assert Decision.objects.get(pk=on_notice.pk).stage == Stage.CONFIRMED


def test_a_list_beyond_the_draft_is_not_computed_again(in_review, people):
    with pytest.raises(BeyondDraft):
        decisions.draft_for(KIND, "2025", make_ruleset(), title="再算", by=people.official)


def test_a_withdrawn_list_gets_a_new_draft_beside_it(people):
    undone = make_decision(Stage.WITHDRAWN, people=people)

    fresh = decisions.draft_for(KIND, "2025", make_ruleset(), title="重拟名单", by=people.official)

    assert fresh.redrawn_from == undone
    assert Decision.objects.get(pk=undone.pk).stage == Stage.WITHDRAWN


FROZEN_FIELDS = ["title = '改'", "inputs = '{}'", "inputs_digest = 'x'", "result_digest = 'x'", "period = '1999'"]


@pytest.mark.parametrize("change", FROZEN_FIELDS)
@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.ON_NOTICE, Stage.PUBLISHED], ids=lambda stage: stage.label)
def test_the_database_refuses_to_amend_what_left_the_draft(stage, change, people):
    decision = make_decision(stage, people=people)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procedure_decision SET {change} WHERE id = %s", [decision.pk])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE procedure_publicnotice SET last_day = last_day + 5",
        "DELETE FROM procedure_publicnotice",
        "UPDATE procedure_steptaken SET by_id = by_id",
        "DELETE FROM procedure_steptaken",
        "UPDATE procedure_decision SET stage = 'draft'",
        "DELETE FROM procedure_decision",
    ],
)
def test_the_database_keeps_what_was_on_notice(statement, on_notice):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_demonstration_lists_may_be_deleted_as_a_whole(people):
    decision = make_decision(Stage.DRAFT, people=people)
    Decision.objects.filter(pk=decision.pk).update(is_demo=True)
    decisions.submit(decision.pk, by=people.official, today=MONDAY)

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procedure_steptaken WHERE decision_id = %s", [decision.pk])
        cursor.execute("DELETE FROM procedure_decision WHERE id = %s", [decision.pk])

    assert not Decision.objects.filter(pk=decision.pk).exists()


def test_reviewers_get_a_task_and_it_is_done_when_one_has_acted(draft, people):
    other = make_user(role=Role.REVIEWER)
    decisions.submit(draft.pk, by=people.official, today=MONDAY)
    assert _open_tasks(people.reviewer) == _open_tasks(other) == [f"请复核：{draft.title}"]

    decisions.approve(draft.pk, by=people.reviewer, today=MONDAY)

    assert _open_tasks(people.reviewer) == _open_tasks(other) == []
    assert _open_tasks(people.official) == [f"复核通过：{draft.title}"]


def _open_tasks(user: User) -> list[str]:
    return [message.title for message in user.messages.open_tasks()]
