"""Questions on single cells: answered by the agency, and accepted cells that are opened again."""

import pytest
from django.db import IntegrityError, transaction

from ipservice.foundation.errors import DomainError
from supervision.survey.models import CellQuestion, SurveyReturn
from supervision.survey.rules.states import QuestionState, ReturnState, Via
from supervision.survey.services import answers, changes, questions, review
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import answer
from tests.supervision.survey.rounds import ASKED, LATER, NOW, REASON, accepted

pytestmark = pytest.mark.django_db


class TestAnswering:
    @pytest.fixture
    def asked(self, sent, district) -> CellQuestion:
        review.send_back(sent.pk, ASKED | {"10201": "人数与上年差距较大，请核对。"}, by=district, now=NOW)
        return CellQuestion.objects.get(cell="10301")

    def test_correct_as_is_needs_a_reason_of_ten_characters(self, asked, member):
        with pytest.raises(DomainError) as refused:
            review.answer_question(asked.pk, confirmed=True, text="没错", by=member, now=LATER)
        assert refused.value.message == "确认无误的理由不少于 10 个字，现为 2 个字。"

        review.answer_question(asked.pk, confirmed=True, text=REASON, by=member, now=LATER)
        asked.refresh_from_db()
        assert (asked.state, asked.answer, asked.answered_by) == (QuestionState.CONFIRMED, REASON, member)

    def test_changed_means_that_the_value_differs(self, asked, member, sent):
        with pytest.raises(DomainError) as refused:
            review.answer_question(asked.pk, confirmed=False, text="", by=member, now=LATER)
        assert refused.value.code == "nothing_changed"
        assert "营业收入" in refused.value.message

        answer(sent, {"10301": "3600000.00"})
        review.answer_question(asked.pk, confirmed=False, text="", by=member, now=LATER)
        asked.refresh_from_db()
        assert asked.state == QuestionState.CHANGED

    def test_the_neighbour_answers_nothing(self, asked):
        with pytest.raises(SurveyReturn.DoesNotExist):
            review.answer_question(asked.pk, confirmed=True, text=REASON, by=make_member(make_agency()), now=LATER)

    def test_before_it_is_sent_again_every_question_is_answered(self, asked, member, sent):
        answer(sent, {"10301": "3600000.00"})

        with pytest.raises(DomainError) as refused:
            questions.close_round(sent, by=member, now=LATER)
        assert refused.value.message.startswith("还有 1 条询问没有答复（年末从业人员）。")

        answer(sent, {"10201": 11})
        questions.close_round(sent, by=member, now=LATER)
        assert set(CellQuestion.objects.values_list("state", flat=True)) == {QuestionState.CHANGED}

    def test_what_was_changed_and_changed_back_is_not_answered(self, asked, member, sent):
        answer(sent, {"10301": "3600000.00", "10201": 11})
        review.answer_question(asked.pk, confirmed=False, text="", by=member, now=LATER)
        answer(sent, {"10301": "3500000.00"})

        with pytest.raises(DomainError) as refused:
            questions.close_round(sent, by=member, now=LATER)

        assert "营业收入" in refused.value.message

    def test_a_settled_question_is_not_answered_again(self, asked, member):
        CellQuestion.objects.update(state=QuestionState.SETTLED)

        with pytest.raises(DomainError) as refused:
            review.answer_question(asked.pk, confirmed=True, text=REASON, by=member, now=LATER)

        assert refused.value.message == "关于“营业收入”的询问已是“已办结”，不能再答复。"

    def test_acceptance_settles_what_was_answered(self, asked, member, sent, district, city):
        review.answer_question(asked.pk, confirmed=True, text=REASON, by=member, now=LATER)
        SurveyReturn.objects.update(state=ReturnState.SUBMITTED)

        accepted(sent, district, city)

        assert CellQuestion.objects.get(cell="10301").state == QuestionState.SETTLED

    def test_the_database_takes_one_open_question_a_cell(self, asked):
        with pytest.raises(IntegrityError, match="one_open_question_per_cell"), transaction.atomic():
            CellQuestion.objects.create(
                survey_return=asked.survey_return, cell="10301", question="又问", asked_by=asked.asked_by, asked_at=NOW
            )


class TestReopening:
    def test_an_accepted_cell_is_opened_with_a_reason_and_the_acceptance_stays_to_compare_with(
        self, sent, district, city
    ):
        accepted(sent, district, city)
        review.reopen(sent.pk, ASKED, reason="国家局复核发现差异，请核对。", by=city, now=LATER)
        answer(sent, {"10301": "3600000.00", "10302": "3000000"})

        assert SurveyReturn.objects.get().state == ReturnState.RETURNED
        assert [(one.cell, one.before, one.after) for one in changes.since_approval(sent)] == [
            ("10301", "3500000", "3600000")
        ]

    def test_only_the_opened_cell_and_its_dependants_can_be_changed(self, sent, district, city, member):
        accepted(sent, district, city)
        review.reopen(sent.pk, {"10302": "知识产权服务收入请核对。"}, reason=REASON, by=city, now=LATER)
        reopened = SurveyReturn.objects.get()
        typed = {"10302": "3100000", "10301": "3550000", "10201": "11", "10103": "partnership"}

        saved = answers.save(sent.pk, typed, by=member, via=Via.PAGE, seen_version=None, now=LATER)

        assert answers.open_cells(reopened) == {"10302", "10301"}
        assert set(saved.changed) == {"10302", "10301"}
        assert {cell: refused.code for cell, refused in saved.refused.items()} == {
            "10201": "survey_cell_locked",
            "10103": "survey_cell_locked",
        }
        assert [(one.label, one.before, one.after) for one in changes.since_approval(reopened)] == [
            ("营业收入", "3500000", "3550000"),
            ("其中：知识产权服务收入", "3000000", "3100000"),
        ]

    def test_needs_a_reason_and_the_city(self, sent, district, city):
        accepted(sent, district, city)

        with pytest.raises(DomainError) as refused:
            review.reopen(sent.pk, ASKED, by=city, now=LATER)
        assert refused.value.message == "重新打开的理由不少于 10 个字，现为 0 个字。"

        with pytest.raises(DomainError) as refused:
            review.reopen(sent.pk, ASKED, reason=REASON, by=district, now=LATER)
        assert refused.value.code == "not_your_review_step"
