"""The worked cases that officials keep in their workbook: each is a test, and each can stop a version of the rules."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from incentives.awards.rules import AwardParameters
from incentives.awards.services import cases
from ipservice.procedure.errors import ExamplesFail
from ipservice.procedure.models import RuleSet, RuleSetStage
from ipservice.procedure.services import rulesets

FOLDER = Path(__file__).parents[3] / "docs" / "rulesets"
CASES = cases.read_cases()


@pytest.fixture(scope="module")
def parameters() -> AwardParameters:
    content = tomllib.loads((FOLDER / "award-v1.toml").read_text())
    return AwardParameters.read({name: entry["value"] for name, entry in content["parameters"].items()})


@pytest.mark.parametrize(("name", "rows"), CASES, ids=[name for name, _ in CASES])
def test_a_case_of_the_workbook_comes_out_under_the_rules_that_ship(name, rows, parameters):
    assert list(cases.differences(name, rows, parameters)) == []


def test_a_case_that_comes_out_otherwise_is_told_with_both_values(parameters):
    name, rows = CASES[0]
    changed = [{**rows[0], "应得名次": "2"}, rows[1]]

    assert list(cases.differences(name, changed, parameters)) == ["算例“恰好达到两条线”甲所：应得名次2，按此规则为 1"]


@pytest.fixture
def first_version(db) -> RuleSet:
    rulesets.load_rulesets(FOLDER)
    return RuleSet.objects.get(kind="award", version=1)


def test_the_shipped_rules_are_in_force_and_wait_to_be_confirmed(first_version):
    assert first_version.stage == RuleSetStage.ADOPTED
    assert {source["status"] for source in first_version.sources.values()} == {"to_confirm"}
    assert all(source["text"] and source["article"] for source in first_version.sources.values())


def test_a_version_under_which_a_case_fails_is_not_adopted(first_version, official, reviewer):
    draft = rulesets.propose(
        first_version, {**first_version.parameters, "floor_concluded": 29}, reason="降低门槛", by=official
    )

    with pytest.raises(ExamplesFail) as refused:
        rulesets.adopt(draft.pk, in_force_from=dt.date(2027, 1, 1), by=reviewer)

    assert "算例“样本过小不排名”甲所：应否符合条件否，按此规则为 是" in refused.value.message
    assert RuleSet.objects.get(pk=draft.pk).stage == RuleSetStage.DRAFT


def test_a_row_that_an_official_adds_to_the_workbook_is_one_more_case(
    first_version, official, reviewer, tmp_path, monkeypatch
):
    workbook = tmp_path / "cases.csv"
    added = "新算例,2025,55.00,1000000,甲所,100,40,40,,,,2010-01-01,否,,,,\n"
    workbook.write_text(cases.WORKBOOK.read_text(encoding="utf-8-sig") + added, encoding="utf-8")
    read = cases.read_cases
    monkeypatch.setattr(cases, "read_cases", lambda: read(workbook))
    draft = rulesets.propose(
        first_version, {**first_version.parameters, "confidence_percent": 90}, reason="改用九成区间", by=official
    )

    with pytest.raises(ExamplesFail) as refused:
        rulesets.adopt(draft.pk, in_force_from=dt.date(2027, 1, 1), by=reviewer)

    assert refused.value.message.endswith("算例“新算例”甲所：应否符合条件否，按此规则为 是")


def test_a_version_that_keeps_every_case_is_adopted(first_version, official, reviewer):
    draft = rulesets.propose(
        first_version, {**first_version.parameters, "confidence_percent": 90}, reason="改用九成区间", by=official
    )

    adopted = rulesets.adopt(draft.pk, in_force_from=dt.date(2027, 1, 1), by=reviewer)

    assert adopted.stage == RuleSetStage.ADOPTED
