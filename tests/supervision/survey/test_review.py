"""The way of a return through district and city, with questions on single cells."""

import datetime as dt
from itertools import product

import pytest

from ipservice.audit.models import AuditEntry
from ipservice.foundation.errors import DomainError
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Message
from supervision.survey.models import Answer, CellQuestion, ReturnLog, Submission, SurveyReturn
from supervision.survey.rules.states import RETURN, ReturnState, ReturnStep, SurveyState, Via
from supervision.survey.services import review
from tests.factories.accounts import make_district, make_user
from tests.factories.survey import a_return, post
from tests.supervision.survey.rounds import ASKED, LATER, NOW, accepted, passed

pytestmark = pytest.mark.django_db


class TestTheTwoSteps:
    def test_district_passes_city_accepts_and_every_step_is_on_record(self, sent, district, city):
        accepted(sent, district, city)

        sent.refresh_from_db()
        assert (sent.state, sent.accepted_at, sent.version) == (ReturnState.ACCEPTED, LATER, 2)
        assert list(sent.log.values_list("step", "state_after", "by")) == [
            ("pass_district", "district_passed", district.pk),
            ("accept", "accepted", city.pk),
        ]
        assert list(
            AuditEntry.objects.filter(verb__startswith="survey.return.").order_by("id").values_list("verb", flat=True)
        ) == [
            "survey.return.pass_district",
            "survey.return.accept",
        ]
        assert Submission.objects.get().is_accepted

    def test_the_agency_is_told_when_it_is_accepted_and_its_task_is_done(self, sent, district, city, member):
        accepted(sent, district, city)

        assert list(
            Message.objects.filter(recipient=member, event__startswith="survey.return").values_list("title")
        ) == [("统计调查已通过审核",)]

    def test_a_district_does_not_accept(self, sent, district):
        passed(sent, district)

        with pytest.raises(DomainError) as refused:
            review.accept(sent.pk, by=district, now=NOW)

        assert refused.value.message == "“市级审核通过”须由全市统计人员办理。"
        sent.refresh_from_db()
        assert sent.state == ReturnState.DISTRICT_PASSED

    def test_who_passed_it_for_the_district_does_not_accept_it(self, sent, city):
        passed(sent, city)

        with pytest.raises(DomainError) as refused:
            review.accept(sent.pk, by=city, now=NOW)

        assert refused.value.message == f"“{sent.agency_name}”由您通过区县审核，市级审核须由另一人办理。"

    def test_who_typed_the_paper_in_does_not_accept_it(self, sent, district, city):
        Answer.objects.filter(cell="10301").update(via=Via.OFFICE, changed_by=city)
        passed(sent, district)

        with pytest.raises(DomainError) as refused:
            review.accept(sent.pk, by=city, now=NOW)

        assert refused.value.message == f"“{sent.agency_name}”由您代为录入，市级审核须由另一人办理。"

    def test_a_neighbouring_district_a_role_without_a_post_and_the_agency_pass_nothing(self, sent, member):
        for stranger in (post(district=make_district()), make_user(role="municipal_official")):
            with pytest.raises(SurveyReturn.DoesNotExist):
                review.pass_district(sent.pk, by=stranger, now=NOW)

    def test_a_closed_year_is_sealed(self, sent, district):
        sent.survey.state = SurveyState.CLOSED
        sent.survey.save()

        with pytest.raises(DomainError) as refused:
            passed(sent, district)

        assert refused.value.code == "survey_sealed"

    @pytest.mark.parametrize(
        ("state", "step"),
        sorted(
            set(product(ReturnState, (ReturnStep.PASS_DISTRICT, ReturnStep.ACCEPT, ReturnStep.SEND_BACK)))
            - RETURN.moves.keys()
        ),
    )
    def test_a_step_outside_the_table_is_refused(self, sent, city, state, step):
        SurveyReturn.objects.update(state=state)
        acts = {
            ReturnStep.PASS_DISTRICT: lambda: review.pass_district(sent.pk, by=city, now=NOW),
            ReturnStep.ACCEPT: lambda: review.accept(sent.pk, by=city, now=NOW),
            ReturnStep.SEND_BACK: lambda: review.send_back(sent.pk, ASKED, by=city, now=NOW),
        }

        with pytest.raises(IllegalStep):
            acts[step]()

        assert SurveyReturn.objects.get().state == state
        assert not ReturnLog.objects.exists()


