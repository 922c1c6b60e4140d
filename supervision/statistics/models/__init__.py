"""Tables of the annual statistics."""

from supervision.statistics.models.runs import DisclosureProof, ImputedCell, RunStratum, RunUnit, StatisticsRun
from supervision.statistics.models.tables import StatCell, StatNode, StatTable

__all__ = [
    "DisclosureProof",
    "ImputedCell",
    "RunStratum",
    "RunUnit",
    "StatCell",
    "StatNode",
    "StatTable",
    "StatisticsRun",
]
