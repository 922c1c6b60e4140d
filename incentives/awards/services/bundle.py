"""The published file of one round: inputs, rule set and result with their digests, so that anybody recomputes it.

The bytes are the canonical form of the content; every section but ``digests`` has its SHA-256 there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from incentives.awards.errors import ResultDiffers
from incentives.awards.models import AwardLine
from incentives.awards.rules import Award, AwardParameters, award_list
from incentives.awards.services.facts import read_facts, read_terms
from ipservice.foundation.canonical import canonical_json, digest
from ipservice.foundation.errors import DomainError
from ipservice.foundation.explanation import Evaluation, Finding
from ipservice.procedure.kinds import Bundle
from ipservice.procedure.models import Decision

FORMAT = "ipservice-award-bundle/1"
SECTIONS = ("decision", "inputs", "result", "ruleset")
SECTION_NAMES = {"decision": "决定", "inputs": "输入", "result": "结果", "ruleset": "规则"}
LINE_FIELDS = (
    "name",
    "agency_code",
    "filed",
    "concluded",
    "granted",
    "is_qualified",
    "rank",
    "rank_low",
    "rank_high",
    "amount_fen",
    "findings",
)


class BundleUnreadable(DomainError):
    code = "bundle_unreadable"
    template = "这不是奖励名单的数据包：{problem}"


def bundle_of(decision: Decision) -> Bundle:
    """The file of one computed list."""
    content = {
        "decision": {
            "kind": decision.kind,
            "period": decision.period,
            "title": decision.title,
            "number": decision.number,
            "is_demo": decision.is_demo,
        },
        "inputs": decision.inputs,
        "result": stored_result(decision),
        "ruleset": {
            "kind": decision.ruleset.kind,
            "version": decision.ruleset.version,
            "title": decision.ruleset.title,
            "parameters": decision.ruleset.parameters,
        },
    }
    digests = {section: digest(content[section]) for section in SECTIONS}
    whole = canonical_json({"format": FORMAT, **content, "digests": digests})
    return Bundle(whole, f"award-{decision.period}-{decision.pk}.json")


def stored_result(decision: Decision) -> list[dict[str, Any]]:
    """The lines of a decision as they were hashed."""
    return [
        {
            "code": line.subject_code,
            **{name: getattr(line, name) for name in LINE_FIELDS},
            "rate_low": _text(line.rate_low),
            "rate_high": _text(line.rate_high),
        }
        for line in AwardLine.objects.filter(decision=decision).order_by("position")
    ]


def plain_result(evaluations: Iterable[Evaluation[Award]]) -> list[dict[str, Any]]:
    """The lines as they are stored, published and hashed."""
    return [
        {
            "code": award.code,
            "name": award.name,
            "agency_code": award.agency_code,
            "filed": award.figures.filed,
            "concluded": award.figures.concluded,
            "granted": award.figures.granted,
            "is_qualified": award.is_qualified,
            "rank": award.rank,
            "rate_low": _text(award.rate_low),
            "rate_high": _text(award.rate_high),
            "rank_low": award.rank_low,
            "rank_high": award.rank_high,
            "amount_fen": award.amount_fen,
            "findings": findings,
        }
        for award, findings in ((each.result, [_plain(one) for one in each.findings]) for each in evaluations)
    ]


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "article": finding.article,
        "requirement": finding.requirement,
        "actual": finding.actual,
        "met": finding.met,
        "gap": finding.gap,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def recomputed(inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The result that the rule gives for frozen inputs."""
    parameters = AwardParameters.read(inputs["parameters"])
    return plain_result(award_list(read_facts(inputs["facts"]), parameters, terms=read_terms(inputs["terms"])))


def verify(decision: Decision) -> None:
    """The lines are what the rule gives for the frozen inputs, and the digests fit. Raises ``ResultDiffers``."""
    if digest(decision.inputs) != decision.inputs_digest:
        raise ResultDiffers(problem="冻结的输入与其摘要不符。")
    if decision.ruleset.parameters != decision.inputs["parameters"]:
        raise ResultDiffers(problem="冻结的规则参数与规则版本不符。")
    difference = first_difference(recomputed(decision.inputs), stored_result(decision))
    if difference:
        raise ResultDiffers(problem=difference)
    if digest(stored_result(decision)) != decision.result_digest:
        raise ResultDiffers(problem="名单与其摘要不符。")


def verify_file(content: bytes) -> list[str]:
    """What is wrong with a published file, in sentences; empty when it is identical to the recomputation."""
    bundle = _read(content)
    if canonical_json(bundle) != content:
        return ["文件不是规范格式，内容可能被改动过。"]
    wrong = [
        f"“{SECTION_NAMES[section]}”与其摘要不符。"
        for section in SECTIONS
        if digest(bundle[section]) != bundle["digests"].get(section)
    ]
    if bundle["format"] != FORMAT or set(bundle["digests"]) != set(SECTIONS):
        wrong.append("格式标识或摘要列表不符。")
    if bundle["ruleset"]["parameters"] != bundle["inputs"]["parameters"]:
        wrong.append("规则版本的参数与计算所用的参数不符。")
    difference = first_difference(recomputed(bundle["inputs"]), bundle["result"])
    return [*wrong, difference] if difference else wrong


def _read(content: bytes) -> dict[str, Any]:
    try:
        bundle = json.loads(content)
    except ValueError:
        raise BundleUnreadable(problem="不是 JSON 文件。") from None
    missing = {"format", "digests", *SECTIONS} - set(bundle if isinstance(bundle, dict) else ())
    if missing:
        raise BundleUnreadable(problem=f"缺少 {'、'.join(sorted(missing))}。")
    return bundle


def first_difference(expected: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> str:
    """Where two results part, as a sentence; empty when they are the same."""
    if len(expected) != len(found):
        return f"重新计算得 {len(expected)} 家机构，名单有 {len(found)} 家。"
    for position, (mine, theirs) in enumerate(zip(expected, found, strict=True), start=1):
        for name in mine:
            if mine[name] != theirs.get(name):
                return (
                    f"第 {position} 行 {theirs.get('name')} 的“{name}”："
                    f"重新计算为 {mine[name]}，名单为 {theirs.get(name)}。"
                )
    return ""
