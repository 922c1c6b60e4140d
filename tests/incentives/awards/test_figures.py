"""Before the ranking every agency sees its figures; it confirms, contests, or lets the term go by."""

import datetime as dt

import pytest

from agencies.filings.models import YearlyTotal, YearSource
from agencies.filings.services.sources import SourceNotChosen
from incentives.awards.errors import (
    CheckClosed,
    CheckOverdue,
    ChecksAlreadyOpen,
    ClaimRefused,
    NotYourAgency,
    OfficialsOnly,
)
from incentives.awards.models import AwardRound, CheckState, FigureCheck
from incentives.awards.rules import Figures
from incentives.awards.services import figures, settling
from ipservice.notices.models import Message
from tests.factories.agencies import make_member
from tests.factories.awards import AFTER, DUE, FIGURES, OPENED, YEAR

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 9, 3, 2, 0, tzinfo=dt.UTC)
CLAIM = figures.Claim(Figures(101, 100, 61), "漏计一件授权")
SETTLEMENT = settling.Settlement(CLAIM.figures, "查实")


@pytest.fixture
def member(year):
    return make_member(year.agencies["甲所"])


@pytest.fixture
def check(calendar, year, member, official) -> FigureCheck:
    figures.open_checks(year.round.pk, by=official, today=OPENED)
    return FigureCheck.objects.get(agency=year.agencies["甲所"])


def test_every_agency_gets_its_own_figures_and_its_people_a_task_until_the_fifth_working_day(check, member):
    found = {c.agency.name: (c.filed, c.concluded, c.granted) for c in FigureCheck.objects.select_related("agency")}
    message = Message.objects.get(recipient=member)

    assert found == FIGURES
    assert AwardRound.objects.get().figures_due_on == DUE
    assert (message.is_task, message.due_on, message.link) == (True, DUE, "/portal/awards/2023/")


def test_checks_open_once(check, official):
    with pytest.raises(ChecksAlreadyOpen):
        figures.open_checks(check.round_id, by=official, today=OPENED)

    assert FigureCheck.objects.count() == 4


def test_checks_need_the_source_of_the_year(calendar, year, official):
    YearSource.objects.all().delete()

    with pytest.raises(SourceNotChosen):
        figures.open_checks(year.round.pk, by=official, today=OPENED)


def test_an_agency_confirms_and_its_task_is_done(check, member):
    figures.confirm(check.pk, by=member, today=DUE, now=NOW)

    check.refresh_from_db()
    assert (check.state, check.answered_by) == (CheckState.CONFIRMED, member)
    assert Message.objects.get(recipient=member).done_at is not None


def test_nobody_answers_for_another_agency(check, year, official):
    stranger = make_member(year.agencies["乙所"])

    for person in (stranger, official):
        with pytest.raises(NotYourAgency):
            figures.confirm(check.pk, by=person, today=OPENED, now=NOW)


def test_an_answer_stands(check, member):
    figures.confirm(check.pk, by=member, today=OPENED, now=NOW)

    with pytest.raises(CheckClosed):
        figures.contest(check.pk, CLAIM, by=member, today=OPENED, now=NOW)


def test_after_the_last_day_no_answer_is_taken_and_silence_is_agreement(check, member):
    with pytest.raises(CheckOverdue):
        figures.confirm(check.pk, by=member, today=AFTER, now=NOW)

    assert figures.lapse(today=DUE) == 0
    assert figures.lapse(today=AFTER) == 4
    assert figures.lapse(today=AFTER) == 0
    assert figures.state_counts(check.round)[CheckState.LAPSED] == 4


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        (figures.Claim(Figures(100, 100, 60), "同样"), "claimed_filed"),
        (figures.Claim(Figures(100, 100, 101), "多"), "claimed_granted"),
        (figures.Claim(Figures(101, 100, 60), "  "), "statement"),
    ],
)
def test_a_contest_that_says_nothing_is_refused_by_field(check, member, claim, field):
    with pytest.raises(ClaimRefused) as refused:
        figures.contest(check.pk, claim, by=member, today=OPENED, now=NOW)

    assert refused.value.field == field
    assert FigureCheck.objects.get(pk=check.pk).state == CheckState.OPEN


def test_an_official_settles_a_contest_with_a_reason_and_the_agency_is_told(check, member, official):
    figures.contest(check.pk, CLAIM, by=member, today=OPENED, now=NOW)
    assert [contested.pk for contested in figures.unsettled(check.round)] == [check.pk]

    with pytest.raises(ClaimRefused):
        settling.settle(check.pk, settling.Settlement(CLAIM.figures, " "), by=official, now=NOW)
    settling.settle(check.pk, SETTLEMENT, by=official, now=NOW)

    check.refresh_from_db()
    assert (check.state, check.settled_granted, check.settled_by) == (CheckState.SETTLED, 61, official)
    assert Message.objects.filter(recipient=member, title="2023年度数据异议已处理").count() == 1
    assert figures.unsettled(check.round) == []


def test_only_a_contest_is_settled_and_only_by_officials(check, member, official):
    with pytest.raises(CheckClosed):
        settling.settle(check.pk, SETTLEMENT, by=official, now=NOW)
    with pytest.raises(OfficialsOnly):
        settling.settle(check.pk, SETTLEMENT, by=member, now=NOW)


def test_who_was_shown_other_figures_is_asked_again(check, year, member, official):
    figures.confirm(check.pk, by=member, today=OPENED, now=NOW)
    YearlyTotal.objects.filter(agency=year.agencies["甲所"], year=YEAR).update(filed=105)

    assert figures.reopen_changed(year.round.pk, by=official, today=AFTER) == 1
    assert figures.reopen_changed(year.round.pk, by=official, today=AFTER) == 0

    check.refresh_from_db()
    assert (check.state, check.filed) == (CheckState.OPEN, 105)
    assert Message.objects.open_tasks().filter(recipient=member).count() == 1
