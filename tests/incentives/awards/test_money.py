"""From a published list to the money, and to letters that anybody can check."""

import datetime as dt

import pytest

from incentives.awards.models import AwardLine
from incentives.awards.rules import Figures
from incentives.awards.services import money
from incentives.awards.services.letters import ListNotPublished, letter_of, live_record
from ipservice.documents import pdf, word
from ipservice.payments.models import Payment, PaymentState, Recovery
from ipservice.payments.services import batches
from ipservice.payments.services.recoveries import NothingToRecover
from ipservice.procedure.models import Decision
from ipservice.procedure.services import decisions, objections
from tests.factories.awards import AFTER, on_notice, published
from tests.factories.payments import Due, give

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "checked_year")]


@pytest.fixture
def announced(official, reviewer) -> Decision:
    return published(official, reviewer)


def object_to(decision: Decision, name: str):
    line = AwardLine.objects.get(decision=decision, name=name)
    statement = objections.Statement(
        line.subject_code, "赵某", "13812345678", "授权量与我所掌握的不一致，请核实。", is_consented=True
    )
    return objections.submit(decision.notice.pk, statement, by=None, today=AFTER)


def payments() -> dict[str, tuple[str, int]]:
    return {p.payee_name: (p.state, p.amount_fen) for p in Payment.objects.order_by("pk")}


def test_publication_draws_up_a_payment_for_every_rewarded_line_and_no_other(announced):
    rewarded = AwardLine.objects.filter(decision=announced, amount_fen__gt=0)

    assert payments() == {line.name: ("waiting", line.amount_fen) for line in rewarded}
    assert set(payments()) == {"甲所", "乙所"}


def test_an_objection_stops_one_payment_and_not_the_list(official, reviewer):
    decision = on_notice(official, reviewer)
    objection = object_to(decision, "甲所")
    after = decision.notice.last_day + dt.timedelta(days=1)

    decisions.confirm(decision.pk, by=official, today=after, reason="异议仍在核实，不影响其他机构")
    decisions.publish(decision.pk, by=official, today=after)
    assert {name: state for name, (state, _) in payments().items()} == {"甲所": "stayed", "乙所": "waiting"}

    objections.answer(objection.pk, is_upheld=False, text="经核对，数据无误。", by=official, today=after)
    assert {name: state for name, (state, _) in payments().items()} == {"甲所": "waiting", "乙所": "waiting"}


def test_a_revoked_list_pays_nothing_more(announced, official):
    decisions.revoke(announced.pk, by=official, today=AFTER + dt.timedelta(days=40), reason="依据失效")

    assert {state for state, _ in payments().values()} == {"cancelled"}


def paid(decision: Decision, official, reviewer) -> AwardLine:
    """甲所 was paid in full."""
    line = AwardLine.objects.get(decision=decision, name="甲所")
    give(Due(str(line.pk), line.subject_code, line.name, line.amount_fen), by=official)
    money.draw_up_payments(decision)
    batch = batches.make_batch(money.group_of(decision), title="奖励", by=official)
    batches.approve_batch(batch.pk, by=reviewer)
    mine = Payment.objects.filter(payee_name="甲所", state=PaymentState.ORDERED)
    batches.mark_paid(list(mine.values_list("pk", flat=True)), paid_on=AFTER, by=official)
    return line


def test_a_recovery_follows_the_frozen_rules_of_the_round(announced, official, reviewer):
    line = paid(announced, official, reviewer)
    later = {**announced.ruleset.parameters, "brackets": [{"first": 1, "last": 9, "value": 1}]}

    money.recover_from(line, Figures(100, 100, 50), finding="虚报授权", document="渝知函〔2025〕1号", by=official)

    assert later != announced.inputs["parameters"]
    recovery = Recovery.objects.get()
    assert recovery.amount_fen == line.amount_fen
    assert recovery.ruleset == str(announced.ruleset)
    unmet = [finding["code"] for finding in recovery.findings if finding["met"] is False]
    assert unmet == ["rate"]


def test_nothing_is_claimed_back_where_the_truth_changes_nothing(announced, official, reviewer):
    line = paid(announced, official, reviewer)

    with pytest.raises(NothingToRecover):
        money.recover_from(line, Figures(100, 100, 60), finding="复查", document="渝知函〔2025〕2号", by=official)


def test_a_letter_says_result_figures_conditions_and_the_way_to_object(announced):
    line = AwardLine.objects.select_related("decision__ruleset", "decision__notice").get(
        decision=announced, name="丙所"
    )

    letter = letter_of(line)

    assert letter.addressee == "丙所"
    assert "当年发明专利申请 140 件，结案 200 件，其中授权 109 件，未列入奖励名单" in letter.paragraphs[1]
    rate = next(row for row in letter.table.rows if "全国平均" in row[0])
    assert rate[2:] == ("不符合", "相差 0.50 个百分点，还差 1 件授权")
    assert any("行政复议" in sentence for sentence in letter.closing)
    assert letter_of(line).check_code == letter.check_code
    assert pdf.letter(letter).startswith(b"%PDF")
    assert word.letter(letter)[:2] == b"PK"


def test_there_is_no_letter_before_publication(official, reviewer):
    line = AwardLine.objects.filter(decision=on_notice(official, reviewer)).first()

    with pytest.raises(ListNotPublished):
        letter_of(line)


def test_the_check_page_shows_the_state_of_today_and_not_of_the_day_of_printing(announced, official, today):
    line = AwardLine.objects.get(decision=announced, name="甲所")
    before = live_record(str(line.pk), today)

    decisions.revoke(announced.pk, by=official, today=AFTER + dt.timedelta(days=40), reason="依据失效")
    now = live_record(str(line.pk), today)

    assert (before.is_valid, before.status) == (True, "已公布")
    assert (now.is_valid, now.status) == (False, "已撤销")


def test_nothing_is_shown_of_a_line_before_its_notice(draft, today):
    line = AwardLine.objects.filter(decision=draft).first()

    assert live_record(str(line.pk), today) is None
    assert live_record("x", today) is None


def test_an_official_claims_back_from_the_desk(announced, official, reviewer, client_for):
    line = paid(announced, official, reviewer)
    client = client_for(official)
    address = f"/admin/awards/lines/{line.pk}/recover/"
    answers = {"filed": 100, "concluded": 100, "granted": 60, "reason": "复查", "document": "渝知函〔2025〕1号"}

    desk = client.get(f"/admin/payments/list/{money.group_of(announced)}/").content.decode()
    unchanged = client.post(address, answers)
    claimed = client.post(address, {**answers, "granted": 50}, follow=True)

    assert address in desk
    assert unchanged.status_code == 422
    assert "奖励金额没有减少" in unchanged.content.decode()
    assert "复查" in unchanged.content.decode()
    assert Recovery.objects.get().amount_fen == line.amount_fen
    assert "已决定追回" in claimed.content.decode()