class TestSendingBack:
    def test_asks_about_single_cells_by_a_day_and_gives_the_agency_a_task(self, sent, district, member):
        review.send_back(sent.pk, ASKED, reason="收入类指标请核对", by=district, now=NOW)

        sent.refresh_from_db()
        question = CellQuestion.objects.get()
        assert (sent.state, sent.due_on) == (ReturnState.RETURNED, dt.date(2026, 7, 1))
        assert (question.cell, question.question, question.value_then) == ("10301", ASKED["10301"], "3500000")
        task = Message.objects.get(recipient=member, is_task=True, event__startswith="survey.return")
        assert (task.title, task.due_on) == ("统计调查有 1 处需要核对", dt.date(2026, 7, 1))
        assert "收入类指标请核对" in task.body

    def test_the_reviewer_may_set_the_day(self, sent, district):
        review.send_back(sent.pk, ASKED, due_on=dt.date(2026, 7, 10), by=district, now=NOW)

        assert SurveyReturn.objects.get().due_on == dt.date(2026, 7, 10)

    def test_the_day_is_later_than_today(self, sent, district):
        with pytest.raises(DomainError) as refused:
            review.send_back(sent.pk, ASKED, due_on=dt.date(2026, 6, 24), by=district, now=NOW)

        assert refused.value.message == "期限应晚于 2026年6月24日，填写的是 2026年6月24日。"

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({}, ""),
            ({"10301": "  "}, ""),
            ({"10301": "?"}, "“10301”的问题太短。"),
            ({"99999": "请核对这个数值"}, "问卷中没有单元格“99999”。"),
        ],
        ids=["none", "blank", "too short", "unknown cell"],
    )
    def test_without_a_question_on_a_cell_nothing_goes_back(self, sent, district, asked, said):
        with pytest.raises(DomainError) as refused:
            review.send_back(sent.pk, asked, by=district, now=NOW)

        assert refused.value.code == "questions_missing"
        assert refused.value.message.endswith(said)
        assert SurveyReturn.objects.get().state == ReturnState.SUBMITTED

    def test_what_the_district_passed_on_only_the_city_sends_back(self, sent, district, city):
        passed(sent, district)

        with pytest.raises(DomainError) as refused:
            review.send_back(sent.pk, ASKED, by=district, now=NOW)
        assert refused.value.code == "not_your_review_step"

        review.send_back(sent.pk, ASKED, by=city, now=NOW)
        assert SurveyReturn.objects.get().state == ReturnState.RETURNED


class TestExcusesAndExtensions:
    def test_an_excused_unit_leaves_the_list_of_those_due(self, agency, district, member):
        found = a_return(agency=agency)

        review.excuse(found.pk, reason="已于年内注销，全年无业务。", by=district, now=NOW)

        assert not SurveyReturn.objects.due().exists()
        assert Message.objects.filter(recipient=member, title="本年度免予填报统计调查").count() == 1

    def test_a_sent_return_is_not_excused(self, sent, district):
        with pytest.raises(IllegalStep):
            review.excuse(sent.pk, reason="已于年内注销，全年无业务。", by=district, now=NOW)

    def test_an_extension_moves_the_day_and_says_why(self, agency, district, member):
        found = a_return(agency=agency)

        extension = review.extend(
            found.pk, due_on=dt.date(2026, 7, 31), reason="财务人员住院，申请延期。", by=district, now=NOW
        )

        found.refresh_from_db()
        assert (found.due_on, found.version, found.state) == (dt.date(2026, 7, 31), 1, ReturnState.WAITING)
        assert extension.former_due_on == dt.date(2026, 7, 15)
        assert Message.objects.get(recipient=member, title="统计调查延期至 2026年7月31日").due_on == found.due_on

    def test_an_extension_is_later_than_the_day_it_moves(self, agency, district):
        found = a_return(agency=agency)

        with pytest.raises(DomainError) as refused:
            review.extend(
                found.pk, due_on=dt.date(2026, 7, 15), reason="财务人员住院，申请延期。", by=district, now=NOW
            )

        assert refused.value.code == "day_not_later"

    def test_who_has_sent_needs_no_extension(self, sent, district):
        with pytest.raises(IllegalStep):
            review.extend(sent.pk, due_on=dt.date(2026, 7, 31), reason="财务人员住院，申请延期。", by=district, now=NOW)


def test_who_saw_an_older_version_is_told_the_last_step_and_by_whom(sent, district):
    seen = sent.version
    review.send_back(sent.pk, ASKED, reason="收入请核对", by=district, now=NOW)

    with pytest.raises(DomainError) as refused:
        review.pass_district(sent.pk, by=post(), now=NOW, seen_version=seen)

    assert refused.value.code == "return_changed"
    assert f"{district} 于 6月24日 10:00 “退回更正”（收入请核对）" in refused.value.message
