"""The annexes of the book: what each figure means, how it was made, who answered, what was revised."""

from collections.abc import Sequence
from typing import Any

from supervision.report.models import RevisionNote, Snapshot
from supervision.report.rules.tables import Facts
from supervision.report.rules.tables import Snapshot as FrozenTables
from supervision.report.services import template

RESPONSE = "survey.response_rate"


def annexes(frozen: FrozenTables, notes: Sequence[RevisionNote], snapshot: Snapshot) -> list[dict[str, Any]]:
    """In the order of the book: definitions, method, response and weighting, revisions."""
    written = template.annexes()
    return [
        _annex(written["definitions"], ("指标", "单位", "定义", "来源"), _definitions(frozen)),
        _annex(written["method"], ("快照", "摘要"), [[f"第{snapshot.number}次取数", snapshot.sha256]]),
        _annex(written["response"] | ({"empty": ""} if _is_surveyed(frozen) else {}), (), []),
        _annex(
            written["revisions"],
            ("指标", "年度", "标目", "原公布", "修订为", "原因"),
            [[n.title, f"{n.year}年", n.label, n.old, n.new, n.reason or "（尚未填写）"] for n in notes],
        ),
    ]


def _annex(written: dict[str, Any], head: Sequence[str], rows: list[list[str]]) -> dict[str, Any]:
    """Without rows the text for that case is printed, where there is one."""
    text = written["text"] if rows or not written.get("empty") else [written["empty"]]
    return {"title": written["title"], "paragraphs": text, "head": list(head) if rows else [], "rows": rows}


def _is_surveyed(frozen: FrozenTables) -> bool:
    """Whether the report speaks of results of the yearly survey."""
    return any(key == RESPONSE and table.has_values for (key, _), table in frozen.items())


def _definitions(frozen: FrozenTables) -> list[list[str]]:
    facts: dict[str, Facts] = {}
    for table in frozen.values():
        facts.setdefault(table.facts.key, table.facts)
    return [[one.title, one.unit or "%", _meaning(one), one.source] for _, one in sorted(facts.items())]


def _meaning(facts: Facts) -> str:
    if not facts.is_rate:
        return facts.definition
    return f"{facts.definition}分子：{facts.numerator}；分母：{facts.denominator}。"
