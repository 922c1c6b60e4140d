"""Requests from filing to closing: terms, who may what, what is told, what is kept of whom."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from ipservice.accounts.models import Role
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.jobs.idempotency import TokenReused
from ipservice.notices.models import Delivery, Message
from ipservice.privacy.models import Consent
from ipservice.privacy.services.consenting import ConsentMissing
from publicservice.rights_aid.models import AidRequest, AidStep
from publicservice.rights_aid.rules import (
    AlreadyRated,
    CodeUnknown,
    ConditionsUnmet,
    CrimeGoesToThePolice,
    NotForYou,
    RatingRefused,
    State,
    WordsMissing,
)
from publicservice.rights_aid.services import filing, handling, rating, telling
from publicservice.rights_aid.services.handling import Judgement
from tests.factories.accounts import make_user
from tests.factories.publicservice import make_outlet, make_staff
from tests.factories.rights_aid import MONDAY, make_filing, make_request, make_rules

pytestmark = pytest.mark.django_db
OURS = Judgement()
ANSWER = "经比对，对方产品落入专利权保护范围，建议请求行政裁决。"


def _on(day: int) -> dt.date:
    return MONDAY + dt.timedelta(days=day)


def _handled(official, **facts) -> AidRequest:
    request = make_request(**facts)
    handling.accept(request.pk, OURS, by=official, today=MONDAY)
    return handling.begin(request.pk, by=official, today=MONDAY)


def _answered(official, **facts) -> AidRequest:
    return handling.answer(_handled(official, **facts).pk, words=ANSWER, by=official, today=MONDAY)


def test_the_whole_way_with_its_terms_in_working_days(official):
    request = make_request()
    assert (request.state, request.due_on) == (State.FILED, dt.date(2026, 6, 10))

    accepted = handling.accept(request.pk, OURS, by=official, today=dt.date(2026, 6, 2))
    due = accepted.due_on
    assert due == dt.date(2026, 6, 30)
    assert handling.begin(request.pk, by=official, today=_on(3)).due_on == due
    answered = handling.answer(request.pk, words=ANSWER, by=official, today=_on(4))
    closed = handling.close(request.pk, by=official, today=_on(5))

    assert (answered.state, closed.state, closed.due_on) == (State.ANSWERED, State.CLOSED, None)
    assert list(request.steps.values_list("step", flat=True)) == ["file", "accept", "handle", "answer", "close"]
    assert len(request.steps.get(step="accept").findings) == 5


def test_a_request_that_fails_a_condition_is_not_taken_up_and_says_which(official):
    request = make_request(other_body="某区法院")

    with pytest.raises(ConditionsUnmet, match="某区法院已经受理"):
        handling.accept(request.pk, OURS, by=official, today=MONDAY)

    refused = handling.refuse(request.pk, OURS, words="另一单位已经受理，请等待其结果。", by=official, today=MONDAY)
    assert refused.state == State.REFUSED
    assert [f["met"] for f in request.steps.get(step="refuse").findings] == [True, True, True, False, True]


def test_a_crime_goes_to_the_police(official):
    request = make_request()

    with pytest.raises(CrimeGoesToThePolice):
        handling.accept(request.pk, Judgement(is_crime_suspected=True), by=official, today=MONDAY)
    moved = handling.transfer(request.pk, to="某区公安分局", words="涉嫌假冒注册商标罪", by=official, today=MONDAY)

    assert (moved.state, moved.transferred_to) == (State.TRANSFERRED, "某区公安分局")


@pytest.mark.parametrize("act", ["refuse", "ask", "answer", "transfer"])
def test_what_the_applicant_reads_is_never_empty(official, act):
    request = _handled(official) if act in ("answer", "transfer") else make_request()
    acts = {
        "refuse": lambda: handling.refuse(request.pk, OURS, words="不行", by=official, today=MONDAY),
        "ask": lambda: handling.ask_to_complete(request.pk, words=" ", by=official, today=MONDAY),
        "answer": lambda: handling.answer(request.pk, words="好的", by=official, today=MONDAY),
        "transfer": lambda: handling.transfer(request.pk, to="某局", words="x", by=official, today=MONDAY),
    }

    with pytest.raises(WordsMissing):
        acts[act]()


def test_completion_begins_the_term_of_the_decision_anew(official):
    request = make_request()
    handling.ask_to_complete(request.pk, words="请补充公证书", by=official, today=_on(1))

    again = handling.complete(request.pk, words="公证书编号……", today=dt.date(2026, 6, 8))

    assert (again.state, again.due_on) == (State.FILED, dt.date(2026, 6, 17))
    assert "【2026年6月8日补正】公证书编号……" in again.facts


def test_a_neighbour_district_and_a_strange_outlet_do_not_find_it(district, district_official):
    outlet = make_outlet(district=district)
    staff, stranger = make_user(role=Role.OUTLET_STAFF), make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=staff)
    make_staff(make_outlet(), user=stranger)
    request = make_request(district=district)
    neighbour = make_user(role=Role.DISTRICT_OFFICIAL)

    assert not AidRequest.objects.visible_to(neighbour).exists()
    assert not AidRequest.objects.visible_to(staff).exists()
    with pytest.raises(AidRequest.DoesNotExist):
        handling.accept(request.pk, OURS, by=neighbour, today=MONDAY)
    handling.accept(request.pk, OURS, by=district_official, today=MONDAY)
    handling.assign(request.pk, outlet=outlet, by=district_official, today=MONDAY)

    assert AidRequest.objects.visible_to(staff).get() == request
    assert not AidRequest.objects.visible_to(stranger).exists()
    handling.begin(request.pk, by=staff, today=MONDAY)
    with pytest.raises(NotForYou):
        handling.transfer(request.pk, to="某某局", words="不属于本机关职责", by=staff, today=MONDAY)
    assert handling.answer(request.pk, words=ANSWER, by=staff, today=MONDAY).state == State.ANSWERED


def test_a_district_cannot_push_a_request_to_a_neighbours_outlet(district, district_official):
    request = make_request(district=district)

    taken = handling.assign(request.pk, outlet=make_outlet(), by=district_official, today=MONDAY)

    assert (taken.district, taken.outlet) == (district, None)


def test_overdue_is_what_we_owe_and_not_what_the_applicant_owes(official):
    late = make_request()
    asked = make_request()
    handling.ask_to_complete(asked.pk, words="请补充公证书", by=official, today=MONDAY)

    assert not AidRequest.objects.overdue_on(late.due_on).exists()
    assert list(AidRequest.objects.overdue_on(_on(60))) == [late]


def test_what_is_answered_closes_by_itself_after_its_term_and_once(official):
    request = _answered(official)

    assert handling.close_due(today=request.due_on) == 0
    assert handling.close_due(today=request.due_on + dt.timedelta(days=1)) == 1
    assert handling.close_due(today=request.due_on + dt.timedelta(days=2)) == 0
    assert AidStep.objects.get(step="close").by is None


def test_who_gave_a_phone_number_hears_of_the_answer_without_an_account(official):
    _answered(official, phone="13812345678", email="li@example.cn")

    told = Message.objects.filter(recipient=None, event__startswith="rights_aid.answer:").get()
    assert ANSWER in told.body
    assert set(Delivery.objects.filter(message=told).values_list("channel", "address")) == {
        ("mail", "li@example.cn"),
        ("sms", "13812345678"),
    }


def test_of_an_anonymous_applicant_nothing_is_kept_even_when_signed_in(citizen, official):
    request = make_request(is_anonymous=True, by=citizen)

    assert (request.submitted_by, request.entered_by, request.applicant_name, request.phone) == (None, None, "", "")
    assert not Consent.objects.exists()
    assert not Message.objects.filter(recipient=citizen).exists()
    with pytest.raises(ConditionsUnmet, match="匿名"):
        handling.accept(request.pk, OURS, by=official, today=MONDAY)
    with pytest.raises(IntegrityError, match="nothing_is_kept_of_an_anonymous_applicant"), transaction.atomic():
        AidRequest.objects.filter(pk=request.pk).update(phone="13812345678")


def test_a_name_without_consent_is_not_taken_in():
    make_rules()

    with pytest.raises(ConsentMissing):
        filing.file(make_filing(is_consented=False), code=filing.code_for("t"), by=None, today=MONDAY)

    assert not AidRequest.objects.exists()


def test_an_official_who_writes_for_a_caller_is_named_as_that(official):
    request = make_request(by=official)

    assert (request.entered_by, request.submitted_by) == (official, None)
    assert request.steps.get().by == official


def test_the_same_form_sent_twice_is_one_request_with_one_code():
    make_rules()
    first = filing.file_once("token", make_filing(), by=None, today=MONDAY)
    second = filing.file_once("token", make_filing(), by=None, today=MONDAY)

    assert first == second
    assert AidRequest.objects.count() == 1
    with pytest.raises(TokenReused):
        filing.file_once("token", make_filing(respondent="别人"), by=None, today=MONDAY)


def test_the_code_finds_its_request_and_no_other_text_does():
    make_rules()
    request, code = filing.file_once("token", make_filing(), by=None, today=MONDAY)

    assert filing.find_by_code(f"{code[:4]}-{code[4:8].lower()}-{code[8:]}") == request
    for wrong in ("", "000000000000", code[:-1], code + "0", "' OR 1=1"):
        with pytest.raises(CodeUnknown):
            filing.find_by_code(wrong)


def test_codes_have_sixty_bits_and_differ():
    codes = {filing.code_for(f"token{number}") for number in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {12}
    assert len(set("".join(codes))) == 32


def test_a_request_is_rated_once_and_again_after_it_was_put_right(official):
    request = _answered(official)
    link = rating.may_rate(request).split("/")[-2]
    rating.rate(link, 1, "没有解决", today=MONDAY)

    with pytest.raises(AlreadyRated):
        rating.rate(link, 5, "", today=MONDAY)
    task = Message.objects.get(event=f"rights_aid_rating:{request.pk}")
    assert (task.is_task, task.due_on, task.done_at) == (True, dt.date(2026, 6, 2), None)
    again = telling.rating_link(request, is_follow_up=True).split("/")[-2]
    with pytest.raises(RatingRefused):
        rating.rate(again, 5, "", today=MONDAY)

    rating.mend(request.pk, note="已电话回访并补充了意见", by=official, today=_on(1))
    rating.rate(again, 4, "", today=_on(2))

    assert list(request.ratings.values_list("stars", "is_follow_up")) == [(1, False), (4, True)]
    task.refresh_from_db()
    assert task.done_at is not None
    assert rating.may_rate(request) == ""


def test_nothing_is_rated_before_the_answer_or_by_a_forged_link(official):
    request = _handled(official)

    with pytest.raises(RatingRefused):
        rating.rate(telling.rating_link(request).split("/")[-2], 5, "", today=MONDAY)
    with pytest.raises(CodeUnknown):
        rating.rate("forged", 5, "", today=MONDAY)


def test_a_step_out_of_turn_changes_nothing(official):
    request = _answered(official)
    before = AidStep.objects.count()

    with pytest.raises(IllegalStep):
        handling.accept(request.pk, OURS, by=official, today=MONDAY)

    assert AidStep.objects.count() == before
