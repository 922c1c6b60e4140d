"""Two people on one award round at the same moment: one act counts, and the other person is told why theirs did not."""

import datetime as dt
from functools import partial
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from incentives.awards.models import AwardLine, AwardRound, CheckState, FigureCheck
from incentives.awards.rules import Figures
from incentives.awards.services import compute, figures, rounds, settling
from ipservice.accounts.models import Role, User
from ipservice.audit.models import AuditEntry
from ipservice.jobs import running
from ipservice.jobs.models import Job, JobState
from ipservice.procedure.models import Decision
from tests.factories.accounts import make_user
from tests.factories.agencies import make_member
from tests.factories.awards import AFTER, DUE, FIGURES, OPENED, YEAR, AwardYear, make_year
from tests.faults.races import at_once, later, refusals, slowly

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2024, 9, 9, 15, 59, tzinfo=dt.UTC)
RIGHT, OTHER = Figures(101, 100, 61), Figures(102, 100, 62)


@pytest.fixture
def officials() -> tuple[User, User]:
    return make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.MUNICIPAL_OFFICIAL)


@pytest.fixture
def year(officials) -> AwardYear:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    return make_year(officials[0])


@pytest.fixture
def check(year, officials) -> FigureCheck:
    figures.open_checks(year.round.pk, by=officials[0], today=OPENED)
    return FigureCheck.objects.get(agency=year.agencies["甲所"])


@pytest.fixture
def member(year) -> User:
    return make_member(year.agencies["甲所"])


def test_two_officials_edit_the_grounds_and_the_second_is_told_who_changed_what(year, officials):
    seen = AwardRound.objects.get().lock_version

    outcomes = at_once(
        *[
            slowly(partial(rounds.edit, year.round.pk, {"budget_fen": fen}, by=by, seen_version=seen))
            for by, fen in zip(officials, (500, 700), strict=True)
        ]
    )

    (refused,) = refusals(outcomes)
    winner = officials[1 - outcomes.index(refused)]
    after = AwardRound.objects.get()
    assert (after.budget_fen, after.lock_version) == ({officials[0]: 500, officials[1]: 700}[winner], seen + 1)
    assert refused.code == "round_changed"
    assert str(winner) in refused.message
    assert "修改了预算金额" in refused.message


def test_without_its_lock_the_second_edit_would_have_buried_the_first(year):
    """The negative control: read, ask, and only then write."""
    between = Barrier(2)
    seen = AwardRound.objects.get().lock_version

    def edit_without_lock(fen: int) -> None:
        with transaction.atomic():
            assert AwardRound.objects.get().lock_version == seen
            between.wait()
            AwardRound.objects.update(budget_fen=fen, lock_version=seen + 1)

    assert refusals(at_once(partial(edit_without_lock, 500), partial(edit_without_lock, 700))) == []
    assert AwardRound.objects.get().lock_version == seen + 1


def test_two_who_press_compute_at_once_get_one_job_and_one_list(check, officials):
    figures.lapse(today=AFTER)

    asked = at_once(*[lambda by=by: compute.ask(YEAR, by=by, today=AFTER).pk for by in officials])
    (job_id,) = set(asked)
    at_once(*[partial(running.execute, job_id)] * 2)

    assert (Decision.objects.count(), AwardLine.objects.count()) == (1, len(FIGURES))
    assert (Job.objects.get().state, Job.objects.get().attempts) == (JobState.DONE, 1)


def test_two_officials_settle_one_contest_and_the_second_is_told(check, member, officials):
    figures.contest(check.pk, figures.Claim(RIGHT, "漏计一件授权"), by=member, today=OPENED, now=NOW)

    outcomes = at_once(
        *[
            slowly(partial(settling.settle, check.pk, settling.Settlement(found, "查实"), by=by, now=NOW))
            for by, found in zip(officials, (RIGHT, OTHER), strict=True)
        ]
    )

    (refused,) = refusals(outcomes)
    check.refresh_from_db()
    assert refused.code == "settled_meanwhile"
    assert f"{check.settled_by} 已于" in refused.message
    assert f"授权 {check.settled_granted} 件" in refused.message
    assert AuditEntry.objects.filter(verb="award.figures.settle").count() == 1


def test_who_has_seen_the_settlement_may_settle_anew(check, member, officials):
    figures.contest(check.pk, figures.Claim(RIGHT, "漏计一件授权"), by=member, today=OPENED, now=NOW)
    first = settling.settle(check.pk, settling.Settlement(RIGHT, "查实"), by=officials[0], now=NOW)

    again = settling.Settlement(OTHER, "又查实一件", seen_at=first.settled_at)
    settling.settle(check.pk, again, by=officials[1], now=NOW + dt.timedelta(hours=1))

    check.refresh_from_db()
    assert (check.settled_granted, check.settled_by) == (62, officials[1])


def test_an_answer_in_the_last_second_of_the_term_stands(check, member):
    outcomes = at_once(
        slowly(lambda: figures.confirm(check.pk, by=member, today=DUE, now=NOW)),
        later(lambda: figures.lapse(today=AFTER)),
    )

    check.refresh_from_db()
    assert refusals(outcomes) == []
    assert (outcomes[1], check.state, check.answered_by) == (3, CheckState.CONFIRMED, member)


def test_an_answer_after_the_term_was_closed_is_refused(check, member):
    outcomes = at_once(
        slowly(lambda: figures.lapse(today=AFTER)),
        later(lambda: figures.confirm(check.pk, by=member, today=DUE, now=NOW)),
    )

    (refused,) = refusals(outcomes)
    check.refresh_from_db()
    assert refused.code == "check_closed"
    assert (outcomes[0], check.state, check.answered_by) == (4, CheckState.LAPSED, None)


def test_closed_by_one_statement_the_term_would_have_buried_the_answer(check, member):
    """The negative control: the rows to close are looked up before the answer is known, and not looked at again."""

    def lapse_without_lock() -> int:
        overdue = FigureCheck.objects.filter(state=CheckState.OPEN, round__figures_due_on__lt=AFTER)
        return overdue.update(state=CheckState.LAPSED, filed=F("filed"))

    at_once(
        slowly(lambda: figures.confirm(check.pk, by=member, today=DUE, now=NOW)),
        later(lapse_without_lock),
    )

    check.refresh_from_db()
    assert (check.state, check.answered_by) == (CheckState.LAPSED, member)
