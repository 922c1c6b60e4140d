"""The officials' desk of one payment list."""

from datetime import date

import pytest
from django.urls import reverse

from ipservice.accounts.models import Role
from ipservice.payments import kinds
from ipservice.payments.models import Payment, PaymentBatch
from ipservice.payments.services import batches
from tests.factories.accounts import make_user
from tests.factories.payments import FIRST, GROUND, SECOND, give

pytestmark = pytest.mark.django_db
GROUP = GROUND.group


@pytest.fixture(autouse=True)
def _list_to_pay(monkeypatch):
    """One list that can be paid, whose source redraws the two lines."""
    kind = kinds.PayableKind(
        code="probe",
        exists=lambda group: group == GROUP,
        refresh=lambda group: batches.draw_up(GROUND, [FIRST, SECOND]) and None,
        title=lambda group: "2024年度奖励资金",
        source=lambda group: "/admin/",
    )
    monkeypatch.setitem(kinds._kinds, "probe", kind)


@pytest.fixture
def due(official):
    give(FIRST, by=official)
    return batches.draw_up(GROUND, [FIRST, SECOND])


def desk() -> str:
    return reverse("payment_desk", args=[GROUP])


def test_a_list_is_paid_from_batch_to_receipt(client_for, official, reviewer, due):
    handling, reviewing = client_for(official), client_for(reviewer)

    handling.post(reverse("payment_batch_make", args=[GROUP]))
    batch = PaymentBatch.objects.get()
    refused = handling.get(reverse("payment_batch_sheet", args=[GROUP, batch.pk]))
    reviewing.post(reverse("payment_batch_approve", args=[GROUP, batch.pk]))
    sheet = handling.get(reverse("payment_batch_sheet", args=[GROUP, batch.pk]))
    listed = Payment.objects.get(subject_key="11")
    handling.post(reverse("payments_paid", args=[GROUP]), {"payments": [listed.pk], "paid_on": "2026-01-05"})

    assert refused.status_code == 409
    assert sheet["Content-Disposition"].startswith("attachment")
    assert sheet.content[:2] == b"PK"
    assert list(Payment.objects.order_by("pk").values_list("subject_key", "state", "paid_on")) == [
        ("11", "paid", date(2026, 1, 5)),
        ("12", "waiting", None),
    ]


def test_the_desk_shows_sums_accounts_by_their_last_digits_and_who_has_none(client_for, official, due):
    page = client_for(official).get(desk()).content.decode()

    assert "尾号 8901" in page
    assert "50012345678901" not in page
    assert "未提供账户" in page
    assert "50,000.50 元" in page


def test_the_drawer_is_told_that_another_must_approve(client_for, official, due):
    batches.make_batch(GROUP, title="奖励资金", by=official)

    assert "由您制单的批次须由另一人审批" in client_for(official).get(desk()).content.decode()


def test_a_return_without_a_reason_changes_nothing_and_says_so(client_for, official, reviewer, due):
    batch = batches.make_batch(GROUP, title="奖励资金", by=official)
    batches.approve_batch(batch.pk, by=reviewer)
    payment = Payment.objects.get(subject_key="11")

    answer = client_for(official).post(
        reverse("payment_returned", args=[GROUP]), {"payment": payment.pk, "reason": ""}, follow=True
    )

    said = [str(message) for message in answer.context["messages"]]
    assert said == ["退回原因：该字段是必填项。"]
    assert Payment.objects.get(pk=payment.pk).state == "ordered"


def test_a_day_to_come_is_no_day_of_payment(client_for, official, reviewer, due):
    batch = batches.make_batch(GROUP, title="奖励资金", by=official)
    batches.approve_batch(batch.pk, by=reviewer)
    payment = Payment.objects.get(subject_key="11")

    answer = client_for(official).post(
        reverse("payments_paid", args=[GROUP]), {"payments": [payment.pk], "paid_on": "2999-01-01"}, follow=True
    )

    assert "支付日期不能晚于今天" in answer.content.decode()
    assert Payment.objects.get(pk=payment.pk).state == "ordered"


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICIAL, Role.AGENCY_ADMIN, Role.PUBLIC, Role.SYSTEM_ADMIN])
def test_only_officials_of_the_city_come_to_the_desk(client_for, due, role):
    answer = client_for(make_user(role=role)).get(desk())

    assert answer.status_code in {302, 403}


def test_a_list_that_does_not_exist_is_not_found(client_for, official):
    assert client_for(official).get(reverse("payment_desk", args=["probe:1999:1"])).status_code == 404
    assert client_for(official).get(reverse("payment_desk", args=["other:1"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_number_of_questions_however_many_lines(
    client_for, official, django_assert_num_queries, count
):
    dues = [batches.Due(str(n), f"91500000DEM00{n:04d}X", f"第{n}所", 100) for n in range(count)]
    batches.draw_up(GROUND, dues)
    client = client_for(official)
    client.get(desk())

    with django_assert_num_queries(10):
        client.get(desk())


def test_reading_the_desk_changes_nothing(client_for, official, due):
    before = list(Payment.objects.order_by("pk").values())

    client_for(official).get(desk())

    assert list(Payment.objects.order_by("pk").values()) == before
