"""Every write leaves its trace: by service, in bulk, by plain SQL; and it reads in words."""

import pghistory
import pytest
from django.db import InternalError, connection

from ipservice.accounts.models import Role, User
from ipservice.audit.admin.histories import may_see_history
from ipservice.audit.reading import Difference, history_of
from ipservice.procedure.models import Decision, RuleSet, Stage
from tests.factories.procedure import People, make_decision, make_ruleset


@pytest.fixture
def ruleset(db) -> RuleSet:
    return make_ruleset(stage="draft", adopted_at=None, in_force_from=None)


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_raw_update_appears_with_actor_sql(ruleset):
    _sql("UPDATE procedure_ruleset SET title = %s WHERE id = %s", "改过的办法", ruleset.pk)

    newest = history_of(RuleSet, ruleset.pk)[0]
    assert (newest.what, newest.actor) == ("修改", "sql")
    assert newest.differences == [Difference("名称", "示范办法", "改过的办法")]


def test_a_bulk_update_appears_with_the_person_of_the_request(ruleset, official):
    with pghistory.context(user=official.pk, url="/admin/"):
        RuleSet.objects.filter(pk=ruleset.pk).update(title="批量改过的办法")

    newest = history_of(RuleSet, ruleset.pk)[0]
    assert (newest.actor, newest.by_way_of) == (str(official), "/admin/")


def test_a_deletion_appears_although_the_row_is_gone(ruleset):
    key = ruleset.pk
    ruleset.delete()

    assert [version.what for version in history_of(RuleSet, key)] == ["删除", "新增"]


def test_choices_and_people_read_in_words(official, reviewer):
    decision = make_decision(Stage.APPROVED, people=People(official, reviewer))

    differences = history_of(Decision, decision.pk)[0].differences
    assert Difference("阶段", "复核中", "已复核") in differences
    assert Difference("复核人", "（空）", str(reviewer)) in differences


def test_a_change_of_role_by_sql_shows(official):
    _sql("UPDATE accounts_user SET role = 'reviewer' WHERE id = %s", official.pk)

    newest = history_of(User, official.pk)[0]
    assert newest.actor == "sql"
    assert Difference("角色", Role.MUNICIPAL_OFFICIAL.label, Role.REVIEWER.label) in newest.differences


def test_signing_in_makes_no_history(official, client_for):
    before = len(history_of(User, official.pk))
    client_for(official)

    assert len(history_of(User, official.pk)) == before


@pytest.mark.parametrize(
    "statement", ["UPDATE procedure_rulesetevent SET title = 'x'", "DELETE FROM procedure_rulesetevent"]
)
def test_history_itself_is_neither_changed_nor_deleted(statement, ruleset):
    with pytest.raises(InternalError, match="Cannot update or delete rows"):
        _sql(statement)


def test_the_page_reads_in_words_and_only_for_who_sees_the_row(client_for, official, reviewer, district_official):
    decision = make_decision(Stage.IN_REVIEW, people=People(official, reviewer))
    path = f"/admin/history/procedure.decision/{decision.pk}/"

    text = client_for(official).get(path).content.decode()
    assert "阶段：拟定中 → <strong>复核中</strong>" in text
    assert f"{decision.title}：提交复核" in text
    assert client_for(district_official).get(path).status_code == 404


def test_a_draft_that_others_may_not_see_leaks_nothing_by_its_history(official, reviewer, district_official):
    decision = make_decision(Stage.DRAFT, people=People(official, reviewer))

    assert may_see_history(official, Decision, decision.pk)
    assert not may_see_history(district_official, Decision, decision.pk)


@pytest.mark.parametrize("label", ["nonsense", "procedure.nothing", "procedure.steptaken"])
def test_what_has_no_history_has_no_page(label, client_for, official):
    assert client_for(official).get(f"/admin/history/{label}/1/").status_code == 404


def test_the_trigger_of_a_row_finds_its_setting_and_raises_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")

        assert cursor.fetchone() == ("{}",)
