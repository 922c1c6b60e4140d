"""An objection is its own item: it stops one line, never the list, until it is answered."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from ipservice.accounts.models import Role
from ipservice.procedure.errors import (
    AlreadyAnswered,
    NoticeClosed,
    NotYourStep,
    ObjectionIncomplete,
    ObjectionPending,
)
from ipservice.procedure.models import Decision, Objection, ObjectionState, Stage
from ipservice.procedure.services import decisions, objections
from tests.factories.accounts import make_user
from tests.factories.procedure import MONDAY, SUBJECTS, make_decision

FRIDAY = dt.date(2026, 6, 5)
NEXT_MONDAY = dt.date(2026, 6, 8)
JIA, YI = SUBJECTS


def _statement(code: str = JIA.code, files=()) -> objections.Statement:
    return objections.Statement(
        code, "李四", "13812345678", "甲所的结案量与年报不一致，请核实。", files, is_consented=True
    )


@pytest.fixture
def objection(on_notice) -> Objection:
    return objections.submit(on_notice.notice.pk, _statement(), by=None, today=MONDAY)


@pytest.mark.parametrize(
    ("day", "is_taken_in"),
    [(MONDAY - dt.timedelta(days=1), False), (MONDAY, True), (FRIDAY, True), (FRIDAY + dt.timedelta(days=1), False)],
    ids=["前一日", "首日", "末日", "次日"],
)
def test_objections_are_taken_in_from_the_first_to_the_last_day(day, is_taken_in, on_notice):
    if is_taken_in:
        assert objections.submit(on_notice.notice.pk, _statement(), by=None, today=day).state == ObjectionState.PENDING
    else:
        with pytest.raises(NoticeClosed):
            objections.submit(on_notice.notice.pk, _statement(), by=None, today=day)


def test_a_withdrawn_list_takes_in_no_objections(people):
    undone = make_decision(Stage.WITHDRAWN, people=people)

    with pytest.raises(NoticeClosed) as refused:
        objections.submit(undone.notice.pk, _statement(), by=None, today=MONDAY)

    assert "重拟后的公示" in refused.value.message


def test_only_a_line_of_the_list_can_be_contested(on_notice):
    with pytest.raises(ObjectionIncomplete):
        objections.submit(on_notice.notice.pk, _statement(code="11500000000000009X"), by=None, today=MONDAY)

    assert Objection.objects.count() == 0


def test_the_answer_is_due_in_ten_working_days_without_the_day_itself(objection):
    assert objection.due_on == dt.date(2026, 6, 15)


def test_objections_are_numbered_without_gaps(on_notice):
    numbers = [objections.submit(on_notice.notice.pk, _statement(), by=None, today=MONDAY).number for _ in range(3)]

    assert numbers == [f"渝知异〔2026〕{n}号" for n in (1, 2, 3)]


def test_an_objection_suspends_its_own_line_only(objection, on_notice):
    assert decisions.stayed_codes(on_notice) == {JIA.code}


def test_the_list_is_not_confirmed_silently_over_a_pending_objection(objection, on_notice, people):
    with pytest.raises(ObjectionPending) as refused:
        decisions.confirm(on_notice.pk, by=people.official, today=NEXT_MONDAY)

    assert objection.number in refused.value.message
    assert "甲所" in refused.value.message


def test_the_list_is_confirmed_with_a_reason_and_the_stay_on_record(objection, on_notice, people):
    decisions.confirm(on_notice.pk, by=people.official, today=NEXT_MONDAY, reason="不影响其他机构")

    assert Decision.objects.get(pk=on_notice.pk).stage == Stage.CONFIRMED
    assert decisions.stayed_codes(on_notice) == {JIA.code}
    assert on_notice.steps.last().reason == f"不影响其他机构（暂缓兑现：{objection.number}）"


def test_a_rejected_objection_lifts_the_stay_and_leaves_the_list(objection, on_notice, people):
    objections.answer(objection.pk, is_upheld=False, text="经核实数据一致。", by=people.official, today=MONDAY)

    assert decisions.stayed_codes(on_notice) == frozenset()
    assert Decision.objects.get(pk=on_notice.pk).stage == Stage.ON_NOTICE


def test_an_upheld_objection_withdraws_the_list_and_begins_a_new_one_beside_it(objection, on_notice, people):
    objections.answer(objection.pk, is_upheld=True, text="结案量应为 37 件。", by=people.official, today=MONDAY)

    old = Decision.objects.get(pk=on_notice.pk)
    assert old.stage == Stage.WITHDRAWN
    assert old.steps.last().reason == f"异议 {objection.number} 成立：结案量应为 37 件。"
    assert (old.redrawn_as.stage, old.redrawn_as.period) == (Stage.DRAFT, old.period)


def test_an_objection_upheld_after_publication_revokes_the_list(objection, on_notice, people):
    decisions.confirm(on_notice.pk, by=people.official, today=NEXT_MONDAY, reason="不影响其他机构")
    decisions.publish(on_notice.pk, by=people.official, today=NEXT_MONDAY)

    objections.answer(objection.pk, is_upheld=True, text="数据有误。", by=people.official, today=NEXT_MONDAY)

    old = Decision.objects.get(pk=on_notice.pk)
    assert (old.stage, old.redrawn_as.stage) == (Stage.REVOKED, Stage.DRAFT)


def test_a_second_answer_is_refused_and_says_who_was_first(objection, people):
    objections.answer(objection.pk, is_upheld=False, text="经核实数据一致。", by=people.official, today=MONDAY)

    with pytest.raises(AlreadyAnswered) as refused:
        objections.answer(objection.pk, is_upheld=True, text="成立。", by=people.reviewer, today=MONDAY)

    assert str(people.official) in refused.value.message


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.DISTRICT_OFFICIAL, Role.PUBLIC], ids=lambda role: role.label)
def test_only_officials_of_the_city_answer(role, objection):
    with pytest.raises(NotYourStep):
        objections.answer(objection.pk, is_upheld=False, text="不成立。", by=make_user(role=role), today=MONDAY)


def test_an_answer_without_reasons_is_refused(objection, people):
    with pytest.raises(ObjectionIncomplete):
        objections.answer(objection.pk, is_upheld=False, text="  ", by=people.official, today=MONDAY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE procedure_objection SET statement = '改'",
        "UPDATE procedure_objection SET due_on = due_on + 30",
        "DELETE FROM procedure_objection",
    ],
)
def test_the_database_keeps_an_objection_as_it_was_made(statement, objection):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_officials_get_a_task_due_with_the_answer_and_it_closes_with_it(objection, people):
    (task,) = people.official.messages.open_tasks().filter(event__startswith="objection:")
    assert task.due_on == objection.due_on

    objections.answer(objection.pk, is_upheld=False, text="经核实数据一致。", by=people.official, today=MONDAY)

    assert not people.official.messages.open_tasks().filter(event__startswith="objection:").exists()


def test_who_objected_from_an_account_is_told_the_answer(on_notice, people, agency_admin):
    objection = objections.submit(on_notice.notice.pk, _statement(), by=agency_admin, today=MONDAY)
    objections.answer(objection.pk, is_upheld=False, text="经核实数据一致。", by=people.official, today=MONDAY)

    (told,) = agency_admin.messages.all()
    assert (told.title, told.body) == (f"异议 {objection.number} 已答复：异议不成立", "经核实数据一致。")
