"""Versions of the numbers: loaded as shipped, proposed by one person, adopted by another, frozen from then on."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.foundation.canonical import canonical_json, digest
from ipservice.pagecache.versions import bump
from ipservice.procedure.errors import (
    ExamplesFail,
    NotYourStep,
    ReasonMissing,
    RuleSetFrozen,
    RuleSetRefused,
    RuleSetsOverlap,
    SamePerson,
)
from ipservice.procedure.kinds import rule_kind
from ipservice.procedure.models import AdoptedDespite, RuleSet, RuleSetStage, RuleSetStatus
from ipservice.procedure.services import cases

STATUSES = frozenset(RuleSetStatus)


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter that differs between two versions; None where a version does not have it."""

    name: str
    label: str
    before: str | None
    after: str | None
    source: str


@transaction.atomic
def load_rulesets(folder: Path) -> list[RuleSet]:
    """Take in ``<kind>-v<n>.toml`` files; returns the new ones. A version that is already there is left alone.

    The first version of a kind is adopted as shipped, its values marked as the file marks them; later ones come
    as drafts for two persons. Raises ``RuleSetRefused``.
    """
    return [ruleset for path in sorted(folder.glob("*.toml")) if (ruleset := _load(path)) is not None]


def _load(path: Path) -> RuleSet | None:
    with path.open("rb") as file:
        content = tomllib.load(file)
    kind, version = content["kind"], content["version"]
    if RuleSet.objects.filter(kind=kind, version=version).exists():
        return None
    parameters = {name: entry["value"] for name, entry in content["parameters"].items()}
    sources = {name: _source(name, entry) for name, entry in content["parameters"].items()}
    _require_sound(kind, parameters)
    is_first = not RuleSet.objects.filter(kind=kind).exists()
    ruleset = RuleSet.objects.create(
        kind=kind,
        version=version,
        title=content["title"],
        stage=RuleSetStage.ADOPTED if is_first else RuleSetStage.DRAFT,
        status=_status_of(sources),
        parameters=parameters,
        sources=sources,
        digest=digest(parameters),
        in_force_from=content["in_force_from"],
        adopted_at=timezone.now() if is_first else None,
        reason=f"随产品提供（{path.name}）",
    )
    record(
        "ruleset.load", f"载入规则版本“{ruleset}”", subject=("ruleset", ruleset.pk), after={"digest": ruleset.digest}
    )
    bump("rules")
    return ruleset


def _source(name: str, entry: Mapping[str, Any]) -> dict[str, str]:
    status = entry.get("status", RuleSetStatus.TO_CONFIRM)
    if status not in STATUSES:
        raise RuleSetRefused(problem=f"参数“{name}”的状态“{status}”应为 to_confirm 或 confirmed。")
    return {
        "label": entry.get("label", name),
        "text": entry.get("text", ""),
        "article": entry.get("article", ""),
        "mark": entry.get("mark", "P"),
        "status": str(status),
    }


def _status_of(sources: Mapping[str, Mapping[str, str]]) -> RuleSetStatus:
    open_values = any(source.get("status") != RuleSetStatus.CONFIRMED for source in sources.values())
    return RuleSetStatus.TO_CONFIRM if open_values or not sources else RuleSetStatus.CONFIRMED


def _require_sound(kind: str, parameters: Mapping[str, Any]) -> None:
    wrong = rule_kind(kind).check(parameters)
    if wrong:
        raise RuleSetRefused(problem="；".join(f"{name}：{sentence}" for name, sentence in wrong.items()))


@transaction.atomic
def propose(base: RuleSet, parameters: Mapping[str, Any], *, reason: str, by: User) -> RuleSet:
    """A draft of the next version of ``base``'s kind. Raises ``RuleSetRefused`` and ``ReasonMissing``.

    A parameter whose value changed has to be confirmed anew; its source text stays until somebody writes another.
    """
    _require_official(by, "拟定规则版本")
    if not reason.strip():
        raise ReasonMissing(step="拟定规则版本")
    plain = json.loads(canonical_json(dict(parameters)))
    _require_sound(base.kind, plain)
    if plain == base.parameters:
        raise RuleSetRefused(problem="与原版本没有差别。")
    latest = RuleSet.objects.filter(kind=base.kind).aggregate(latest=Max("version"))["latest"]
    sources = {name: _carried(base, plain, name) for name in plain}
    draft = RuleSet.objects.create(
        kind=base.kind,
        version=latest + 1,
        title=base.title,
        status=_status_of(sources),
        parameters=plain,
        sources=sources,
        digest=digest(plain),
        based_on=base,
        reason=reason.strip(),
        proposed_by=by,
    )
    record(
        "ruleset.propose",
        f"拟定规则版本“{draft}”",
        subject=("ruleset", draft.pk),
        by=by,
        reason=reason,
        before=base.parameters,
        after=plain,
    )
    return draft


