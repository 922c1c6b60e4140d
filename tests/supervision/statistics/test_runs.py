"""A version of the statistics: what it adds up, how it weights and estimates, and that it is written once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from ipservice.jobs.running import execute
from supervision.statistics.models import DisclosureProof, ImputedCell, StatCell, StatisticsRun
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.services import runs
from supervision.survey.models import Answer
from tests.factories.statistics import a_year, accept, compute, publish
from tests.factories.survey import post

pytestmark = pytest.mark.django_db


def answers(staff: int, revenue: int, **more) -> dict[str, object]:
    return {"10103": "company", "10104": "no", "10201": staff, "10301": revenue, **more}


# Twelve agencies in turn in 渝中区, 江北区, 万州区: nobody dominates.
TWELVE = [answers(10 + n, 1_000_000 + 10_000 * n) for n in range(12)]


def cell(run: StatisticsRun, measure: str, node: str = "city") -> StatCell:
    return StatCell.objects.get(table__run=run, measure=measure, node=node)


def test_totals_are_those_of_the_accepted_answers():
    survey = a_year(TWELVE)

    run = compute(survey)

    total = cell(run, "10201")
    assert (total.value, total.raw, total.units) == (sum(10 + n for n in range(12)), 186, 12)
    by_district = {node: cell(run, "10201", f"district:{node}").value for node in ("500103", "500105", "500101")}
    assert by_district == {"500103": 10 + 13 + 16 + 19, "500105": 11 + 14 + 17 + 20, "500101": 12 + 15 + 18 + 21}
    assert cell(run, "10201", "group:中心城区").value == by_district["500103"] + by_district["500105"]
    assert cell(run, "10103=company").value == 12


def test_an_answer_that_was_not_accepted_is_not_counted():
    survey = a_year(TWELVE)
    waiting = survey.returns.order_by("pk").first()
    waiting.state = "submitted"
    waiting.save()

    run = compute(survey)

    assert (run.due, run.answered) == (12, 11)
    assert cell(run, "10201").raw == 186 - 10


def test_silence_is_weighted_and_the_estimated_share_is_the_difference():
    survey = a_year(TWELVE, silent=3)

    total = cell(compute(survey), "10201")

    assert total.raw == 186
    assert total.value == Decimal(186) * 15 / 12
    assert total.weighted_units == 15


def test_a_number_left_open_is_estimated_from_last_year_and_never_written_among_the_answers():
    before = a_year(TWELVE, year=2024)
    agencies = [one.agency for one in before.returns.order_by("pk")]
    doubled = [answers(2 * (10 + n), 1_000_000) for n in range(12)]
    del doubled[0]["10201"]
    survey = a_year(doubled, agencies=agencies)
    count = Answer.objects.count()

    run = compute(survey)

    (filled,) = ImputedCell.objects.filter(run=run)
    assert (filled.cell, filled.value, filled.method) == ("10201", 20, "ratio")
    assert filled.basis == "上年 10 × 2（同类型同规模）"
    assert (cell(run, "10201").value, cell(run, "10201").raw) == (372, 352)
    assert Answer.objects.count() == count


def test_a_required_number_without_a_last_year_takes_the_mean_of_its_class():
    values = [dict(one) for one in TWELVE]
    del values[0]["10201"]

    run = compute(a_year(values))

    (filled,) = ImputedCell.objects.filter(run=run)
    assert (filled.cell, filled.method, filled.value) == ("10201", "class_mean", 16)


def test_what_the_form_does_not_ask_of_a_unit_is_zero_and_not_estimated():
    before = a_year([answers(10, 1_000_000, **{"10104": "yes", "10105": 500}) for _ in range(12)], year=2024)
    agencies = [one.agency for one in before.returns.order_by("pk")]
    survey = a_year([answers(10, 1_000_000) for _ in range(12)], agencies=agencies)

    run = compute(survey)

    assert not ImputedCell.objects.filter(run=run).exists()


def test_growth_compares_with_the_published_year_and_with_matched_units():
    before = a_year(TWELVE, year=2024)
    publish(compute(before))
    agencies = [one.agency for one in before.returns.order_by("pk")]
    survey = a_year([answers(20 + n, 1_000_000) for n in range(12)], agencies=agencies)

    total = cell(compute(survey), "10201")

    assert (total.before, total.matched_units, total.matched_now, total.matched_before) == (186, 12, 306, 186)


def test_few_units_are_hidden_with_others_so_that_they_cannot_be_computed():
    survey = a_year(TWELVE[:8])

    run = compute(survey)

    statuses = {
        one.node: one.status for one in StatCell.objects.filter(table__run=run, measure="10201", node__startswith="d")
    }
    assert statuses["district:500101"] == CellStatus.PRIMARY
    assert CellStatus.SECONDARY in statuses.values()
    proof = DisclosureProof.objects.get(run=run, measures__contains=["10201"])
    assert proof.is_safe
    assert proof.lines
    assert [line for line in proof.lines if line["high"] - line["value"] < line["required"] * 0.999] == []


def test_the_same_answers_asked_twice_are_one_job_and_one_version():
    a_year(TWELVE)
    by = post()

    job = runs.ask_run(2025, by=by)
    execute(job.pk)
    again = runs.ask_run(2025, by=by)
    execute(again.pk)

    assert again.pk == job.pk
    assert StatisticsRun.objects.filter(year=2025).count() == 1


def test_computed_twice_the_same_answers_say_the_same_to_the_last_digit():
    survey = a_year(TWELVE, silent=2)

    digests = []
    for _ in range(2):
        with transaction.atomic():
            digests.append(compute(survey).result_digest)
            transaction.set_rollback(True)

    assert not StatisticsRun.objects.exists()
    assert len(set(digests)) == 1


def test_a_changed_answer_is_a_new_version_and_the_old_one_stays():
    survey = a_year(TWELVE)
    first = compute(survey)
    accept(survey.returns.order_by("pk").first(), answers(99, 1_000_000))

    second = compute(survey)

    assert [first.version, second.version] == [1, 2]
    assert cell(first, "10201").value == 186
    assert first.result_digest != second.result_digest


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE supervision_statcell SET value = 1",
        "DELETE FROM supervision_statcell",
        "UPDATE supervision_statisticsrun SET result_digest = 'x'",
        "DELETE FROM supervision_statisticsrun",
        "UPDATE supervision_stattable SET title = 'x'",
        "INSERT INTO supervision_statnode (run_id, key, dimension, label, place, due, answered)"
        " SELECT id, 'x', 'city', 'x', 1, 1, 1 FROM supervision_statisticsrun",
    ],
)
def test_the_database_refuses_to_change_a_version(statement):
    compute(a_year(TWELVE))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
