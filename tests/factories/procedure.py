"""Decisions at every stage, of a small kind that stands for any list of the office."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from ipservice.accounts.models import Role, User
from ipservice.foundation.canonical import digest
from ipservice.foundation.errors import DomainError
from ipservice.procedure import kinds
from ipservice.procedure.models import Decision, RuleSet, RuleSetStage, Stage
from ipservice.procedure.services import decisions, rulesets
from tests.factories.accounts import make_user

KIND = "honour"
MONDAY = dt.date(2026, 6, 1)
LINES = [["1", "甲所", "11500000000000001A"], ["2", "乙所", "11500000000000002B"]]
SUBJECTS = (kinds.Subject("11500000000000001A", "甲所"), kinds.Subject("11500000000000002B", "乙所"))


class DoesNotRecompute(DomainError):
    code = "does_not_recompute"
    template = "重新计算的结果与名单不一致。"


def _verify(decision: Decision) -> None:
    if digest(decision.inputs["lines"]) != decision.result_digest:
        raise DoesNotRecompute


def register_kind() -> None:
    """Make the small kind known; its list is whatever the inputs say."""
    kinds.register(
        kinds.DecisionKind(
            code=KIND,
            label="示范名单",
            lines=lambda decision: decision.inputs["lines"],
            notice_text=lambda decision: kinds.NoticeText(
                f"关于{decision.title}的公示", "根据《示范办法》，现将名单予以公示。", topic="知识产权"
            ),
            notice_table=lambda decision: kinds.NoticeTable(
                ("序号", "机构名称"), [line[:2] for line in LINES], [line[2] for line in LINES], frozenset({0})
            ),
            subjects=lambda decision: SUBJECTS,
            verify=_verify,
            bundle=lambda decision: kinds.Bundle(
                b'{"result": "' + decision.result_digest.encode() + b'"}', "bundle.json"
            ),
        )
    )


def make_ruleset(**fields) -> RuleSet:
    """An adopted rule set without parameters of its own; the shipped rules of procedure are loaded beside it."""
    rulesets.load_rulesets(Path(settings.BASE_DIR) / "docs" / "rulesets")
    defaults = {"kind": KIND, "version": 1, "title": "示范办法", "stage": RuleSetStage.ADOPTED, "parameters": {}}
    defaults |= {"digest": digest({}), "in_force_from": dt.date(2022, 1, 1), "adopted_at": dt.datetime.now(dt.UTC)}
    chosen = defaults | fields
    existing = RuleSet.objects.filter(kind=chosen["kind"], version=chosen["version"]).first()
    return existing or RuleSet.objects.create(**chosen)


class People:
    """Who acts in these stories: 经办 draws up, 复核 approves."""

    def __init__(self, official: User | None = None, reviewer: User | None = None) -> None:
        self.official = official or make_user(role=Role.MUNICIPAL_OFFICIAL)
        self.reviewer = reviewer or make_user(role=Role.REVIEWER)


def make_decision(stage: Stage = Stage.DRAFT, *, people: People, period: str = "2025") -> Decision:
    """A computed list brought to ``stage`` by the services, on notice from Monday 2026-06-01."""
    register_kind()
    draft = decisions.draft_for(KIND, period, make_ruleset(), title=f"{period}年度示范名单", by=people.official)
    decisions.freeze(draft, {"lines": LINES}, LINES)
    for wanted, step in _path(people):
        if Decision.objects.get(pk=draft.pk).stage == stage:
            break
        if wanted in (Stage.WITHDRAWN, Stage.REVOKED) and stage != wanted:
            continue
        step(draft.pk)
    return Decision.objects.get(pk=draft.pk)


def _path(people: People):
    official, reviewer = people.official, people.reviewer
    after = MONDAY + dt.timedelta(days=30)
    return [
        (Stage.IN_REVIEW, lambda pk: decisions.submit(pk, by=official, today=MONDAY)),
        (Stage.APPROVED, lambda pk: decisions.approve(pk, by=reviewer, today=MONDAY)),
        (Stage.ON_NOTICE, lambda pk: decisions.open_notice(pk, by=official, today=MONDAY)),
        (Stage.WITHDRAWN, lambda pk: decisions.withdraw(pk, by=official, today=MONDAY, reason="数据有误")),
        (Stage.CONFIRMED, lambda pk: decisions.confirm(pk, by=official, today=after)),
        (Stage.PUBLISHED, lambda pk: decisions.publish(pk, by=official, today=after)),
        (Stage.REVOKED, lambda pk: decisions.revoke(pk, by=official, today=after, reason="依据失效")),
    ]
