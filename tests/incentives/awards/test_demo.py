"""The demonstration's award years stand where work would have brought them, and go away again."""

import csv
import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from incentives.awards import demo
from incentives.awards.models import AwardLine, AwardRound, CheckState, FigureCheck
from incentives.awards.services import compute, rounds
from ipservice.accounts.models import User
from ipservice.demo import parts, removal
from ipservice.demo.parts import Order, Scale
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services.rulesets import load_rulesets

ROOT = Path(__file__).resolve().parents[3]
TODAY = dt.date(2026, 6, 1)
ORDER = Order(scale=Scale.CITY, today=TODAY, say=lambda line: None)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reference(db) -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())


def expected_ranks(year: int) -> dict[str, int | None]:
    with (ROOT / "tests" / "golden" / "awards" / f"award_expected_{year}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["agency_code"]: int(row["rank_if_mean_over_registered"] or 0) or None for row in rows}


def test_the_demonstration_has_a_published_year_and_one_ready_to_compute_and_is_removed_whole(reference):
    load_rulesets(ROOT / "docs" / "rulesets")

    parts.load(ORDER)

    published = Decision.objects.get(kind="award", period="2023")
    assert (published.stage, published.is_demo) == (Stage.PUBLISHED, True)
    lines = AwardLine.objects.filter(decision=published)
    assert dict(lines.values_list("agency_code", "rank")) == expected_ranks(2023)
    assert published.reviewed_by != published.drawn_up_by
    assert [award_round.year for award_round in AwardRound.objects.order_by("year")] == [2023, 2024, 2025]
    assert set(FigureCheck.objects.filter(round__year=2024).values_list("state", flat=True)) == {
        CheckState.CONFIRMED,
        CheckState.LAPSED,
    }

    job = compute.ask(2024, by=User.objects.get(username="official"), today=TODAY)
    assert job.arguments["year"] == 2024
    assert "全国平均授权率" in rounds.missing_grounds(AwardRound.objects.get(year=2025)).values()

    removal.remove()

    assert [model.objects.count() for model in (AwardRound, AwardLine, FigureCheck, Decision, User)] == [0] * 5


def test_without_the_rules_of_the_demonstration_it_says_what_to_run(reference):
    with pytest.raises(demo.RulesMissing, match="load_rulesets"):
        demo.load(ORDER)


def test_a_made_up_nation_has_no_award_years(reference):
    demo.load(Order(scale=Scale.NATION, today=TODAY, say=lambda line: None))

    assert AwardRound.objects.count() == 0
