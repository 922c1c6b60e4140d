"""The round of a year: made, filled with its grounds, and let out of preparation only when none is missing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from incentives.awards.errors import (
    GroundsMissing,
    GroundsRefused,
    OfficialsOnly,
    RoundChanged,
    RoundExists,
    RoundFixed,
)
from incentives.awards.models import DECISION_KIND, AwardRound
from ipservice.accounts.models import User
from ipservice.audit.models import AuditEntry
from ipservice.audit.services import record
from ipservice.foundation.canonical import canonical_json
from ipservice.procedure.models import Decision, RuleSet, RuleSetStage, Stage

GROUNDS = {
    "national_rate": "全国平均授权率",
    "national_rate_document": "全国平均授权率的出处文件",
    "national_rate_published_on": "全国平均授权率的公布日期",
    "basis_document": "依据文件",
    "basis_number": "依据文号",
    "review_record": "公平竞争审查记录",
    "review_on": "公平竞争审查日期",
    "budget_line": "预算科目",
    "budget_fen": "预算金额",
}
EDITABLE = ("title", "ruleset", *GROUNDS)


@transaction.atomic
def create(year: int, ruleset: RuleSet, *, by: User, is_demo: bool = False) -> AwardRound:
    """The round of ``year`` under ``ruleset``, without grounds yet. Raises ``RoundExists``."""
    require_official(by, "建立奖励年度")
    _require_adopted(ruleset)
    award_round = AwardRound(
        year=year, title=f"{year}年度专利代理机构奖励", ruleset=ruleset, created_by=by, is_demo=is_demo
    )
    try:
        with transaction.atomic():
            award_round.save(force_insert=True)
    except IntegrityError:
        raise RoundExists(year=year, field="year") from None
    _write_down("create", award_round, by=by, after={"ruleset": str(ruleset)})
    return award_round


@transaction.atomic
def edit(round_id: int, changes: dict[str, Any], *, by: User, seen_version: int) -> AwardRound:
    """Set grounds and rule set. Raises ``RoundChanged``, ``RoundFixed`` or ``GroundsRefused`` naming the field."""
    require_official(by, "修改依据与预算")
    award_round = AwardRound.objects.select_for_update().get(pk=round_id)
    if award_round.lock_version != seen_version:
        raise RoundChanged(year=award_round.year, by=_last_change(award_round))
    _require_open_to_change(award_round)
    before = _plain(award_round)
    for name in EDITABLE:
        if name in changes:
            setattr(award_round, name, changes[name])
    _require_sound(award_round)
    award_round.lock_version += 1
    award_round.save()
    _write_down("edit", award_round, by=by, before=before, after=_plain(award_round))
    return award_round


def _last_change(award_round: AwardRound) -> str:
    """Who changed the round last, when and what, as the record of acts has it."""
    acts = AuditEntry.objects.filter(subject_type="award_round", subject_key=str(award_round.pk))
    act = acts.order_by("-at").first()
    if act is None:
        return ""
    labels = {"title": "名称", "ruleset": "规则版本", **GROUNDS}
    changed = [label for name, label in labels.items() if act.before.get(name) != act.after.get(name)]
    when = timezone.localtime(act.at)
    return f"（{act.actor_label} 于 {when:%-m月%-d日 %H:%M} 修改了{'、'.join(changed) or '内容'}）"


def missing_grounds(award_round: AwardRound) -> dict[str, str]:
    """Names of the grounds that are not there yet, by field."""
    return {name: label for name, label in GROUNDS.items() if getattr(award_round, name) in (None, "")}


def require_grounds(award_round: AwardRound, step: str) -> None:
    """Raises ``GroundsMissing`` with the first missing field and the names of all."""
    missing = missing_grounds(award_round)
    if missing:
        raise GroundsMissing(field=next(iter(missing)), step=step, names="、".join(missing.values()))


def require_official(by: User, step: str) -> None:
    """Raises ``OfficialsOnly``: the role counts, not superuser rights."""
    if not by.is_city_official or not by.is_active:
        raise OfficialsOnly(step=step)


def live_decision(award_round: AwardRound) -> Decision | None:
    """The list that counts for this round at present, drafts included."""
    return Decision.objects.live().filter(kind=DECISION_KIND, period=str(award_round.year)).first()


def _require_open_to_change(award_round: AwardRound) -> None:
    decision = live_decision(award_round)
    if decision is not None and decision.stage != Stage.DRAFT:
        raise RoundFixed(year=award_round.year, stage=decision.get_stage_display())


def _require_adopted(ruleset: RuleSet) -> None:
    if ruleset.stage != RuleSetStage.ADOPTED:
        raise GroundsRefused(field="ruleset", problem=f"“{ruleset}”仍为草案，采用后才能用于奖励年度。")


def _require_sound(award_round: AwardRound) -> None:
    _require_adopted(award_round.ruleset)
    rate, published = award_round.national_rate, award_round.national_rate_published_on
    if rate is not None and not 0 <= rate <= 100:
        raise GroundsRefused(field="national_rate", problem=f"全国平均授权率应在 0 至 100 之间，现为 {rate}。")
    if published is not None and published <= date(award_round.year, 12, 31):
        raise GroundsRefused(
            field="national_rate_published_on",
            problem=f"{award_round.year} 年度的全国平均授权率不会在该年结束之前公布，请核对公布日期。",
        )
    if award_round.budget_fen is not None and award_round.budget_fen < 0:
        raise GroundsRefused(field="budget_fen", problem="预算金额不能为负数。")
    if award_round.figures_opened_on is not None:
        require_grounds(award_round, "清空已用于数据核对的依据")


def _plain(award_round: AwardRound) -> dict[str, str]:
    values = {name: getattr(award_round, name) for name in EDITABLE}
    return {
        name: f"{value}" if isinstance(value, RuleSet | Decimal | int) else _text(value)
        for name, value in values.items()
    }


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else canonical_json(value).decode().strip('"')


def _write_down(verb: str, award_round: AwardRound, *, by: User, **sides: Any) -> None:
    words = {"create": "建立", "edit": "修改依据与预算："}
    record(
        f"award.round.{verb}",
        f"{words[verb]}{award_round.title}",
        subject=("award_round", award_round.pk),
        by=by,
        **sides,
    )
