"""The life of a survey year: made by copy and edit, opened with its marks, closed and sealed."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.registry.models import AgencyKind
from agencies.registry.rules import AgencyState
from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Message
from supervision.survey.models import Answer, Survey, SurveyItem, SurveyReturn
from supervision.survey.rules.states import ReturnState, SurveyState
from supervision.survey.services import definition, editing, years
from supervision.survey.services.errors import (
    DaysMissing,
    FormExpired,
    MarksMissing,
    NobodyToAnswer,
    NoPost,
    QuestionnaireFaulty,
    YearExists,
)
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import (
    GOOD_VALUES,
    OPENS_ON,
    a_return,
    ensure_rules,
    make_form,
    make_survey,
    open_survey,
    post,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)


def open_it(survey, **changes):
    return years.open_year(survey.pk, **{"by": post(), "today": OPENS_ON} | changes)


def test_the_shipped_questionnaire_becomes_a_draft():
    survey = years.load_shipped(2025, by=post())

    assert (survey.state, survey.title) == (SurveyState.DRAFT, "2025年度知识产权服务业统计调查")
    assert len(definition.questionnaire_of(survey).cells) >= 300
    with pytest.raises(YearExists):
        years.load_shipped(2025, by=post())


def test_a_new_year_is_made_by_copy_and_edit_and_finds_last_years_figure_under_its_old_code():
    by = post()
    last = open_survey(2025)

    survey = years.copy(last.pk, year=2026, by=by)
    item = definition.read(survey.pk).items["10301"]
    editing.save_item(survey.pk, "103", replace(item, code="10309"), by=by, code="10301")

    renamed = definition.read(survey.pk).items["10309"]
    assert (survey.year, survey.copied_from, survey.state) == (2026, last, SurveyState.DRAFT)
    assert survey.title == "2026年度知识产权服务业统计调查"
    assert (renamed.label, renamed.former_code) == ("营业收入", "10301")
    assert definition.read(last.pk).items["10301"].former_code == ""


def test_only_a_city_post_makes_opens_or_closes_a_year():
    survey = make_survey()
    for by in (make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.SYSTEM_ADMIN)):
        for act in (
            lambda by=by: years.load_shipped(2024, by=by),
            lambda by=by: years.copy(survey.pk, year=2024, by=by),
            lambda by=by: years.open_year(survey.pk, by=by, today=OPENS_ON),
            lambda by=by: years.close(survey.pk, by=by, now=NOW),
        ):
            with pytest.raises(NoPost):
                act()
    assert Survey.objects.get().state == SurveyState.DRAFT


def test_a_year_without_a_form_does_not_open_and_says_which_marks_are_asked_for():
    survey = make_survey(form=None)
    make_agency()
    ensure_rules()

    with pytest.raises(MarksMissing) as refused:
        open_it(survey)

    assert "没有指定调查表式" in refused.value.message
    assert "表号、制定机关、批准或备案机关、批准或备案文号、有效期至" in refused.value.message
    assert not SurveyReturn.objects.exists()


def test_the_database_knows_no_open_year_without_a_form_and_no_form_without_its_marks():
    survey = make_survey(form=None)

    with pytest.raises(IntegrityError, match="survey_opens_with_its_form"), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(state=SurveyState.OPEN)
    for mark in ("number", "made_by", "approved_by", "document_number"):
        with pytest.raises(IntegrityError, match="survey_form_has_its_marks"), transaction.atomic():
            make_form(**{mark: ""})


def test_a_form_must_be_valid_until_the_last_day():
    survey = make_survey(form=make_form(valid_until=dt.date(2026, 7, 14)))

    with pytest.raises(FormExpired, match="2026年7月14日，早于填报截止日 2026年7月15日"):
        open_it(survey)


@pytest.mark.parametrize(
    ("fields", "today", "sentence"),
    [
        ({"opens_on": None}, OPENS_ON, "还没有填报开始日期"),
        ({}, OPENS_ON - dt.timedelta(days=1), "填报从 2026年6月5日 开始"),
        ({}, dt.date(2026, 7, 16), "填报截止日 2026年7月15日 已过"),
    ],
)
def test_a_year_opens_within_its_days(fields, today, sentence):
    with pytest.raises(DaysMissing, match=sentence):
        open_it(make_survey(**fields), today=today)


def test_a_faulty_questionnaire_does_not_open():
    survey = make_survey()
    SurveyItem.objects.filter(code="10105").update(shown_if="[10109] = 3")

    with pytest.raises(QuestionnaireFaulty, match="10105：显示条件第 1 个字符处：问卷里没有指标 10109"):
        open_it(survey)


def test_without_anybody_to_answer_it_does_not_open():
    ensure_rules()

    with pytest.raises(NobodyToAnswer):
        open_it(make_survey())


def test_the_list_holds_active_agencies_and_branches_of_that_year_and_stays_as_it_is():
    ensure_rules()
    head = make_agency(attorney_count=30)
    branch = make_agency(kind=AgencyKind.BRANCH, head_office=head, attorney_count=None)
    unknown = make_agency(founded_on=None, attorney_count=4)
    make_agency(founded_on=dt.date(2026, 1, 1))
    make_agency(state=AgencyState.DISSOLVED)
    make_agency(is_demo=True)

    survey = open_it(make_survey())
    make_agency()
    head.name = "改名后"
    head.save()

    listed = SurveyReturn.objects.filter(survey=survey).order_by("agency").values_list("agency", "size_class", "state")
    assert list(listed) == [
        (head.pk, "large", ReturnState.WAITING),
        (branch.pk, "unknown", ReturnState.WAITING),
        (unknown.pk, "small", ReturnState.WAITING),
    ]
    assert SurveyReturn.objects.get(agency=head).agency_name != "改名后"


def test_opening_takes_the_same_statements_for_one_agency_and_for_many():
    ensure_rules()

    def statements(year: int, agencies: int) -> int:
        for _ in range(agencies):
            make_member(make_agency())
        survey, by = make_survey(year), post()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            years.open_year(survey.pk, by=by, today=survey.opens_on)
        return len(queries)

    assert statements(2025, 1) == statements(2026, 5)


def test_everybody_who_acts_for_a_listed_agency_has_the_task_until_it_is_closed():
    agency = make_agency()
    member = make_member(agency)
    survey = open_survey(agencies=[agency])

    (task,) = Message.objects.filter(recipient=member, is_task=True)
    assert (task.link, task.due_on) == ("/portal/survey/2025/", survey.due_on)

    years.close(survey.pk, by=post(), now=NOW)
    assert not Message.objects.open_tasks().filter(recipient=member).exists()


def test_opening_and_closing_are_on_record_and_neither_happens_twice():
    by = post()
    survey = open_survey(by=by)
    years.close(survey.pk, by=by, now=NOW)

    for act in (
        lambda: years.open_year(survey.pk, by=by, today=OPENS_ON),
        lambda: years.close(survey.pk, by=by, now=NOW),
    ):
        with pytest.raises(IllegalStep):
            act()
    entries = AuditEntry.objects.filter(subject_type="survey", actor=by).order_by("id")
    assert [entry.verb for entry in entries] == ["survey.open", "survey.close"]


@pytest.fixture
def closed():
    found = a_return(state=ReturnState.ACCEPTED, values=GOOD_VALUES)
    years.close(found.survey_id, by=post(), now=NOW)
    return found


@pytest.mark.parametrize(
    "write",
    [
        lambda found: found.answers.filter(cell="10301").update(number=1),
        lambda found: found.answers.first().delete(),
        lambda found: Answer.objects.filter(cell="10301").update(explanation="事后改"),
        lambda found: SurveyReturn.objects.filter(pk=found.pk).update(state=ReturnState.RETURNED),
        lambda found: SurveyReturn.objects.filter(pk=found.pk).update(due_on=dt.date(2027, 1, 1)),
        lambda found: found.submissions.create(number=9, answers={}, digest="", submitted_at=NOW),
        lambda found: SurveyItem.objects.filter(code="10301").update(help="事后改"),
        lambda found: found.survey.checks.update(expression="1 = 1"),
        lambda found: Survey.objects.filter(pk=found.survey_id).update(state=SurveyState.OPEN),
        lambda found: Survey.objects.filter(pk=found.survey_id).update(version=9),
    ],
    ids=["number", "gone", "explanation", "state", "day", "submission", "help", "check", "reopened", "version"],
)
def test_nothing_of_a_closed_year_can_be_written_past_the_services(closed, write):
    with pytest.raises(IntegrityError, match="sealed|fixed"), transaction.atomic():
        write(closed)


def test_answers_cannot_be_added_to_a_closed_year(closed):
    item = SurveyItem.objects.get(code="10105")

    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        Answer.objects.create(survey_return=closed, item=item, cell="10105", number=3, changed_at=NOW)


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({"help": "说得更清楚"}, True),
        ({"label": "全年营业收入"}, True),
        ({"unit": "万元"}, False),
        ({"type": "integer"}, False),
        ({"is_required": False}, False),
        ({"shown_if": "1 = 1"}, False),
    ],
)
def test_an_open_year_keeps_what_it_asks_and_lets_only_its_words_be_corrected(change, is_allowed):
    survey = open_survey()
    items = SurveyItem.objects.filter(section__survey=survey, code="10301")

    if is_allowed:
        assert items.update(**change) == 1
    else:
        with pytest.raises(IntegrityError, match="fixed"), transaction.atomic():
            items.update(**change)


def test_items_of_an_open_year_neither_come_nor_go():
    survey = open_survey()
    section = survey.sections.first()

    with pytest.raises(IntegrityError, match="fixed"), transaction.atomic():
        SurveyItem.objects.create(section=section, code="10199", label="新", type="text", place=99)
    with pytest.raises(IntegrityError, match="fixed"), transaction.atomic():
        survey.checks.first().delete()


def test_a_demonstration_year_can_be_taken_away_but_not_changed():
    survey = open_survey(agencies=[make_agency(is_demo=True)], is_demo=True)
    years.close(survey.pk, by=post(), now=NOW)

    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        survey.returns.update(due_on=dt.date(2027, 1, 1))
    survey.returns.all().delete()
    survey.delete()
    assert not Survey.objects.exists()


def test_the_questionnaire_of_an_open_year_is_read_once():
    survey = open_survey()

    with CaptureQueriesContext(connection) as first:
        definition.questionnaire_of(survey)
    with CaptureQueriesContext(connection) as second:
        definition.questionnaire_of(survey)
    assert len(first) <= 5
    assert len(second) == 0