def _carried(base: RuleSet, parameters: Mapping[str, Any], name: str) -> dict[str, str]:
    source = dict(base.sources.get(name, {"label": name, "text": "", "article": "", "mark": "P"}))
    if name not in base.parameters or base.parameters[name] != parameters[name]:
        source["status"] = str(RuleSetStatus.TO_CONFIRM)
    return source


@transaction.atomic
def adopt(ruleset_id: int, *, in_force_from: date, by: User, despite: str = "") -> RuleSet:
    """The second person puts a draft in force from a day on; the version before it ends on that day.

    ``despite`` says why, where worked cases fail under it; it stays with the version.
    Raises ``RuleSetFrozen``, ``SamePerson``, ``ExamplesFail`` and ``RuleSetsOverlap``.
    """
    _require_reviewer(by, "采用规则版本")
    draft = RuleSet.objects.select_for_update().get(pk=ruleset_id)
    if draft.stage != RuleSetStage.DRAFT:
        raise RuleSetFrozen(title=draft)
    if draft.proposed_by_id == by.pk:
        raise SamePerson(title=draft)
    _require_sound(draft.kind, draft.parameters)
    failures = cases.failures(draft)
    if failures and not despite.strip():
        raise ExamplesFail(field="despite", problems="；".join(failures))
    _end_predecessor(draft, in_force_from)
    draft.stage = RuleSetStage.ADOPTED
    draft.in_force_from = in_force_from
    draft.adopted_by, draft.adopted_at = by, timezone.now()
    draft.save()
    if failures:
        AdoptedDespite.objects.create(ruleset=draft, problems=failures, reason=despite.strip()[:300], by=by)
    record(
        "ruleset.adopt",
        f"采用规则版本“{draft}”，自 {in_force_from:%Y-%m-%d} 起施行",
        subject=("ruleset", draft.pk),
        by=by,
        reason=despite.strip() if failures else "",
        after={"digest": draft.digest, "failed_cases": failures},
    )
    bump("rules")
    return draft


def _end_predecessor(draft: RuleSet, in_force_from: date) -> None:
    adopted = RuleSet.objects.select_for_update().filter(kind=draft.kind, stage=RuleSetStage.ADOPTED)
    last = adopted.order_by("-in_force_from").first()
    if last is None:
        return
    if in_force_from <= last.in_force_from:
        raise RuleSetsOverlap(other=last, since=last.in_force_from)
    if last.in_force_until is None or last.in_force_until > in_force_from:
        last.in_force_until = in_force_from
        last.save(update_fields=["in_force_until"])


@transaction.atomic
def confirm_value(ruleset_id: int, name: str, *, by: User) -> RuleSet:
    """An official vouches for one value; it is shown as 已确认 from then on."""
    _require_official(by, "确认参数数值")
    ruleset = RuleSet.objects.select_for_update().get(pk=ruleset_id)
    if name not in ruleset.sources:
        raise RuleSetRefused(problem=f"没有名为“{name}”的参数。")
    ruleset.sources[name].update(
        status=str(RuleSetStatus.CONFIRMED), confirmed_by=str(by), confirmed_on=f"{timezone.localdate():%Y-%m-%d}"
    )
    ruleset.status = _status_of(ruleset.sources)
    ruleset.save(update_fields=["sources", "status"])
    record(
        "ruleset.confirm_value",
        f"确认“{ruleset}”的参数“{ruleset.sources[name].get('label', name)}”",
        subject=("ruleset", ruleset.pk),
        by=by,
        after={name: ruleset.parameters[name]},
    )
    bump("rules")
    return ruleset


def diff(old: RuleSet, new: RuleSet) -> list[Change]:
    """The parameters that differ, in the order of the newer version, those it dropped at the end."""
    names = [*new.parameters, *(name for name in old.parameters if name not in new.parameters)]
    return [
        Change(
            name,
            label_of(new if name in new.sources else old, name),
            in_words(old, name),
            in_words(new, name),
            new.sources.get(name, {}).get("text", ""),
        )
        for name in names
        if old.parameters.get(name) != new.parameters.get(name) or (name in old.parameters) != (name in new.parameters)
    ]


def label_of(ruleset: RuleSet, name: str) -> str:
    """The Chinese name of a parameter."""
    return rule_kind(ruleset.kind).labels.get(name) or ruleset.sources.get(name, {}).get("label") or name


def in_words(ruleset: RuleSet, name: str) -> str | None:
    """A value as an official reads it; None where this version has no such parameter."""
    if name not in ruleset.parameters:
        return None
    show = rule_kind(ruleset.kind).show
    value = ruleset.parameters[name]
    return show(name, value) if show else json.dumps(value, ensure_ascii=False)


def _require_official(by: User, what: str) -> None:
    if by.role not in (Role.MUNICIPAL_OFFICIAL, Role.REVIEWER) or not by.is_active:
        raise NotYourStep(step=what, roles="“市级经办人”或“复核人”", role=by.get_role_display())


def _require_reviewer(by: User, what: str) -> None:
    if by.role != Role.REVIEWER or not by.is_active:
        raise NotYourStep(step=what, roles="“复核人”", role=by.get_role_display())
