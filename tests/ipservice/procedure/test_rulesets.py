"""Versions of the numbers: two persons, worked examples, a difference that can be read, frozen once adopted."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from ipservice.accounts.models import Role
from ipservice.foundation.canonical import digest
from ipservice.procedure import kinds
from ipservice.procedure.errors import (
    ExamplesFail,
    NoRuleInForce,
    NotYourStep,
    ReasonMissing,
    RuleSetFrozen,
    RuleSetRefused,
    RuleSetsOverlap,
    SamePerson,
)
from ipservice.procedure.models import RuleSet, RuleSetStage, RuleSetStatus
from ipservice.procedure.services import rulesets
from ipservice.procedure.services.terms import term
from tests.factories.accounts import make_user

SHIPPED = Path(settings.BASE_DIR) / "docs" / "rulesets"
NEXT_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def base(db) -> RuleSet:
    rulesets.load_rulesets(SHIPPED)
    return RuleSet.objects.get(kind="procedure")


def _longer(base: RuleSet, by, days: int = 7) -> RuleSet:
    return rulesets.propose(base, base.parameters | {"notice_working_days": days}, reason="延长公示期", by=by)


def test_what_is_shipped_is_in_force_and_marked_as_the_file_marks_it(base):
    content = tomllib.loads((SHIPPED / "procedure-v1.toml").read_text())

    assert base.parameters == {name: entry["value"] for name, entry in content["parameters"].items()}
    assert (base.stage, base.status) == (RuleSetStage.ADOPTED, RuleSetStatus.TO_CONFIRM)
    assert base.digest == digest(base.parameters)
    assert all(source["text"] and source["article"] for source in base.sources.values())


def test_loading_again_changes_nothing(base):
    assert rulesets.load_rulesets(SHIPPED) == []


def test_every_shipped_rule_set_says_where_each_number_comes_from():
    for path in SHIPPED.glob("*.toml"):
        for name, entry in tomllib.loads(path.read_text())["parameters"].items():
            assert entry["text"], (path.name, name)
            assert entry["article"], (path.name, name)
            assert entry["mark"] in {"V", "R", "P"}, (path.name, name)
            assert entry["status"] in {"to_confirm", "confirmed"}, (path.name, name)


def test_two_persons_put_a_new_version_in_force_and_the_old_one_ends_that_day(base, official, reviewer):
    draft = _longer(base, official)
    rulesets.adopt(draft.pk, in_force_from=NEXT_YEAR, by=reviewer)

    assert term("notice_working_days", on=dt.date(2026, 12, 31)) == 5
    assert term("notice_working_days", on=NEXT_YEAR) == 7


def test_who_proposed_does_not_adopt(base, reviewer):
    draft = _longer(base, reviewer)

    with pytest.raises(SamePerson):
        rulesets.adopt(draft.pk, in_force_from=NEXT_YEAR, by=reviewer)


def test_the_same_person_twice_fails_in_sql(base, reviewer):
    draft = _longer(base, reviewer)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procedure_ruleset SET stage = 'adopted', in_force_from = '2027-01-01', adopted_at = now(),"
            " adopted_by_id = proposed_by_id WHERE id = %s",
            [draft.pk],
        )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER], ids=lambda role: role.label)
def test_only_a_reviewer_adopts(role, base, official):
    with pytest.raises(NotYourStep):
        rulesets.adopt(_longer(base, official).pk, in_force_from=NEXT_YEAR, by=make_user(role=role))


def test_a_version_cannot_begin_before_the_one_it_follows(base, official, reviewer):
    with pytest.raises(RuleSetsOverlap):
        rulesets.adopt(_longer(base, official).pk, in_force_from=base.in_force_from, by=reviewer)


def test_the_database_refuses_two_versions_in_force_on_one_day(base, official):
    draft = _longer(base, official)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procedure_ruleset SET stage = 'adopted', in_force_from = '2026-01-01', adopted_at = now()"
            " WHERE id = %s",
            [draft.pk],
        )


def test_worked_examples_that_fail_stop_the_adoption(base, official, reviewer):
    known = kinds.rule_kind("procedure")
    kinds.register_rules(
        kinds.RuleKind("procedure", "办理程序期限", examples_check=lambda values: ["甲所应得 3 万元，算得 2 万元"])
    )
    try:
        with pytest.raises(ExamplesFail, match="甲所应得 3 万元"):
            rulesets.adopt(_longer(base, official).pk, in_force_from=NEXT_YEAR, by=reviewer)
    finally:
        kinds.register_rules(known)


def test_a_change_without_a_reason_is_refused(base, official):
    with pytest.raises(ReasonMissing):
        rulesets.propose(base, base.parameters | {"notice_working_days": 7}, reason=" ", by=official)


@pytest.mark.parametrize(
    "parameters",
    [{"notice_working_days": 0}, {"notice_working_days": "五"}, {"unknown": 1}, {}],
    ids=["零", "文字", "未知参数", "没有差别"],
)
def test_an_impossible_version_is_refused(parameters, base, official):
    with pytest.raises(RuleSetRefused):
        rulesets.propose(base, base.parameters | parameters, reason="试", by=official)


def test_the_difference_lists_the_changed_parameters_in_words(base, official):
    (change,) = rulesets.diff(base, _longer(base, official))

    assert (change.label, change.before, change.after) == ("公示工作日数", "5 个工作日", "7 个工作日")
    assert change.source.startswith("名单拟定后向社会公示")


def test_a_changed_value_has_to_be_confirmed_anew_and_the_others_stay(base, official):
    for name in base.parameters:
        rulesets.confirm_value(base.pk, name, by=official)
    base.refresh_from_db()
    assert base.status == RuleSetStatus.CONFIRMED

    draft = _longer(base, official)

    statuses = {name: source["status"] for name, source in draft.sources.items()}
    assert statuses == {
        "notice_working_days": "to_confirm",
        "objection_answer_working_days": "confirmed",
        "figure_check_working_days": "confirmed",
    }
    assert draft.status == RuleSetStatus.TO_CONFIRM


def test_an_adopted_version_is_not_adopted_again(base, reviewer):
    with pytest.raises(RuleSetFrozen):
        rulesets.adopt(base.pk, in_force_from=NEXT_YEAR, by=reviewer)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE procedure_ruleset SET parameters = '{}'",
        "UPDATE procedure_ruleset SET sources = '{}'",
        "UPDATE procedure_ruleset SET stage = 'draft'",
        "UPDATE procedure_ruleset SET in_force_from = '2020-01-01'",
        "DELETE FROM procedure_ruleset",
    ],
)
def test_the_database_freezes_an_adopted_version(statement, base):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_without_rules_in_force_a_term_is_refused_not_guessed(db):
    with pytest.raises(NoRuleInForce, match="公示工作日数"):
        term("notice_working_days", on=NEXT_YEAR)


def test_the_page_marks_what_is_not_confirmed_and_a_reviewer_adopts(base, official, reviewer, client_for):
    draft = _longer(base, official)
    client = client_for(reviewer)
    text = client.get(f"/admin/procedure/rulesets/{draft.pk}/").content.decode()

    assert text.count('<span class="badge badge-warn">待确认</span>') == 3
    assert "5 个工作日" in text
    client.post(f"/admin/procedure/rulesets/{draft.pk}/adopt/", {"in_force_from": "2027-01-01"})
    assert RuleSet.objects.get(pk=draft.pk).adopted_by == reviewer


def test_a_new_version_is_drawn_up_on_its_page(base, official, client_for):
    answers = {f"p_{name}": value for name, value in base.parameters.items()} | {"reason": "缩短答复期"}
    answers["p_objection_answer_working_days"] = 8
    client_for(official).post(f"/admin/procedure/rulesets/{base.pk}/new/", answers)

    draft = RuleSet.objects.get(version=2, kind="procedure")
    assert (draft.proposed_by, draft.parameters["objection_answer_working_days"]) == (official, 8)
