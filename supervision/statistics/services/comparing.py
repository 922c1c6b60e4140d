"""What differs between two versions, and a proof in the words of the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from supervision.statistics.models import DisclosureProof, StatCell, StatisticsRun, StatNode
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.services.layout import Entry

SHOWN_CHANGES = 300


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else: the numbers before and after, and whether each was shown."""

    table: str
    label: str
    node: str
    before: Entry
    after: Entry
    status: str


def changes(earlier: StatisticsRun, later: StatisticsRun) -> list[Change]:
    """Cells whose estimate or status differs, in print order; at most the first three hundred."""
    was = {
        (cell["measure"], cell["node"]): cell
        for cell in _cells(earlier).values("measure", "node", "value", "status", "numerator", "denominator")
    }
    nodes = dict(StatNode.objects.filter(run__in=(earlier, later)).values_list("key", "label"))
    found = []
    for cell in _cells(later).select_related("table"):
        before = was.get((cell.measure, cell.node))
        value = before["value"] if before else None
        if before is None or value != cell.value or before["status"] != cell.status:
            found.append(_change(cell, value, before, nodes.get(cell.node, cell.node)))
    return found[:SHOWN_CHANGES]


def _cells(run: StatisticsRun) -> Any:
    return StatCell.objects.filter(table__run=run, value__isnull=False).order_by("table__place", "id")


def _change(cell: StatCell, value: Any, before: dict[str, Any] | None, node: str) -> Change:
    labels = {measure["key"]: measure["label"] for measure in cell.table.measures}
    was = CellStatus.label_of(before["status"]) if before else "无"
    status = f"{was} → {cell.get_status_display()}" if not before or before["status"] != cell.status else ""
    return Change(cell.table.title, labels[cell.measure], node, Entry(value), Entry(cell.value), status)


def audit_lines(proof: DisclosureProof) -> Sequence[dict[str, Any]]:
    """The lines of a proof with the words of measures and nodes."""
    nodes = dict(StatNode.objects.filter(run=proof.run_id).values_list("key", "label"))
    labels = {
        measure["key"]: f"{title} · {measure['label']}" if measure["label"] != title else title
        for title, measures in proof.run.tables.values_list("title", "measures")
        for measure in measures
    }
    found = []
    for line in proof.lines:
        measure, node = line["key"].split("@", 1)
        need = line["required"]
        found.append(
            {
                **line,
                "measure": labels.get(measure, measure),
                "node": nodes.get(node, node),
                "is_wide": line["high"] - line["value"] >= need * 0.999999
                and line["value"] - line["low"] >= need * 0.999999,
            }
        )
    return found
