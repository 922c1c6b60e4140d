"""Who comes where: exact ties, tie-breakers, neighbours, uncertainty beside the rank, the demonstration years."""

import csv
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from incentives.awards.rules import AbnormalPart, RouteFigures, award_list, award_outcome, summarise
from incentives.awards.rules.wording import decimal, points, rate_text
from tests.factories.incentives import award_facts, award_parameters, award_terms

GOLDEN = Path(__file__).parents[2] / "golden" / "awards"


def ranks(field, **changes) -> dict[str, int | None]:
    evaluations = award_list(field, award_parameters(**changes), terms=award_terms())
    return {evaluation.result.code: evaluation.result.rank for evaluation in evaluations}


def finding_of(evaluation, code: str):
    return next(finding for finding in evaluation.findings if finding.code == code)


def test_equal_fractions_from_different_counts_share_a_rank_and_the_next_one_is_skipped():
    field = [
        award_facts("甲", 100, 100, 70),
        award_facts("乙", 100, 200, 120),
        award_facts("丙", 100, 100, 60),
        award_facts("丁", 100, 50, 29),
    ]

    assert ranks(field) == {"甲": 1, "丙": 2, "乙": 2, "丁": 4}


def test_rates_that_a_float_cannot_tell_apart_are_told_apart():
    whole = 2**31 - 2
    field = [award_facts("甲", 100, whole, whole - 2), award_facts("乙", 100, whole + 1, whole - 1)]
    third = [award_facts("丙", 100, 3 * 10**8, 2 * 10**8), award_facts("丁", 100, 3, 2)]

    assert ranks(field) == {"乙": 1, "甲": 2}
    assert ranks(third) == {"丁": 1, "丙": 1}


def test_a_rule_set_may_call_rates_equal_that_agree_to_some_decimals():
    field = [award_facts("甲", 100, 10_000, 6_001), award_facts("乙", 100, 100, 60)]

    assert ranks(field) == {"甲": 1, "乙": 2}
    assert ranks(field, tie_decimals=1) == {"乙": 1, "甲": 1}


def abnormal(filed: int) -> tuple[RouteFigures, ...]:
    return (RouteFigures("o", 100 + filed, 100, 60, (AbnormalPart("u", filed),)),)


BY_BREAKER = [
    ("grants", award_facts("甲", 100, 200, 120), award_facts("乙", 100, 100, 60)),
    ("abnormal", award_facts("甲", routes=abnormal(1)), award_facts("乙", routes=abnormal(2))),
    ("credit", award_facts("甲", credit_grade="A"), award_facts("乙", credit_grade="B")),
    ("credit", award_facts("甲", credit_grade="B"), award_facts("乙")),
    ("licence", award_facts("甲", licensed_on=dt.date(2001, 5, 1)), award_facts("乙", licensed_on=dt.date(2001, 5, 2))),
    ("licence", award_facts("甲", licensed_on=dt.date(2001, 5, 1)), award_facts("乙")),
]


@pytest.mark.parametrize(("breaker", "first", "second"), BY_BREAKER)
def test_a_tie_is_broken_by_the_rule_sets_order_and_only_where_it_breaks_ties(breaker, first, second):
    field = [second, first]

    assert ranks(field, tie_rule="break", tie_breakers=[breaker]) == {"甲": 1, "乙": 2}
    assert ranks(field, tie_rule="split", tie_breakers=[breaker]) == {"甲": 1, "乙": 1}


def test_what_no_breaker_tells_apart_stays_a_tie():
    breakers = ["grants", "abnormal", "credit", "licence"]

    assert ranks([award_facts("甲"), award_facts("乙")], tie_rule="break", tie_breakers=breakers) == {"甲": 1, "乙": 1}


def test_the_ranked_come_first_then_the_others_by_rate_and_last_those_without_one():
    field = [
        award_facts("甲", 100, 0, 0),
        award_facts("乙", 100, 100, 10),
        award_facts("丙", 100, 100, 20),
        award_facts("丁", 100, 100, 60),
    ]

    evaluations = award_list(field, award_parameters(), terms=award_terms())

    assert [evaluation.result.code for evaluation in evaluations] == ["丁", "丙", "乙", "甲"]
    assert [finding_of(each, "rank").actual for each in evaluations] == [
        "第 1 名",
        "未排名：授权率未达到",
        "未排名：授权率未达到",
        "未排名：授权率未达到",
    ]
    assert [finding_of(each, "rank").gap for each in evaluations] == [
        "",
        "仅按授权率将列第 2 位",
        "仅按授权率将列第 2 位",
        "",
    ]


