"""Consent has a box of its own, is kept with the words that were read, and can be taken back."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipservice.audit.models import AuditEntry
from ipservice.drafts import services as drafts
from ipservice.privacy.forms import ConsentField
from ipservice.privacy.models import Consent, RetentionTerm
from ipservice.privacy.services import consenting, erasing
from ipservice.procedure.models import Objection, ObjectionState, Stage
from ipservice.procedure.services import objections
from tests.factories.procedure import MONDAY, SUBJECTS, People, make_decision

PHONE = "13812345678"
WORDS = "结案量与年报不一致，请核实。"
GIVEN = dt.datetime(2026, 6, 1, 2, tzinfo=dt.UTC)
LATER = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


class BoxForm(forms.Form):
    consent = ConsentField("objection")


@pytest.fixture
def decision():
    return make_decision(Stage.ON_NOTICE, people=People())


@pytest.fixture(autouse=True)
def _on_monday():
    with time_machine.travel(GIVEN, tick=True):
        yield


def objection(decision, *, by=None, is_consented=True) -> Objection:
    statement = objections.Statement(SUBJECTS[0].code, "李四", PHONE, WORDS, is_consented=is_consented)
    return objections.submit(decision.notice.pk, statement, by=by, today=MONDAY)


def answered(objection: Objection, official) -> Objection:
    Objection.objects.filter(pk=objection.pk).update(
        state=ObjectionState.REJECTED, answer="核对无误。", answered_by=official, answered_at=GIVEN
    )
    objection.refresh_from_db()
    return objection


class TestTheBox:
    def test_says_for_what_with_which_data_and_how_long(self):
        label = str(BoxForm()["consent"].label)

        for part in ("我同意重庆市知识产权局", "答复本异议", "姓名、联系电话", "1095 天", "随时撤回"):
            assert part in label

    def test_promises_the_term_that_the_office_has_confirmed(self):
        RetentionTerm.objects.create(label="procedure.Objection", days=400, basis="规定", status="confirmed")

        assert "400 天" in str(BoxForm()["consent"].label)

    def test_is_never_ticked_beforehand(self):
        assert "checked" not in str(BoxForm(initial={"consent": "on"})["consent"])

    def test_left_empty_is_refused_with_its_own_sentence(self):
        form = BoxForm({})

        assert form.errors == {
            "consent": ["请阅读并勾选同意书：没有您的同意，不能使用您填写的个人信息。"],
        }

    def test_is_not_kept_in_a_draft(self, citizen, rf):
        kept = drafts.save(citizen, "x", rf.post("/", {"consent": "on", "statement": "甲"}).POST, now=GIVEN)

        assert kept.values == {"statement": ["甲"]}

    def test_stands_apart_from_the_assurance_of_truth(self, client, decision):
        text = client.get(f"/notices/{decision.notice.pk}/object/").content.decode()

        assert text.count('type="checkbox"') == 2
        assert "我保证所述情况和提交的材料真实。" in text


class TestGiving:
    def test_an_objection_is_kept_with_the_words_that_were_read(self, decision, citizen):
        given = objection(decision, by=citizen)

        consent = Consent.objects.get()
        assert (consent.purpose, consent.version, consent.kept_days) == ("objection", "1", 1095)
        assert (consent.subject_type, consent.subject_key) == ("procedure.Objection", str(given.pk))
        assert (consent.given_by, consent.contact) == (citizen, "")
        assert consent.wording == str(BoxForm()["consent"].label)
        assert AuditEntry.objects.filter(verb="consent.give", subject_key=str(consent.pk)).count() == 1

    def test_nothing_is_taken_in_without_it(self, decision):
        with pytest.raises(consenting.ConsentMissing):
            objection(decision, is_consented=False)

        assert (Objection.objects.count(), Consent.objects.count()) == (0, 0)

    def test_of_a_visitor_only_a_fingerprint_is_kept(self, decision):
        objection(decision)

        consent = Consent.objects.get()
        assert consent.given_by is None
        assert consent.contact == consenting.fingerprint(" 138 1234 5678")
        assert PHONE not in str(Consent.objects.values().get())

    def test_twice_is_once(self, citizen):
        first = consenting.give("objection", ("procedure.Objection", 1), by=citizen, now=GIVEN)
        second = consenting.give("objection", ("procedure.Objection", 1), by=citizen, now=GIVEN + LATER)

        assert first == second

    def test_the_database_holds_one_standing_consent_a_row(self, citizen):
        first = consenting.give("objection", ("procedure.Objection", 1), by=citizen, now=GIVEN)

        first.pk = None
        with pytest.raises(IntegrityError, match="one_standing_consent"), transaction.atomic():
            first.save(force_insert=True)


class TestWithdrawing:
    def test_ends_the_data_at_once_where_the_business_is_done(self, decision, citizen, official):
        given = answered(objection(decision, by=citizen), official)

        consent = consenting.withdraw(Consent.objects.get().pk, by=citizen, now=GIVEN + LATER)

        given.refresh_from_db()
        assert (given.objector_name, given.objector_phone) == ("已删除", "")
        assert given.statement == "（保存期限届满，内容已清除）"
        assert given.answer == "核对无误。"
        assert consent.data_ended_at == GIVEN + LATER

    def test_waits_for_the_answer_and_then_for_the_night(self, decision, citizen, official):
        given = objection(decision, by=citizen)
        consenting.withdraw(Consent.objects.get().pk, by=citizen, now=GIVEN + LATER)
        assert consenting.end_what_is_over(now=GIVEN + LATER) == 0
        given.refresh_from_db()
        assert given.objector_phone == PHONE

        answered(given, official)

        assert consenting.end_what_is_over(now=GIVEN + 2 * LATER) == 1
        assert consenting.end_what_is_over(now=GIVEN + 2 * LATER) == 0
        given.refresh_from_db()
        assert given.objector_phone == ""

    def test_a_second_time_is_refused(self, decision, citizen):
        objection(decision, by=citizen)
        consenting.withdraw(Consent.objects.get().pk, by=citizen, now=GIVEN + LATER)

        with pytest.raises(consenting.ConsentWithdrawn):
            consenting.withdraw(Consent.objects.get().pk, by=citizen, now=GIVEN + LATER)

    def test_is_not_for_strangers(self, decision, citizen, agency_admin):
        objection(decision, by=citizen)

        with pytest.raises(Consent.DoesNotExist):
            consenting.withdraw(Consent.objects.get().pk, by=agency_admin, now=GIVEN)


class TestThePromise:
    def test_holds_when_the_office_lengthens_the_term_later(self, decision, official):
        RetentionTerm.objects.create(label="procedure.Objection", days=30, basis="规定")
        given = answered(objection(decision), official)
        RetentionTerm.objects.update(days=3000)

        assert erasing.erase_due(now=GIVEN + dt.timedelta(days=31)) == {}
        assert consenting.end_what_is_over(now=GIVEN + dt.timedelta(days=31)) == 1

        given.refresh_from_db()
        assert given.objector_phone == ""

    def test_the_end_by_the_ordinary_term_is_noted_with_the_consent(self, decision, official):
        answered(objection(decision), official)
        now = GIVEN + dt.timedelta(days=1096)

        assert erasing.erase_due(now=now)["procedure.Objection"] == 1

        assert Consent.objects.get().data_ended_at == now
        assert consenting.end_what_is_over(now=now) == 0

    def test_the_words_of_an_objection_end_only_after_its_answer_and_only_as_erased(self, decision, official):
        given = objection(decision)
        for words, is_answered in (("（保存期限届满，内容已清除）", False), ("别的话", True)):
            if is_answered:
                answered(given, official)
            with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
                Objection.objects.filter(pk=given.pk).update(statement=words)

    def test_who_agreed_is_forgotten_after_the_term_of_proof(self, decision, citizen, official):
        answered(objection(decision, by=citizen), official)
        Consent.objects.update(data_ended_at=GIVEN)

        erasing.erase_due(now=GIVEN + dt.timedelta(days=1096))

        assert Consent.objects.get().given_by is None


class TestPages:
    def test_a_person_sees_their_own_and_takes_it_back(self, client_for, decision, citizen):
        objection(decision, by=citizen)
        objection(decision)
        browser = client_for(citizen)

        text = browser.get(reverse("own_consents")).content.decode()
        assert text.count("办理公示异议") == 2  # heading and button of the one consent

        consent = Consent.objects.get(given_by=citizen)
        done = browser.post(reverse("withdraw_consent", args=[consent.pk]), follow=True).content.decode()
        assert "已撤回同意，事项尚在办理" in done
        assert "撤回时间" in done

    def test_an_official_finds_a_visitor_by_the_whole_phone(self, client_for, decision, official):
        objection(decision)
        browser = client_for(official)

        found = browser.get("/admin/privacy/consent/", {"q": "138 12345678"})
        other = browser.get("/admin/privacy/consent/", {"q": "13812345679"})

        assert found.context["cl"].result_count == 1
        assert other.context["cl"].result_count == 0

    def test_an_official_takes_it_back_for_who_has_called(self, client_for, decision, official):
        objection(decision)
        consent = Consent.objects.get()
        picked = {"action": "withdraw_for_giver", "_selected_action": [consent.pk]}

        client_for(official).post("/admin/privacy/consent/", picked)

        consent.refresh_from_db()
        assert consent.withdrawn_at is not None
        assert AuditEntry.objects.get(verb="consent.withdraw").reason == "本人来电来函要求撤回"
