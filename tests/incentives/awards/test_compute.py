"""Computing the list: once however often it is asked for, whole or not at all, from what the agencies were shown."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.filings.models import YearlyTotal
from incentives.awards.errors import (
    ChecksNotOpen,
    ChecksStillOpen,
    ContestsUnsettled,
    ResultDiffers,
)
from incentives.awards.models import AwardLine, AwardRound, CheckState, FigureCheck
from incentives.awards.services import bundle, compute, figures, settling
from ipservice.foundation.canonical import digest
from ipservice.jobs import running
from ipservice.jobs.models import Job, JobState
from ipservice.procedure.errors import BeyondDraft
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services import decisions
from tests.factories.agencies import make_agency
from tests.factories.awards import AFTER, DUE, OPENED, YEAR, computed
from tests.factories.filings import make_total

pytestmark = pytest.mark.django_db(transaction=True)


def lines(decision: Decision) -> list[tuple]:
    return list(decision.awardlines.order_by("position").values_list("name", "rank", "amount_fen"))


EXPECTED = [("甲所", 1, 10_000_000), ("乙所", 1, 10_000_000), ("丁所", None, 0), ("丙所", None, 0)]


def test_the_list_has_every_agency_with_its_reasons_in_order(calendar, draft):
    assert lines(draft) == EXPECTED
    failed = {
        line.name: [finding["code"] for finding in line.findings if finding["met"] is False]
        for line in AwardLine.objects.all()
    }
    assert failed == {"甲所": [], "乙所": [], "丙所": ["rate"], "丁所": ["volume"]}


def test_inputs_and_result_are_frozen_with_their_digests(calendar, draft):
    assert draft.inputs_digest == digest(draft.inputs)
    assert draft.result_digest == digest(bundle.stored_result(draft))
    assert [agency["name"] for agency in draft.inputs["facts"]] == sorted(
        ("甲所", "乙所", "丙所", "丁所"), key=lambda name: AwardLine.objects.get(name=name).subject_code
    )
    assert draft.inputs["terms"] == {
        "year": 2023,
        "as_of": "2024-09-10",
        "national_rate": "11/20",
        "budget_fen": 100_000_000,
    }
    assert draft.inputs["source"]["source"] == "summary"


def test_the_frozen_inputs_stay_when_the_register_moves_on(calendar, draft, checked_year):
    before = bundle.bundle_of(draft).content
    YearlyTotal.objects.filter(agency=checked_year.agencies["甲所"]).update(granted=99)

    assert bundle.bundle_of(Decision.objects.get(pk=draft.pk)).content == before
    bundle.verify(Decision.objects.get(pk=draft.pk))


def test_pressed_twice_or_delivered_twice_it_computes_once(calendar, checked_year, official):
    first = compute.ask(YEAR, by=official, today=AFTER)
    second = compute.ask(YEAR, by=official, today=AFTER)
    assert (first.pk, Job.objects.filter(kind=compute.JOB_KIND).count()) == (second.pk, 1)

    for _ in range(2):
        running.execute(first.pk)

    decision = Decision.objects.get()
    assert list(decision.steps.values_list("step", flat=True)) == ["compute"]
    assert lines(decision) == EXPECTED


def test_a_draft_may_be_computed_again_and_replaces_its_lines(calendar, draft, official):
    again = computed(official)

    assert (again.pk, again.lock_version) == (draft.pk, draft.lock_version + 1)
    assert (lines(again), again.result_digest) == (EXPECTED, draft.result_digest)
    assert Job.objects.filter(kind=compute.JOB_KIND).count() == 2


def test_a_failed_computation_is_tried_again_when_asked_for(calendar, checked_year, official):
    job = compute.ask(YEAR, by=official, today=AFTER)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error_message="中断")

    assert compute.ask(YEAR, by=official, today=AFTER).state == JobState.WAITING


def test_nothing_is_computed_beyond_the_draft(calendar, draft, official):
    decisions.submit(draft.pk, by=official, today=AFTER)

    with pytest.raises(BeyondDraft):
        compute.ask(YEAR, by=official, today=AFTER)


def test_a_computation_that_comes_after_submission_changes_nothing(calendar, draft, official):
    job = compute.ask(YEAR, by=official, today=AFTER)
    decisions.submit(draft.pk, by=official, today=AFTER)

    running.execute(job.pk)

    after = Decision.objects.get(pk=draft.pk)
    assert (after.stage, after.result_digest, lines(after)) == (Stage.IN_REVIEW, draft.result_digest, EXPECTED)
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED


def test_before_the_agencies_have_seen_their_figures_nothing_is_ranked(calendar, year, official):
    with pytest.raises(ChecksNotOpen):
        compute.ask(YEAR, by=official, today=AFTER)


@pytest.mark.parametrize(("today", "refused"), [(OPENED, True), (DUE, True), (AFTER, False)])
def test_the_term_runs_to_the_end_of_its_last_day(calendar, year, official, today, refused):
    figures.open_checks(year.round.pk, by=official, today=OPENED)

    if refused:
        with pytest.raises(ChecksStillOpen):
            compute.ask(YEAR, by=official, today=today)
    else:
        assert compute.ask(YEAR, by=official, today=today).state == JobState.WAITING


def test_a_contest_waits_for_an_official_and_then_counts_as_settled(calendar, checked_year, official):
    FigureCheck.objects.filter(agency=checked_year.agencies["丙所"]).update(state=CheckState.CONTESTED)
    with pytest.raises(ContestsUnsettled) as refused:
        compute.ask(YEAR, by=official, today=AFTER)
    assert "丙所" in refused.value.message

    check = FigureCheck.objects.get(agency=checked_year.agencies["丙所"])
    settled = figures.Figures(140, 200, 120)
    settlement = settling.Settlement(settled, "漏计十一件")
    settling.settle(check.pk, settlement, by=official, now=AwardRound.objects.get().created_at)
    decision = computed(official)

    line = decision.awardlines.get(name="丙所")
    assert (line.granted, line.rank) == (120, 1)
    assert "经核定" in line.findings[0]["actual"]


def test_figures_that_changed_after_they_were_shown_are_not_ranked(calendar, checked_year, official):
    YearlyTotal.objects.filter(agency=checked_year.agencies["乙所"]).update(granted=31)
    job = compute.ask(YEAR, by=official, today=AFTER)

    running.execute(job.pk)

    failed = Job.objects.get(pk=job.pk)
    assert failed.state == JobState.FAILED
    assert failed.error_message == "有 1 家机构的数据在核对之后发生变化（乙所），请重新发起这些机构的核对。"
    assert AwardLine.objects.count() == 0


@pytest.mark.parametrize("agencies", [0, 40])
def test_the_statements_are_the_same_few_however_many_agencies(calendar, year, official, agencies):
    for number in range(agencies):
        make_total(make_agency(name=f"另{number}所"), YEAR, filed=10, concluded=10, granted=5)
    figures.open_checks(year.round.pk, by=official, today=OPENED)
    job = compute.ask(YEAR, by=official, today=AFTER)

    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        compute.run(Job.objects.select_related("asked_by").get(pk=job.pk), lambda done, total, note="": None)

    statements = [query["sql"] for query in seen if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    reading_the_job = 1
    assert len(statements) - reading_the_job == 12, "\n".join(statement[:90] for statement in statements)
    assert AwardLine.objects.count() == 4 + agencies


def test_the_second_person_approves_only_what_recomputes(calendar, draft, official, reviewer):
    decisions.submit(draft.pk, by=official, today=AFTER)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE incentives_awardline SET amount_fen = amount_fen + 1 WHERE rank = 1")
        cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.raises(ResultDiffers) as refused:
        decisions.approve(draft.pk, by=reviewer, today=AFTER)

    assert "amount_fen" in refused.value.message
    assert Decision.objects.get(pk=draft.pk).stage == Stage.IN_REVIEW


def test_a_withdrawn_list_stays_and_a_new_one_is_computed_beside_it(calendar, draft, official, reviewer):
    decisions.submit(draft.pk, by=official, today=AFTER)
    decisions.approve(draft.pk, by=reviewer, today=AFTER)
    decisions.open_notice(draft.pk, by=official, today=AFTER)
    decisions.withdraw(draft.pk, by=official, today=AFTER, reason="异议成立")

    fresh = computed(official)

    assert (fresh.redrawn_from_id, lines(fresh)) == (draft.pk, EXPECTED)
    assert lines(Decision.objects.get(pk=draft.pk)) == EXPECTED
