"""What is planted into a whole year is flagged, the queue starts with what matters, verdicts stay."""

import datetime as dt

import numpy as np
import pytest

from ipservice.foundation.errors import DomainError
from ipservice.jobs.models import Job
from supervision.survey.models import Answer, FlagKind, OutlierFlag, Submission, SurveyReturn
from supervision.survey.services import outlier_jobs, outliers
from tests.factories.accounts import make_district
from tests.factories.survey import post
from tests.supervision.survey import crowd

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 24)
NOW = crowd.SENT_AT
UNITS = 120
SLIPPED, DOUBLED, STAFFLESS, VANISHED = 3, 110, 40, 80


@pytest.fixture
def year():
    """120 agencies with skewed revenue that grew by about a tenth; four things planted.

    Revenue is lognormal, seeded. 3 writes yuan for 10,000 yuan, the large 110 grows eightfold, 40 has a twentieth of
    the staff that its revenue needs, 80 has a hundredth of its former revenue.
    """
    chance = np.random.default_rng(20260624)
    revenue = np.sort(np.exp(chance.normal(15, 0.8, UNITS)))
    heads = np.maximum(np.round(revenue / 280_000 * np.exp(chance.normal(0, 0.1, UNITS))), 2)
    grown = revenue * 1.1 * np.exp(chance.normal(0, 0.04, UNITS))
    units = crowd.agencies(UNITS)
    crowd.sent_year(2024, units, {"10301": revenue, "10201": heads})
    grown[SLIPPED] = revenue[SLIPPED] * 10_000
    grown[DOUBLED] = revenue[DOUBLED] * 8
    heads[STAFFLESS] = max(round(heads[STAFFLESS] / 20), 1)
    grown[VANISHED] = revenue[VANISHED] / 150
    survey = crowd.sent_year(2025, units, {"10301": grown, "10302": grown * 0.9, "10201": heads})
    outliers.compute(survey.pk, today=TODAY)
    return survey, units


def flagged(survey, unit) -> set[tuple[str, str]]:
    return set(
        OutlierFlag.objects.filter(survey_return__agency=unit, survey_return__survey=survey).values_list("cell", "kind")
    )


def test_every_planted_value_is_flagged_by_what_it_breaks(year):
    survey, units = year

    assert {("10301", FlagKind.UNIT_SLIP), ("10301", FlagKind.RATIO), ("10301", FlagKind.ROBUST_Z)} <= flagged(
        survey, units[SLIPPED]
    )
    assert ("10301", FlagKind.RATIO) in flagged(survey, units[DOUBLED])
    assert ("10302", FlagKind.PEER_RATIO) in flagged(survey, units[STAFFLESS])
    assert {("10301", FlagKind.UNIT_SLIP), ("10301", FlagKind.RATIO)} <= flagged(survey, units[VANISHED])


def test_a_field_of_ordinary_growth_is_left_in_peace(year):
    survey, units = year
    planted = [units[place].pk for place in (SLIPPED, DOUBLED, STAFFLESS, VANISHED)]
    others = OutlierFlag.objects.filter(survey_return__survey=survey).exclude(survey_return__agency__in=planted)

    assert others.filter(kind__in=(FlagKind.RATIO, FlagKind.UNIT_SLIP)).count() <= 2


def test_the_queue_is_sorted_by_influence_and_its_first_fifth_carries_four_fifths(year):
    survey, units = year

    influences = list(outliers.queue(post(), survey).values_list("influence", flat=True))

    top = influences[: max(len(influences) // 5, 1)]
    assert influences == sorted(influences, reverse=True)
    assert sum(top) >= 0.8 * sum(influences)
    assert outliers.queue(post(), survey).first().survey_return.agency == units[SLIPPED]


def test_a_cell_that_stands_out_in_several_ways_waits_once_and_one_verdict_is_for_all(year):
    survey, units = year
    reviewer = post()
    several = OutlierFlag.objects.filter(survey_return=crowd.of(survey, units[SLIPPED]), cell="10301")
    assert several.count() > 1
    waiting = outliers.queue(reviewer, survey).filter(survey_return=crowd.of(survey, units[SLIPPED]), cell="10301")

    outliers.judge(waiting.get().pk, verdict="核实无误", by=reviewer, now=NOW)

    assert set(several.values_list("verdict", flat=True)) == {"核实无误"}


def test_a_flag_says_in_a_sentence_what_was_expected(year):
    survey, units = year
    flag = OutlierFlag.objects.get(
        survey_return=crowd.of(survey, units[SLIPPED]), cell="10301", kind=FlagKind.UNIT_SLIP
    )

    assert flag.sentence.startswith("营业收入填报 ")
    assert flag.sentence.endswith("是上年的 10,000 倍，疑似“元”和“万元”相混。")


def test_a_verdict_stays_while_the_value_stays_and_goes_with_it(year):
    survey, units = year
    reviewer = post()
    flag = outliers.queue(reviewer, survey).first()
    outliers.judge(flag.pk, verdict="核实无误：当年并购。", by=reviewer, now=NOW)

    outliers.compute(survey.pk, today=TODAY)
    flag.refresh_from_db()
    assert (flag.verdict, flag.judged_by) == ("核实无误：当年并购。", reviewer)
    assert flag not in outliers.queue(reviewer, survey)

    Answer.objects.filter(survey_return=flag.survey_return, cell=flag.cell).update(number=flag.value * 2)
    outliers.compute(survey.pk, today=TODAY)
    flag.refresh_from_db()
    assert (flag.verdict, flag.judged_by) == ("", None)


def test_what_no_longer_stands_out_leaves_the_queue(year):
    survey, units = year
    corrected = crowd.of(survey, units[SLIPPED])
    former = Answer.objects.get(survey_return__survey__year=2024, survey_return__agency=units[SLIPPED], cell="10301")
    Answer.objects.filter(survey_return=corrected, cell__in=("10301", "10302")).update(number=former.number)

    outliers.compute(survey.pk, today=TODAY)

    assert not OutlierFlag.objects.filter(survey_return=corrected, kind=FlagKind.UNIT_SLIP).exists()


def test_a_district_judges_its_own_alone(year):
    survey, _ = year
    neighbour = post(district=make_district())
    flag = OutlierFlag.objects.first()

    assert not outliers.queue(neighbour, survey).exists()
    with pytest.raises(SurveyReturn.DoesNotExist):
        outliers.judge(flag.pk, verdict="核实无误", by=neighbour, now=NOW)


def test_an_empty_verdict_is_refused(year):
    flag = OutlierFlag.objects.first()

    with pytest.raises(DomainError) as refused:
        outliers.judge(flag.pk, verdict="  ", by=post(), now=NOW)

    assert refused.value.message == "请写明审核结论。"


def test_one_job_for_one_state_of_the_answers(year):
    survey, units = year
    assert outlier_jobs.ask(survey, by=None) is None
    sent = {"answers": {}, "digest": "0" * 64, "submitted_at": NOW}
    Submission.objects.create(survey_return=crowd.of(survey, units[0]), number=1, **sent)

    first, second = outlier_jobs.ask(survey, by=None), outlier_jobs.ask(survey, by=None)
    Submission.objects.create(survey_return=crowd.of(survey, units[1]), number=1, **sent)
    third = outlier_jobs.ask(survey, by=None)

    assert first == second
    assert third != first
    assert outlier_jobs.run(Job.objects.get(pk=first.pk), lambda *told: None)["flags"] > 0
