"""Whom a change of the rules touches: the lists that were computed so far, read again under both versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from incentives.awards.models import DECISION_KIND
from incentives.awards.rules import AwardParameters
from incentives.awards.services.facts import read_facts, read_terms
from incentives.awards.services.whatif import Move, Snapshot, outlook
from ipservice.procedure.models import Decision

LATEST = 3


def affected(old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[str]:
    """A sentence a year, the newest years first: who would come in, drop out or move. Nothing is changed by it."""
    lists = Decision.objects.live().filter(kind=DECISION_KIND).exclude(inputs=None).order_by("-period")[:LATEST]
    current, tried = AwardParameters.read(old), AwardParameters.read(new)
    return [_sentence(decision, current, tried) for decision in lists if decision.inputs]


def _sentence(decision: Decision, current: AwardParameters, tried: AwardParameters) -> str:
    known = Snapshot(read_facts(decision.inputs["facts"]), read_terms(decision.inputs["terms"]))
    found = outlook(known, current, tried, terms=known.terms)
    parts = [
        f"{words}：{_names(moves)}"
        for words, moves in (("新进入", found.gained), ("退出", found.lost), ("名次或金额变化", found.moved))
        if moves
    ]
    return f"{decision.period}年度，{'；'.join(parts) if parts else '没有机构受影响'}。"


def _names(moves: Sequence[Move]) -> str:
    return "、".join(move.after.name for move in moves)