def test_every_agency_reads_its_findings_in_the_same_order():
    codes = ["figures", "rate", "volume", "floor", "agency", "grade", "standing", "rank"]

    ranked, unranked = award_list(
        [award_facts("甲"), award_facts("乙", granted=1)], award_parameters(), terms=award_terms()
    )

    assert [finding.code for finding in ranked.findings] == [*codes, "neighbours", "interval", "amount"]
    assert [finding.code for finding in unranked.findings] == [*codes, "interval", "amount"]


def test_neighbours_are_named_with_their_rate_and_distance():
    field = [
        award_facts("甲", 100, 100, 70),
        award_facts("乙", 100, 100, 65),
        award_facts("丙", 100, 200, 120),
        award_facts("丁", 100, 100, 60),
    ]

    evaluations = award_list(field, award_parameters(), terms=award_terms())

    assert [finding_of(each, "neighbours").actual for each in evaluations] == [
        "后一名 乙所 65.00%，相差 5.00 个百分点",
        "前一名 甲所 70.00%，相差 5.00 个百分点；后一名 丁所等 2 家 60.00%，相差 5.00 个百分点",
        "前一名 乙所 65.00%，相差 5.00 个百分点",
        "前一名 乙所 65.00%，相差 5.00 个百分点",
    ]
    assert finding_of(evaluations[2], "rank").actual == "第 2 名，2 家并列".replace("2 名", "3 名")


def test_one_alone_has_no_neighbours():
    (only,) = award_list([award_facts("甲")], award_parameters(), terms=award_terms())

    assert finding_of(only, "neighbours").actual == "没有相邻名次"


def test_a_tiny_sample_shows_its_interval_and_rank_range_beside_the_legal_rank():
    field = [award_facts("甲", 500, 6, 5), *(award_facts(f"乙{n}", 500, 400, 300) for n in range(3))]

    first = award_list(field, award_parameters(), terms=award_terms())[0]

    assert (first.result.code, first.result.rank) == ("甲", 1)
    assert (first.result.rate_low, first.result.rate_high) == (Decimal("43.65"), Decimal("96.99"))
    assert (first.result.rank_low, first.result.rank_high) == (1, 4)
    assert finding_of(first, "interval").actual == ("授权率 43.65% 至 96.99%，名次可能在第 1 至第 4 名之间")
    assert finding_of(first, "interval").met is None


def test_one_giant_lifts_the_mean_above_everyone():
    field = [award_facts("巨", 5000), *(award_facts(f"小{number:02d}", 60) for number in range(79))]

    outcome = award_outcome(field, award_parameters(), terms=award_terms())
    summary = summarise(outcome, budget_fen=award_terms().budget_fen)

    assert (summary.agencies, summary.in_mean, summary.filings) == (80, 80, 9740)
    assert (summary.mean, summary.median, summary.largest) == (Fraction(487, 4), 60, 5000)
    assert (summary.qualified, summary.paid, summary.paid_fen, summary.budget_left_fen) == (1, 1, 30_000_00, 970_000_00)
    assert dict(summary.failed) == {"volume": 79}


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize(
    ("mean_over", "column"),
    [("registered", "rank_if_mean_over_registered"), ("filed", "rank_if_mean_over_active")],
)
def test_the_demonstration_years_come_out_as_computed_independently(year, mean_over, column):
    with (GOLDEN / f"award_expected_{year}.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    field = [
        award_facts(row["agency_code"], int(row["invention_filings"]), int(row["concluded"]), int(row["granted"]))
        for row in rows
    ]

    found = ranks(field, mean_over=mean_over)

    assert found == {row["agency_code"]: int(row[column]) if row[column] else None for row in rows}
    assert max(rank for rank in found.values() if rank) == (15 if year == 2023 else 21)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_numbers_are_written_half_up_without_a_float(value, places, text):
    assert decimal(value, places) == text


def test_a_published_rate_keeps_the_decimals_it_has():
    assert (rate_text(Fraction(55, 100)), rate_text(Fraction(551_234, 10**6))) == ("55.00%", "55.1234%")
    assert points(0, 7) == "0.00 个百分点"


def test_three_thousand_agencies_are_all_on_the_list_with_their_reasons():
    field = [award_facts(f"{n:05d}", 10 + n % 400, 50 + n % 97, 20 + n % 31) for n in range(3000)]

    evaluations = award_list(field, award_parameters(), terms=award_terms())

    assert sorted(each.result.code for each in evaluations) == [agency.code for agency in field]
    assert all(each.findings for each in evaluations)
