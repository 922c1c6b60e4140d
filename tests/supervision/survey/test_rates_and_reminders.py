"""The response rate is answered over due with both lists open; reminders leave once and spare who has sent."""

import datetime as dt
from fractions import Fraction

import pytest

from ipservice.notices.models import Message
from supervision.survey import figures
from supervision.survey.models import Reminder, SurveyReturn
from supervision.survey.rules.states import ReturnState
from supervision.survey.services import rates, reminding
from supervision.survey.tasks import remind as remind_task
from tests.factories.accounts import make_district
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import a_return, open_survey, post
from tests.supervision.survey import crowd

pytestmark = pytest.mark.django_db
NOON = dt.time(4, 0, tzinfo=dt.UTC)


def on(month: int, day: int) -> dt.datetime:
    return dt.datetime.combine(dt.date(2026, month, day), NOON)


class TestRates:
    @pytest.fixture
    def survey(self):
        """甲区 3 due of which 2 answered, 乙区 2 due of which none, and one excused."""
        jia, yi = make_district(name="甲区"), make_district(name="乙区")
        survey = open_survey(
            agencies=[*crowd.agencies(3, district=jia), *crowd.agencies(3, district=yi, first=600_000)]
        )
        first = list(survey.returns.filter(district=jia))
        for found, state in zip(first, (ReturnState.ACCEPTED, ReturnState.RETURNED, ReturnState.FILLING), strict=True):
            SurveyReturn.objects.filter(pk=found.pk).update(
                state=state, submitted_at=None if state == ReturnState.FILLING else on(6, 20)
            )
        excused = survey.returns.filter(district=yi).first()
        SurveyReturn.objects.filter(pk=excused.pk).update(state=ReturnState.EXCUSED)
        return survey

    def test_rate_is_answered_over_due_in_every_breakdown(self, survey, django_assert_num_queries):
        with django_assert_num_queries(2):
            found = rates.board(survey.returns.all())

        assert (found.total.answered, found.total.due, found.total.rate) == (2, 5, Fraction(2, 5))
        assert [(one.label, one.answered, one.due, one.silent, one.excused) for one in found.by_district] == [
            ("乙区", 0, 2, 2, 1),
            ("甲区", 2, 3, 1, 0),
        ]
        assert sum(one.due for one in found.by_kind) == sum(one.due for one in found.by_size) == 5
        assert (found.total.accepted, found.total.returned, found.total.submitted) == (1, 1, 0)

    def test_both_lists_together_are_those_due(self, survey):
        returns = survey.returns.all()

        assert returns.answered().count() == 2
        assert rates.silent(returns).count() == 3
        assert not returns.answered().intersection(rates.silent(returns)).exists()

    def test_the_public_figure_counts_returns_and_no_answer(self, survey):
        (year,) = figures.response(dt.date(2026, 7, 1)).values
        districts = figures.response_by_district(dt.date(2026, 7, 1)).values

        assert (year.labels, year.numerator, year.denominator) == (("2025年度",), 2, 5)
        assert [(one.labels, one.numerator, one.denominator) for one in districts] == [
            (("乙区",), 0, 2),
            (("甲区",), 2, 3),
        ]

    def test_where_nobody_is_due_there_is_no_rate(self, survey):
        assert rates.board(SurveyReturn.objects.none()).total.rate is None


class TestReminders:
    @pytest.fixture
    def agency(self):
        return make_agency()

    @pytest.fixture
    def member(self, agency):
        return make_member(agency)

    @pytest.fixture
    def waiting(self, agency, member) -> SurveyReturn:
        return a_return(agency=agency)

    def told(self, member) -> list[str]:
        sent = Message.objects.filter(recipient=member, event__contains=":remind:").order_by("id")
        return list(sent.values_list("title", flat=True))

    def test_the_clock_asked_twice_sends_once(self, waiting, member):
        first, second = reminding.remind(now=on(6, 15)), reminding.remind(now=on(6, 15))

        assert (first.reminders, second.reminders) == (1, 0)
        assert self.told(member) == ["统计调查还有 30 天截止"]
        assert Reminder.objects.count() == 1

    def test_one_on_each_day_of_the_schedule_and_none_between(self, waiting, member):
        for day in range(10, 31):
            reminding.remind(now=on(6, day))
        for day in range(1, 31):
            reminding.remind(now=on(7, day))

        assert self.told(member) == [
            "统计调查还有 30 天截止",
            "统计调查还有 16 天截止",
            "统计调查还有 6 天截止",
            "统计调查还有 1 天截止",
            "统计调查已逾期 1 天",
            "统计调查已逾期 5 天",
            "统计调查已逾期 10 天",
        ]

    def test_a_day_the_worker_slept_through_is_caught_up_once(self, waiting, member):
        reminding.remind(now=on(7, 13))
        reminding.remind(now=on(7, 13))

        assert self.told(member) == ["统计调查还有 2 天截止"]

    @pytest.mark.parametrize("state", [ReturnState.SUBMITTED, ReturnState.DISTRICT_PASSED, ReturnState.ACCEPTED])
    def test_who_has_sent_is_left_in_peace(self, waiting, member, state):
        SurveyReturn.objects.update(state=state, submitted_at=on(6, 10))

        assert reminding.remind(now=on(7, 16)) == reminding.Sent(0, 0)
        assert self.told(member) == []

    def test_a_returned_one_is_reminded_of_its_own_day(self, waiting, member):
        SurveyReturn.objects.update(state=ReturnState.RETURNED, submitted_at=on(6, 10), due_on=dt.date(2026, 7, 3))

        reminding.remind(now=on(7, 2))

        assert self.told(member) == ["统计调查还有 1 天截止"]

    def test_an_extension_begins_the_schedule_anew(self, waiting, member):
        reminding.remind(now=on(7, 14))
        SurveyReturn.objects.update(due_on=dt.date(2026, 7, 30))
        reminding.remind(now=on(7, 14))
        reminding.remind(now=on(7, 29))

        assert self.told(member) == ["统计调查还有 1 天截止", "统计调查还有 16 天截止", "统计调查还有 1 天截止"]

    def test_no_year_is_open_and_nothing_happens(self):
        assert reminding.remind(now=on(7, 14)) == reminding.Sent(0, 0)

    def test_the_silent_of_a_district_go_to_its_person_once(self, waiting, agency):
        keeper, other = post(district=agency.district), post(district=make_district())

        reminding.remind(now=on(7, 17))
        assert not Message.objects.filter(recipient=keeper, event__startswith="survey.silent").exists()
        first, second = reminding.remind(now=on(7, 18)), reminding.remind(now=on(7, 19))

        task = Message.objects.get(recipient=keeper, event__startswith="survey.silent")
        assert (first.lists, second.lists) == (1, 0)
        assert task.title == "本区县有 1 家机构逾期未填报统计调查"
        assert task.link == f"/admin/survey/2025/returns/?answered=no&district={agency.district_id}"
        assert not Message.objects.filter(recipient=other, event__startswith="survey.silent").exists()

    def test_the_task_of_the_clock_runs(self, waiting):
        remind_task()
        remind_task()

        assert Reminder.objects.count() <= 1
