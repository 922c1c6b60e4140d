"""The worked cases that officials keep in their workbook: each is a test, and each can stop a version of the rules."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incentives.awards.rules import AwardParameters
from incentives.awards.services import cases
from ipservice.audit.models import AuditEntry
from ipservice.procedure.errors import ExamplesFail, RuleSetFrozen
from ipservice.procedure.models import RuleSet, RuleSetStage, WorkedCases
from ipservice.procedure.services import cases as procedure_cases
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


class TestCasesThatAnOfficialBrings:
    HEAD = cases.WORKBOOK.read_text(encoding="utf-8-sig").splitlines()[0]
    FAILING = f"{HEAD}\n新算例,2025,55.00,1000000,甲所,100,40,40,,,,2010-01-01,否,,,,\n".encode()
    PASSING = f"{HEAD}\n新算例,2025,55.00,1000000,甲所,100,40,40,,,,2010-01-01,是,,,,\n".encode("gb18030")

    @pytest.fixture
    def draft(self, first_version, official) -> RuleSet:
        changed = {**first_version.parameters, "confidence_percent": 90}
        return rulesets.propose(first_version, changed, reason="改用九成区间", by=official)

    def upload(self, browser, draft, content: bytes):
        address = f"/admin/procedure/rulesets/{draft.pk}/cases/"
        return browser.post(address, {"file": SimpleUploadedFile("新算例.csv", content)}, follow=True)

    def test_are_run_at_once_and_shown_with_the_version(self, client_for, draft, official):
        browser = client_for(official)

        passed = self.upload(browser, draft, self.PASSING).content.decode()
        failed = self.upload(browser, draft, self.FAILING).content.decode()

        assert "新算例.csv：1 例，" in passed
        assert "全部通过" in passed
        assert "1 处与预期不同" in failed
        assert "算例“新算例”甲所：应否符合条件否，按此规则为 是" in failed

    def test_that_fail_stop_the_adoption_until_a_reason_is_stated(self, client_for, draft, official, reviewer):
        self.upload(client_for(official), draft, self.FAILING)
        browser, address = client_for(reviewer), f"/admin/procedure/rulesets/{draft.pk}/adopt/"

        refused = browser.post(address, {"in_force_from": "2027-01-01", "despite": " "}).content.decode()
        assert "须写明仍要采用的理由" in refused
        assert RuleSet.objects.get(pk=draft.pk).stage == RuleSetStage.DRAFT

        browser.post(address, {"in_force_from": "2027-01-01", "despite": "该算例的预期填写有误"})
        page = browser.get(f"/admin/procedure/rulesets/{draft.pk}/").content.decode()
        assert RuleSet.objects.get(pk=draft.pk).stage == RuleSetStage.ADOPTED
        assert "该算例的预期填写有误" in page
        assert "按此规则为 是" in page
        assert AuditEntry.objects.get(verb="ruleset.adopt").reason == "该算例的预期填写有误"

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "空文件"),
            (b"PK\x03\x04\0\0", "不是文本表格"),
            ("算例,年度\n甲,2025\n".encode(), "缺少列：全国平均（%）、预算（元）、机构"),
            (f"{HEAD}\n甲,2025,55,1,甲所,100,很多,40,,,,,,,,,\n".encode(), "第 2 行“结案量”为“很多”，应为整数"),
            (f"{HEAD}\n甲,2025,55,1,甲所,100,40,41,,,,,,,,,\n".encode(), "第 2 行授权量大于结案量"),
            (f"{HEAD}\n甲,2025,55,1,甲所,100,40,40,,,,昨天,,,,,\n".encode(), "第 2 行“许可日期”应写作 2010-01-31"),
            (f"{HEAD}\n甲,2025,155,1,甲所,100,40,40,,,,,,,,,\n".encode(), "应为0 到 100 的百分数"),
            (HEAD.encode(), "没有一个算例"),
        ],
        ids=["empty", "a workbook", "columns", "a count", "more grants", "a day", "a rate", "no case"],
    )
    def test_that_cannot_be_run_are_refused_in_words_and_not_kept(self, client_for, draft, official, content, said):
        answer = self.upload(client_for(official), draft, content)

        assert said in answer.content.decode()
        assert not WorkedCases.objects.exists()

    def test_are_not_brought_to_an_adopted_version(self, first_version, official):
        with pytest.raises(RuleSetFrozen):
            procedure_cases.upload(first_version.pk, "a.csv", self.PASSING, by=official)
