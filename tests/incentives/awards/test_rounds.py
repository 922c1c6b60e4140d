"""A round leaves preparation only with its grounds, and a change names who came first."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from incentives.awards.errors import (
    GroundsMissing,
    GroundsRefused,
    OfficialsOnly,
    RoundChanged,
    RoundExists,
    RoundFixed,
)
from incentives.awards.models import AwardRound
from incentives.awards.services import compute, figures, rounds
from ipservice.audit.models import AuditEntry
from ipservice.procedure.models import RuleSet, RuleSetStage
from ipservice.procedure.services import decisions
from tests.factories.awards import AFTER, GROUNDS, OPENED, YEAR, make_agencies, make_year

pytestmark = pytest.mark.django_db


def test_one_round_a_year(year, official):
    with pytest.raises(RoundExists) as refused:
        rounds.create(YEAR, year.round.ruleset, by=official)

    assert refused.value.message == "2023 年度的奖励已经建立，请直接打开。"
    assert AwardRound.objects.count() == 1


@pytest.mark.parametrize("missing", GROUNDS)
def test_no_figure_is_shown_and_nothing_is_computed_while_a_ground_is_missing(missing, official):
    grounds = {name: value for name, value in GROUNDS.items() if name != missing}
    made = make_year(official, grounds=grounds)

    with pytest.raises(GroundsMissing) as refused:
        figures.open_checks(made.round.pk, by=official, today=OPENED)
    with pytest.raises(GroundsMissing):
        compute.ask(YEAR, by=official, today=AFTER)

    assert (refused.value.field, list(rounds.missing_grounds(made.round))) == (missing, [missing])
    assert f"缺少{rounds.GROUNDS[missing]}" in refused.value.message


def test_the_database_refuses_to_open_a_round_without_grounds(official):
    made = make_year(official, grounds={})

    with pytest.raises(IntegrityError, match="round_opens_only_with_its_grounds"), transaction.atomic():
        AwardRound.objects.filter(pk=made.round.pk).update(figures_opened_on=OPENED)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"national_rate": Decimal("100.01")}, "national_rate"),
        ({"national_rate": Decimal("-1")}, "national_rate"),
        ({"national_rate_published_on": dt.date(2023, 12, 31)}, "national_rate_published_on"),
        ({"budget_fen": -1}, "budget_fen"),
    ],
)
def test_impossible_grounds_are_refused_by_field(year, official, change, field):
    with pytest.raises(GroundsRefused) as refused:
        rounds.edit(year.round.pk, change, by=official, seen_version=1)

    assert refused.value.field == field


def test_a_draft_of_the_rules_cannot_carry_a_round(year, official):
    draft = RuleSet.objects.filter(kind="award_demo").get()
    draft.pk, draft.version, draft.stage, draft.in_force_from = None, 2, RuleSetStage.DRAFT, None
    draft.save()

    with pytest.raises(GroundsRefused) as refused:
        rounds.edit(year.round.pk, {"ruleset": draft}, by=official, seen_version=1)

    assert refused.value.field == "ruleset"


def test_who_edits_an_old_page_is_told(year, official):
    rounds.edit(year.round.pk, {"budget_fen": 5}, by=official, seen_version=1)

    with pytest.raises(RoundChanged) as refused:
        rounds.edit(year.round.pk, {"budget_fen": 7}, by=official, seen_version=1)

    assert f"已被修改（{official} 于 " in refused.value.message
    assert "修改了预算金额）" in refused.value.message
    assert AwardRound.objects.get().budget_fen == 5


def test_grounds_already_used_are_not_emptied(checked_year, official):
    with pytest.raises(GroundsMissing) as refused:
        rounds.edit(checked_year.round.pk, {"review_record": ""}, by=official, seen_version=1)

    assert refused.value.field == "review_record"


def test_grounds_stand_once_the_list_has_left_the_draft(draft, official):
    decisions.submit(draft.pk, by=official, today=AFTER)

    with pytest.raises(RoundFixed) as refused:
        rounds.edit(AwardRound.objects.get().pk, {"budget_fen": 7}, by=official, seen_version=1)

    assert "复核中" in refused.value.message


def test_agencies_and_citizens_make_no_rounds(citizen, agency_admin):
    make_agencies()
    for person in (citizen, agency_admin):
        with pytest.raises(OfficialsOnly):
            rounds.create(YEAR, RuleSet.objects.get(kind="award"), by=person)


def test_every_change_is_on_record_with_both_sides(year, official):
    rounds.edit(year.round.pk, {"budget_fen": 5}, by=official, seen_version=1)

    entry = AuditEntry.objects.filter(verb="award.round.edit").latest("pk")
    assert (entry.before["budget_fen"], entry.after["budget_fen"], entry.actor) == ("100000000", "5", official)
