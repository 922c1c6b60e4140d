"""From decided amounts to money paid, and back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import Barrier

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.foundation.explanation import Finding
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.payments.models import PAYMENT, Payment, PaymentBatch, PaymentState, PaymentStep, Recovery
from ipservice.payments.services import batches
from ipservice.payments.services.accounts import account_of
from ipservice.payments.services.recoveries import Claim, NothingToRecover, recover
from ipservice.payments.services.sheets import BatchNotApproved, payment_list
from tests.factories.accounts import make_user
from tests.factories.payments import FIRST, GROUND, SECOND, give

pytestmark = pytest.mark.django_db
PAID_ON = date(2025, 9, 1)


@pytest.fixture
def official():
    return make_user(role=Role.MUNICIPAL_OFFICIAL, display_name="王经办")


@pytest.fixture
def reviewer():
    return make_user(role=Role.REVIEWER, display_name="李复核")


@pytest.fixture
def payments(official):
    """Two lines due, both with an account."""
    give(FIRST, by=official)
    give(SECOND, by=official, account="500198765432")
    return batches.draw_up(GROUND, [FIRST, SECOND])


def states() -> list[tuple[str, str]]:
    return list(Payment.objects.order_by("pk").values_list("subject_key", "state"))


@pytest.mark.parametrize(
    ("state", "step"),
    [(state, step) for state in PaymentState for step in PaymentStep if (state, step) not in PAYMENT.moves],
)
def test_every_step_outside_the_table_is_refused(state, step):
    with pytest.raises(IllegalStep):
        PAYMENT.after(state, step)


def test_drawing_up_twice_pays_once(payments):
    batches.draw_up(GROUND, [FIRST, SECOND])

    assert states() == [("11", "waiting"), ("12", "waiting")]


def test_exporting_twice_gives_the_same_batch_and_the_same_file(payments, official, reviewer):
    first = batches.make_batch(GROUND.group, title="奖励资金", by=official)
    batches.approve_batch(first.pk, by=reviewer)
    again = batches.make_batch(GROUND.group, title="奖励资金", by=official)

    assert again.pk == first.pk
    assert PaymentBatch.objects.count() == 1
    assert payment_list(PaymentBatch.objects.get()) == payment_list(PaymentBatch.objects.get())
    assert states() == [("11", "ordered"), ("12", "ordered")]


def test_an_objection_holds_back_one_payment_and_not_the_list(payments, official):
    stayed = batches.Due(FIRST.subject_key, FIRST.payee_code, FIRST.payee_name, FIRST.amount_fen, is_stayed=True)
    batches.draw_up(GROUND, [stayed, SECOND])

    batches.make_batch(GROUND.group, title="奖励资金", by=official)
    assert states() == [("11", "stayed"), ("12", "listed")]

    batches.draw_up(GROUND, [FIRST, SECOND])
    batches.make_batch(GROUND.group, title="奖励资金", by=official)
    assert states() == [("11", "listed"), ("12", "listed")]
    assert PaymentBatch.objects.count() == 2


def test_a_line_without_an_account_waits_and_the_official_is_told(official):
    batches.draw_up(GROUND, [FIRST])

    with pytest.raises(batches.NothingToList) as refused:
        batches.make_batch(GROUND.group, title="奖励资金", by=official)

    told = "没有可列入支付批次的款项。1 家机构尚未提供收款账户，请先提醒其在工作台填写。"
    assert refused.value.message == told
    give(FIRST, by=official)
    assert batches.draw_up(GROUND, [FIRST])[0].account == "50012345678901"


def test_the_person_who_drew_up_the_batch_cannot_approve_it(payments, reviewer):
    batch = batches.make_batch(GROUND.group, title="奖励资金", by=reviewer)

    with pytest.raises(batches.BatchApprovedBySelf):
        batches.approve_batch(batch.pk, by=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(approved_by=reviewer, approved_at=timezone.now())
    with pytest.raises(BatchNotApproved):
        payment_list(PaymentBatch.objects.get())


def test_approval_is_for_reviewers_and_happens_once(payments, official, reviewer):
    batch = batches.make_batch(GROUND.group, title="奖励资金", by=official)

    with pytest.raises(batches.NotAReviewer) as refused:
        batches.approve_batch(batch.pk, by=make_user(role=Role.MUNICIPAL_OFFICIAL))
    assert refused.value.message == "审批支付批次须由复核人办理；您的角色是“市级经办人”。"
    batches.approve_batch(batch.pk, by=reviewer)
    with pytest.raises(batches.BatchAlreadyApproved):
        batches.approve_batch(batch.pk, by=make_user(role=Role.REVIEWER))


def test_a_returned_payment_reopens_exactly_one_row(payments, official, reviewer):
    batch = batches.make_batch(GROUND.group, title="奖励资金", by=official)
    batches.approve_batch(batch.pk, by=reviewer)
    first, second = Payment.objects.order_by("pk")
    batches.mark_paid([second.pk], paid_on=PAID_ON, by=official)

    again = batches.mark_returned(first.pk, reason="户名不符", by=official)

    assert states() == [("11", "returned"), ("12", "paid"), ("11", "waiting")]
    assert again.replaces_id == first.pk
    assert again.account == ""
    with pytest.raises(IllegalStep):
        batches.mark_paid([first.pk], paid_on=PAID_ON, by=official)


def test_the_database_refuses_a_second_live_payment_of_one_line(payments):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            group=GROUND.group,
            subject_key=FIRST.subject_key,
            payee_code=FIRST.payee_code,
            payee_name=FIRST.payee_name,
            amount_fen=1,
            basis="x",
            budget_line="x",
            budget_year=2025,
        )


def test_the_payment_list_has_amounts_in_figures_and_in_capitals_and_adds_up(payments, official, reviewer):
    batch = batches.make_batch(GROUND.group, title="2024年度奖励资金", by=official)
    batches.approve_batch(batch.pk, by=reviewer)

    sheet = openpyxl.load_workbook(BytesIO(payment_list(PaymentBatch.objects.get()))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows[0][0] == "2024年度奖励资金支付清单"
    lines = [row for row in rows if row[1] in {"甲所", "乙所"}]
    assert [(row[0], row[4], row[5], row[6]) for row in lines] == [
        (1, "50012345678901", 30000, "人民币叁万元整"),
        (2, "500198765432", 20000.5, "人民币贰万元零伍角"),
    ]
    assert rows[-1][0] == "合计"
    assert rows[-1][5] == 50000.5
    assert any("经办人：王经办" in str(row[0]) and "复核人：李复核" in str(row[0]) for row in rows)


def test_two_officials_listing_at_once_make_one_batch_of_each_payment(transactional_db):
    officials = [make_user(role=Role.MUNICIPAL_OFFICIAL) for _ in range(4)]
    give(FIRST, by=officials[0])
    batches.draw_up(GROUND, [FIRST])
    at_the_gate = Barrier(len(officials))

    def attempt(person) -> int:
        connection.ensure_connection()
        at_the_gate.wait()
        try:
            return batches.make_batch(GROUND.group, title="奖励资金", by=person).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(officials)) as pool:
        numbers = list(pool.map(attempt, officials))

    assert len(set(numbers)) == PaymentBatch.objects.count() == 1


def claim(due_fen: int) -> Claim:
    finding = Finding("recovery", "追回", "按查明事实重新计算", "应得 10,000.00 元", None)
    rules, document = "专利代理机构奖励规则 第1版", "渝知函〔2026〕3号"
    return Claim(GROUND.group, "11", due_fen, rules, "授权量虚报", document, (finding,))


def test_what_was_paid_beyond_what_was_due_is_claimed_back_once(payments, official, reviewer):
    batch = batches.make_batch(GROUND.group, title="奖励资金", by=official)
    batches.approve_batch(batch.pk, by=reviewer)
    with pytest.raises(NothingToRecover):
        recover(claim(1_000_000), by=official)
    batches.mark_paid(list(Payment.objects.values_list("pk", flat=True)), paid_on=PAID_ON, by=official)

    recover(claim(1_000_000), by=official)
    recover(claim(1_000_000), by=official)

    recovered = Recovery.objects.get()
    assert (recovered.granted_fen, recovered.amount_fen) == (3_000_000, 2_000_000)
    with pytest.raises(NothingToRecover):
        recover(claim(3_000_000), by=official)


def test_cancelling_leaves_what_was_listed(payments, official):
    stayed = batches.Due(FIRST.subject_key, FIRST.payee_code, FIRST.payee_name, FIRST.amount_fen, is_stayed=True)
    batches.draw_up(GROUND, [stayed, SECOND])
    batches.make_batch(GROUND.group, title="奖励资金", by=official)

    assert batches.cancel_open(GROUND.group, reason="名单撤销", by=official) == 1

    assert states() == [("11", "cancelled"), ("12", "listed")]


def test_a_new_account_ends_the_former(official):
    give(FIRST, by=official)
    give(FIRST, by=official, account="500111112222")

    assert account_of(FIRST.payee_code).account == "500111112222"
